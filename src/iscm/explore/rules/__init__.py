"""How words are read, kept as bits and weighed: plain work on plain values."""
