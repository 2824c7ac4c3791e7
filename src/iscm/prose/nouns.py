"""What a meeting is called: its title as printed, or the house's own name of its kinds, in the language written."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from iscm.domain.statements import Statement
from iscm.domain.terms import themes, types
from iscm.prose.lexicon import Hit, lexicon
from iscm.prose.spelling import LANGUAGES, count, ordinal, words
from iscm.prose.tokens import cut, fold
from iscm.prose.words import plurals, small_words, words_of


class Noun(NamedTuple):
    text: str
    gender: str
    activity: bool  # a workshop is "one workshop"; a SOM is just "SOM"


def choices(s: Statement, lang: str) -> list[Noun]:
    """What it may be called, the title first where it has one that fits."""
    own = list(dict.fromkeys(made(s, lang, adjective_first=first) for first in (True, False)))
    if s.title and not _fits(s, lang):
        acronyms = [word for word in _unknown(s.title) if word.isupper()]
        own = [noun._replace(text=" ".join([noun.text, *acronyms])) for noun in own]
    titled = [own[0]._replace(text=s.title)] if s.title and _fits(s, lang) else []
    if not s.joint_with:
        return titled + own
    joint = [noun._replace(text=_joined(noun, s, lang)) for noun in titled + own]
    return joint if not titled else [*titled, *([] if _says_joint(s.title, lang) else joint[:1]), *joint[1:]]


def made(s: Statement, lang: str, *, adjective_first: bool = True) -> Noun:
    """The house's own name of a meeting of its kinds."""
    kinds = tuple(dict.fromkeys((s.type, *s.kinds)))
    nouns, marks = words(lang)["nouns"], words(lang)["marks"]
    plural = s.count != 1
    own = [k for k in kinds if k in nouns and (k not in marks or len(kinds) == 1)]
    if "senior-officials" in kinds and lang == "en" and not own:
        own = ["senior-officials"]
    if not own and kinds[0] in nouns:
        own = [kinds[0]]
    told = [marks[k] for k in kinds if k not in own and k in marks]
    rows = [nouns[k] for k in own] or [nouns["meeting"]]
    activity = own not in ([], ["senior-officials"], ["meeting"])
    if lang == "en":
        names = [row[0] for row in rows[1:]] + [rows[0][plural]]
        text = " ".join([*reversed(told), *names])
        if s.ordinal is not None:
            text = " ".join(w if w in ("hoc", "of", "the") else w[:1].upper() + w[1:] for w in text.split())
        return Noun(text, "", activity)
    gender = rows[0][2]
    form = 2 * plural + (gender == "f")
    tails = [agreed(m, form) for m in sorted(told, key=lambda m: isinstance(m, str) == adjective_first)]
    return Noun(" ".join(["-".join(row[plural] for row in rows), *tails]), gender, activity)


def agreed(mark: str | list[str], form: int) -> str:
    """``form``: 0 masculine, 1 feminine, 2 and 3 their plurals."""
    if isinstance(mark, str):
        return mark
    return mark[form] if len(mark) == 4 else mark[form // 2]


def form(s: Statement, gender: str) -> int:
    return 2 * (s.count != 1) + (gender == "f")


def _joined(noun: Noun, s: Statement, lang: str) -> str:
    """ "joint workshop", "atelier conjoint sur ..." """
    mark = words(lang)["joint"]
    if lang == "en":
        return f"{mark} {noun.text}" if s.ordinal is None else f"Joint {noun.text}"
    return f"{noun.text} {agreed(mark, form(s, noun.gender))}"


def _says_joint(title: str, lang: str) -> bool:
    return any(hit.sense.cat == "joint" for hit in phrases(title, lang))


def numbers(s: Statement) -> list[Callable[[Noun, str], str]]:
    """What may stand before the noun: an ordinal, a count; for a plural without a number, nothing or "several"."""
    if s.ordinal is not None:
        number = s.ordinal
        return [lambda noun, lang: ordinal(number, lang, noun.gender)]
    if s.count is None:
        return [_several] if len(s.dates) > 1 else [_bare, _several]
    many = s.count
    return [lambda noun, lang: count(many, lang, noun.gender) if many > 1 or _is_one(noun) else ""]


def _bare(noun: Noun, lang: str) -> str:
    return ""


def _several(noun: Noun, lang: str) -> str:
    many = words(lang)["many"]
    return many if isinstance(many, str) else str(many[noun.gender == "f"])


def _is_one(noun: Noun) -> bool:
    """Whether "one" stands before it: "one workshop", but "SOM", and not before a name: "Regional Forum"."""
    return noun.activity and noun.text[:1].islower()


# -- titles of another language


def _fits(s: Statement, lang: str) -> bool:
    """Whether a title can stand in a sentence of ``lang``: an acronym, or words that are more of it than English."""
    if s.title.isupper() or lang == "en":
        return s.title.isupper() or not is_foreign(s.title, lang)
    return not is_foreign(s.title, lang) and _words_of(s.title, lang) > _words_of(s.title, "en")


def _unknown(title: str) -> list[str]:
    """The longer words of a title that say no kind of meeting."""
    tokens = cut(title)
    known = {i for hit in phrases(title, spoken(title)) for i in range(hit.first, hit.end)}
    return [title[t.start : t.end] for i, t in enumerate(tokens) if len(t.word) > 3 and i not in known]


def is_foreign(text: str, lang: str) -> bool:
    """Whether more words of a text are of another language than of ``lang``."""
    return _words_of(text, spoken(text)) > _words_of(text, lang)


def spoken(text: str) -> str:
    return max(LANGUAGES, key=lambda lang: _words_of(text, lang))


def _words_of(text: str, lang: str) -> int:
    return sum(token.word in _vocabulary(lang) for token in cut(text))


@cache
def _vocabulary(lang: str) -> frozenset[str]:
    """Words that speak for a language: small ones, months, and those of kinds of meeting and of themes."""
    labels = [
        p for theme in themes().values() for p in (theme.label.get(lang, ""), *theme.words.get(lang, ()))
    ]
    marks = [p for kind in types().values() for p in kind.mark.get(lang, ())]
    heads = [words_of(p) for kind in types().values() for p in kind.head.get(lang, ())]
    told = {word.rstrip("*") for phrase in labels + marks for word in words_of(phrase)}
    told |= {word for head in heads for form in (head, *plurals(head, lang)) for word in form}
    return small_words(lang) | told | {fold(month) for month in words(lang)["months"]}


def phrases(text: str, lang: str) -> list[Hit]:
    """What the reader knows in a text: kinds, names, places."""
    tokens = cut(text)
    known = lexicon(lang)
    return known.hits(
        text, tokens, [known.canon(t.word) if t.kind == "word" else (t.word, "") for t in tokens]
    )
