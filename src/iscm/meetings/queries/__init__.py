"""Letting meetings out as values, at a fixed number of queries."""
