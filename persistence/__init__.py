"""How rows are kept: deletion, history, locks, staging. Nothing here knows the domain."""
