"""Records to a document: one tree of blocks, of which no block knows a format."""
