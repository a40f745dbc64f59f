"""What the app answers over HTTP besides its pages: uploads, files, and who is asking."""
