"""Heat and counts from one picture after another, as they arrive."""
