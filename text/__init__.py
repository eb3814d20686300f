"""Words, numbers and codes as they are written: no module here knows what the product is about."""
