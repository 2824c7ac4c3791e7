"""Settings, addresses and the pages' frame."""
