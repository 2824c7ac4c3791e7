"""What papers and their relations are called on a page."""
