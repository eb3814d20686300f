"""Relations as words and as a drawing: pure, told to by whoever reads the rows."""
