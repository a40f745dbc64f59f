"""Finding objects in pictures: one protocol, three backends, and the models they run."""
