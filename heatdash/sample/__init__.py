"""The built-in sample: a painted plaza with people on it, and the exact truth about who is where."""
