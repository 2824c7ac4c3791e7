"""Finding a record by what anybody would type: one index of words over every kind of record."""
