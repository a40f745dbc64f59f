"""What the app serves over HTTP besides its pages: uploads, files, and who the visitor is."""
