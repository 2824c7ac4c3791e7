"""A file as received (text, Markdown, web page, Word, PDF) and the text in it."""
