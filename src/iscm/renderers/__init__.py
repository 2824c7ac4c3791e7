"""A document, or records, to bytes: one module for each format. Same in, same out."""
