"""Catalogues of what the pages say: gathered from code and templates, and compiled, in Python alone.

``script/messages`` runs it; the programs of gettext read and write the same files, and are not needed. Compiled
catalogues are kept beside their sources, so that a fresh clone speaks every language; a test holds them to be current.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

PACKAGE = Path(__file__).parents[1]
LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("ar", "es", "fr", "ru", "zh_Hans")
_KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_FIRST = "# {language} of the ISCM Hub. Written by script/messages; translations are edited here.\n#"


def marked() -> Catalog:
    """Every sentence marked for translation."""
    catalogue = Catalog()
    letters = PACKAGE.glob("*/templates/**/*.txt")
    for path in sorted([*PACKAGE.glob("*/**/*.py"), *PACKAGE.glob("*/**/*.html"), *letters]):
        for message, context in _found(path):
            catalogue.add(message, context=context)
    return catalogue


def _found(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    text = path.read_text("utf-8")
    if path.suffix != ".py":  # made into something like Python; its indentation means nothing
        text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
    for _line, name, messages, _comments in extract_python(
        io.BytesIO(text.encode()), list(_KEYWORDS), [], {"encoding": "utf-8"}
    ):
        said = messages if isinstance(messages, tuple) else (messages,)
        context = said[0] if name.startswith("pgettext") else None
        said = said[1:] if context else said[:2] if name.startswith("n") else said[:1]
        if all(isinstance(part, str) and part for part in said):
            yield (said if len(said) > 1 else said[0]), context


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue of a language as it is kept; an empty one where there is none yet."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def updated(language: str, sentences: Catalog) -> Catalog:
    """With every sentence that is marked, and without those that no longer are. Nothing is guessed."""
    catalogue = read(language)
    catalogue.update(sentences, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    catalogue.fuzzy, catalogue.language_team = False, ""
    catalogue.header_comment = _FIRST.format(language=str(catalogue.locale.english_name))
    catalogue.revision_date = catalogue.creation_date  # the same bytes from the same sentences
    return catalogue


def source(catalogue: Catalog) -> bytes:
    """As a .po file."""
    made = io.BytesIO()
    write_po(made, catalogue, width=110, sort_output=True, no_location=True)
    lines = made.getvalue().decode().splitlines()
    dated = (
        '"POT-Creation-Date',
        '"PO-Revision-Date',
        '"Generated-By',
        '"Project-Id',
        '"Report-',
        '"Last-',
        '"Language-Team',
    )
    return ("\n".join(line for line in lines if not line.startswith(dated)) + "\n").encode()


class _Bare(Catalog):
    """A catalogue whose head tells no time and no program: the same bytes from the same sentences."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:  # type: ignore[override]
        kept = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
        return [(name, value) for name, value in super().mime_headers if name in kept]


def compiled(catalogue: Catalog) -> bytes:
    """As a .mo file."""
    kept = _Bare(locale=catalogue.locale, charset="utf-8")
    for message in catalogue:
        if message.id:
            kept.add(message.id, message.string, context=message.context)
    made = io.BytesIO()
    write_mo(made, kept)
    return made.getvalue()


def main() -> int:
    """Bring every catalogue up to date; tells what waits for a translation, and fails where something does."""
    sentences, waiting = marked(), 0
    for language in LANGUAGES:
        catalogue = updated(language, sentences)
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source(catalogue))
        path.with_suffix(".mo").write_bytes(compiled(catalogue))
        open_ = [message.id for message in catalogue if message.id and not _whole(message.string)]
        waiting += len(open_)
        sys.stdout.write(f"{language}: {len(catalogue)} sentences, {len(open_)} wait for a translation\n")
    return 1 if waiting else 0


def _whole(string: str | tuple[str, ...] | list[str]) -> bool:
    return all(string) if isinstance(string, (tuple, list)) else bool(string)


if __name__ == "__main__":
    sys.exit(main())
