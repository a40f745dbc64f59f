"""The stages in order, and what is said while they run."""
