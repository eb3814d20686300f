"""Who may be the same client: among those that stand there, and somebody about to be added."""
