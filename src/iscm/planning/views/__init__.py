"""Pages of planning: looking for a date. The clock enters here."""
