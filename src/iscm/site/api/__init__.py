"""The hub for programs: a versioned API that only reads, linked data, whole dumps, and how agents ask."""
