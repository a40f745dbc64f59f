"""What makes the numbers of a clip less sure than they look."""
