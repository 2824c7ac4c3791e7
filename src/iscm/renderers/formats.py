"""A year's issue in every format at once."""

from __future__ import annotations

from iscm.documents.newsletter import compose
from iscm.domain.issues import Issue
from iscm.renderers import data, email, html, icalendar, pdf, table, text, word

DOCUMENTS = {
    "html": html.render,
    "pdf": pdf.render,
    "docx": word.render,
    "eml": email.render,
    "txt": text.render,
}
RECORDS = {"ics": icalendar.render, "csv": table.render, "json": data.render}
FORMATS = (*DOCUMENTS, *RECORDS)


def render(issue: Issue, lang: str) -> dict[str, bytes]:
    """File name to bytes: highlights-2022.html .. .json, and highlights-2022-fr.html in another language."""
    document = compose(issue, lang)
    made = {ending: render(document) for ending, render in DOCUMENTS.items()}
    made |= {ending: render(issue, lang) for ending, render in RECORDS.items()}
    return {f"{document.key}.{ending}": content for ending, content in made.items()}
