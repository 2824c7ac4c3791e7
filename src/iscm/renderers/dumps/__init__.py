"""Whole tables of records as files: JSON Lines, CSV, Parquet; each is written row by row."""
