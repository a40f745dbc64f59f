"""The app's workers, the tasks they do, and the files of their work."""
