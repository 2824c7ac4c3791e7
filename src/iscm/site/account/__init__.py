"""Signing in, one's own page, and the people who sign in."""
