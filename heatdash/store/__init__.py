"""What was made once is kept here, under the hash of what it was made from."""
