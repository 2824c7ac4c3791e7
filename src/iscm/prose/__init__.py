"""Prose in and out: what mechanisms write is read into statements, and statements are written again."""
