"""A publication or outcome document as the library holds it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from iscm.domain.claims import Source
from iscm.domain.issues import Publication
from iscm.domain.mechanisms import Party, Subject
from iscm.domain.when import When


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """``id`` is public and permanent. ``titles[lang]`` and ``urls[lang]`` hold other languages; ``also`` other
    titles that sources give it. ``url`` "" where no address is known: a page that only tells of it is a source.

    ``kind`` "" where no source says one; ``licence`` is an SPDX id or an address, "" where none is known.
    """

    id: str
    title: str
    kind: str = ""
    mechanisms: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    year: int | None = None
    when: When | None = None
    languages: tuple[str, ...] = ()
    url: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()
    pages: int | None = None
    licence: str = ""
    doi: str = ""
    symbol: str = ""
    abstract: str = ""
    gcm: tuple[int, ...] = ()
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


@dataclass(frozen=True, slots=True)
class Maker:
    """Who wrote a work (``role`` author) or issued it (body): a party known here, or a ``name`` as printed."""

    role: str
    party: Party | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A file of a work. One that the reader may not have (``open`` False) tells its language and version alone.

    ``size`` in bytes; ``digest`` SHA-256 in hexadecimal. ``held``: the bytes are here, not only at ``url``.
    """

    number: int
    language: str = ""
    version: int = 1
    open: bool = False
    name: str = ""
    media_type: str = ""
    size: int | None = None
    pages: int | None = None
    digest: str = ""
    licence: str = ""
    url: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A numbered commitment of a work, in its words; ``party`` or ``addressee`` says whose it is."""

    number: str
    text: str
    language: str = ""
    party: Party | None = None
    addressee: str = ""
    subjects: tuple[Subject, ...] = ()
    gcm: tuple[int, ...] = ()
    due: When | None = None
    due_meeting: str = ""
    page: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A work with all that hangs on it. ``relations`` are pairs of kind and work, ``related`` those that name it.

    ``changed``: its last entry in the trail. ``gone``: since when it is no longer open; such a one tells its title,
    and nothing else.
    """

    work: Work
    makers: tuple[Maker, ...] = ()
    subjects: tuple[Subject, ...] = ()
    copies: tuple[Copy, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    changed: dt.datetime | None = None
    gone: dt.datetime | None = None

    @property
    def themes(self) -> tuple[str, ...]:
        """Themes of the vocabulary that it is about, each once."""
        return tuple(dict.fromkeys(row.theme for row in self.subjects if row.theme))

    def by(self, role: str) -> tuple[Maker, ...]:
        """Its authors (``author``) or issuing bodies (``body``), in order."""
        return tuple(maker for maker in self.makers if maker.role == role)
