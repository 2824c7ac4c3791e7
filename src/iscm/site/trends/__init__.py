"""Meetings over the years: how many, on what, what records tell of them, and in which rhythm they come."""
