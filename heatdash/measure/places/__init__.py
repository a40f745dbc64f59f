"""What happened at each zone and line, and in the whole picture: crossings, visits and their tables."""
