"""The built-in sample: a plaza, painted and peopled, with the truth about who is where."""
