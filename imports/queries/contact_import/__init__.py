"""What a file of contacts says: cells read, rows planned, with the eyes of who sent it."""
