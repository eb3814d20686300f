"""Every write to contacts: one function each, one transaction."""
