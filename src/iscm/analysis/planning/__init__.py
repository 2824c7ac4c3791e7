"""When a meeting could be: every date of a window, the best first, with what speaks against each."""
