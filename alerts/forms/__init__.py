"""What a person chooses for each line of the two windows."""
