"""Letting records into the index as cards, and what is found out of it."""
