"""Mechanisms as rows: names, participation, bodies, and every value with its source."""
