"""Reading contacts, always through the rule."""
