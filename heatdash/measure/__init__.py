"""Numbers from tracks: heat, crossings, visits, flows and their tables. NumPy, pandas and shapely only."""
