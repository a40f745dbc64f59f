"""Heat and counts of one picture after another, as they come."""
