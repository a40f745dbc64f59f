"""What happened in each cell of the picture: the heat of every metric."""
