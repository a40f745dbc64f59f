"""What is kept on disk: artefacts, under a hash of what they were made from, and the runs with their tasks."""
