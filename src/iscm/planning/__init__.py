"""Dates that mechanisms plan for: searched for, held, watched, announced."""
