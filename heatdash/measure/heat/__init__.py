"""What happened in each cell of the picture: heat, by every metric."""
