"""A file of accounts that somebody sends: kept for them, gone through, taken in or refused."""
