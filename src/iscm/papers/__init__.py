"""A file as received (text, Markdown, web page, Word, PDF) and the text in it: ``read_paper("report.docx").text``."""

from iscm.papers.paper import Paper, PaperError
from iscm.papers.received import paper_of, read_paper

__all__ = ["Paper", "PaperError", "paper_of", "read_paper"]
