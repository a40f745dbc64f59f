"""The app's workers, what they do, and what they leave."""
