"""Pictures: each is one specification with everything that must stand beside it, whoever draws it."""
