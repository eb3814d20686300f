"""What a fact-find form is filled from, and how it is known again."""
