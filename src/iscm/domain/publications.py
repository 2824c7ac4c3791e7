"""A publication or outcome document as the library holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from iscm.domain.claims import Source
from iscm.domain.issues import Publication


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """``id`` is public and permanent. ``titles[lang]`` and ``urls[lang]`` hold other languages; ``also`` other
    titles that sources give it. ``url`` "" where no address is known: a page that only tells of it is a source."""

    id: str
    title: str
    mechanisms: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    year: int | None = None
    languages: tuple[str, ...] = ()
    url: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    note: str = ""
    sources: tuple[Source, ...] = ()
    access: str = "public"

    @property
    def listed(self) -> Publication:
        """The same, as an issue lists it."""
        return Publication(
            title=self.title,
            mechanisms=self.mechanisms,
            partners=self.partners,
            url=self.url or None,
            year=self.year,
            languages=self.languages,
            note=self.note or None,
        )
