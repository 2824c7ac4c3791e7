"""A year's issue as rows: what was told, where, and of which meetings it is evidence."""
