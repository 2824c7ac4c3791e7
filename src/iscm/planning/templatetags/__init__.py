"""Words of what is planned."""
