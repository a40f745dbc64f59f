"""Two periods side by side: what differs between them, and whether that is more than chance."""
