"""Records as plain data, for programs: a table of fields each, from which formats and descriptions are made."""
