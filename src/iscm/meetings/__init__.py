"""Meetings as rows: dated as exactly as known, owned by one mechanism or several."""
