"""Numbers from tracks: heat, crossings, visits, flows and their tables. NumPy and pandas only."""
