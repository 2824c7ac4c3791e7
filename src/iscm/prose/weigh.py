"""Which mentions of a clause are statements, and which are only its setting.

"SOM (18 December) in preparation for a Ministerial meeting (19 December)" states two meetings; "preparatory meeting
for the 7th Ministerial Conference (3 May)" states one. What decides: how the mention comes in, whether a date, count
or ordinal is its own, and whether the mention before it is still telling its topic.
"""

from __future__ import annotations

from dataclasses import dataclass

from iscm.prose.cues import cues
from iscm.prose.dating import dated, own_date, placed
from iscm.prose.mention import GROUPS, Mention
from iscm.prose.mentions import mentions
from iscm.prose.scan import Scan, articles, is_small

_FIRM = frozenset(
    "ministerial vice-ministerial summit senior-officials steering-group working-group webinar workshop seminar "
    "roundtable training study-visit side-event policy-talk conference congress troika friends-of-the-forum plenary "
    "focal-points network reference-group thematic preparatory expert extraordinary ordinary".split()
)
_PLAIN_HELD = frozenset(["meeting", "annual", "conference", "ordinary", "extraordinary"])


def statements_of(scan: Scan, start: int, end: int, mechanism: str | None, told: bool) -> list[Mention]:
    """The mentions in tokens ``start`` up to ``end`` that state meetings; ``told``: some were stated before."""
    rows = mentions(scan, start, end, mechanism)
    accepted: list[Mention] = []
    for mention in rows:
        before = accepted[-1] if accepted else None
        if before and _names_again(scan, before, mention, start):
            accepted[-1] = mention
        elif Case.of(scan, mention, before, rows, start, end, told).stands():
            accepted.append(mention)
    for mention in accepted:
        _name_by_group(scan, mention, start)
    return accepted


def intro(scan: Scan, mention: Mention, start: int) -> tuple[str, str]:
    """How a mention comes in: the class of what stands right before it, and its words."""
    i = mention.first - 1
    while i >= start and (
        scan.tokens[i].word in articles(scan.lang)
        or scan.tokens[i].word in cues("adverb")
        or scan.tokens[i].kind == "line"
        or (scan.tokens[i].kind == "sign" and scan.tokens[i].word in "\"“”«»'’‘*")
    ):
        i -= 1
    if i < start:
        return "start", ""
    token, hit = scan.tokens[i], scan.hit_at.get(i)
    if i in scan.island_at and scan.island_at[i].sure:
        return "date", ""
    if hit and hit.sense.cat in ("context", "topic", "next", "held", "will", "with"):
        if hit.sense.cat == "with" and scan.string[i] == "&":
            return "sep", ""
        words = " ".join(scan.tokens[j].word for j in range(hit.first, hit.end))
        if (
            words in ("of", "de", "des", "du", "del")
            and hit.first > start
            and scan.string[hit.first - 1] == "&"
        ):
            return "sep", ""  # "réunions du Groupe directeur et des Amis du Forum"
        return ("context" if words == "for" else hit.sense.cat), words
    if scan.string[i] in "&,":
        return "sep", ""
    if token.kind == "sign":
        return ("close" if token.word in ")]" else "start" if token.word in ":–—-•/" else "other"), ""
    if scan.string[i] == "i" or token.word in ("in", "en", "в"):
        return "context", token.word
    return "other", token.word


@dataclass(frozen=True, slots=True)
class Case:
    """What is known of a mention when it is weighed. ``own``: a date of its own follows; ``said``: it is counted or
    numbered; ``told``: the text has stated meetings before."""

    scan: Scan
    mention: Mention
    before: Mention | None
    start: int
    end: int
    told: bool
    intro: str
    word: str
    own: bool
    said: bool

    @classmethod
    def of(
        cls,
        scan: Scan,
        mention: Mention,
        before: Mention | None,
        rows: list[Mention],
        start: int,
        end: int,
        told: bool,
    ) -> Case:
        how, word = intro(scan, mention, start)
        own = own_date(scan, mention, end, rows)
        said = bool(mention.ordinals) or mention.count is not None or mention.many
        return cls(scan, mention, before, start, end, told, how, word, own, said)

    def stands(self) -> bool:
        """Whether the mention is a statement."""
        first = max(self.start, self.mention.first - 1)
        tokens, after = self.scan.tokens, self.mention.end
        if any(tokens[i].word in cues("negation") for i in range(first, self.mention.first + 1)):
            return False
        if after < self.end and tokens[after].word == "не":
            return False
        return self._follows(self.before) if self.before else self._opens()

    @property
    def _several(self) -> bool:
        return (self.mention.count or 0) > 1

    @property
    def _led(self) -> bool:
        """A date stands before it: "On 3 May, ..."."""
        island_at = self.scan.island_at
        return any(
            i in island_at and placed(self.scan, island_at[i]) for i in range(self.start, self.mention.first)
        )

    def _cats(self, first: int, end: int) -> set[str]:
        return {self.scan.cat(i) for i in range(first, end)}

    # the first mention of a clause

    def _opens(self) -> bool:
        mention, scan = self.mention, self.scan
        if mention.verb and self.intro != "topic":
            return self.own or self._led or self._several
        match self.intro:
            case "start":
                return self._at_start()
            case "held" | "will":
                return True
            case "topic":
                return mention.verb and (self.own or self._led)
        if self.intro in ("sep", "close", "next", "date"):
            return self._after_other_words()
        if self.intro == "context":
            return self._in_setting()
        if self.own and not mention.weak:
            return True
        met = mention.types[0] in GROUPS and "held" in self._cats(self.start, mention.first)
        wanted = self.own or (self._led and (met or not mention.weak))
        return wanted and scan.tokens[mention.first - 1].word not in cues("infinitive")

    def _at_start(self) -> bool:
        mention, end = self.mention, self.end
        bare = not (self.own or self.said or self._led)
        if mention.weak and bare and self.end > mention.end and self.scan.tokens[mention.end].word == ":":
            return False  # "Migration dialogue: experts (20 November), ministers (22 November)"
        if mention.weak and bare and mention.plural and has_verb(self.scan, mention.end, end):
            return False
        if mention.weak and bare and not mention.plural:
            soon = self._cats(mention.end, min(mention.end + 4, end))
            listed = mention.indefinite and not has_verb(self.scan, mention.end, end)
            later = listed or (not mention.definite and dated(self.scan, mention.end, end))
            if not (soon & {"held", "will", "cancelled", "postponed", "topic"} or later):
                return False
        changed = self._cats(mention.end, min(mention.end + 6, end)) & {"cancelled", "postponed", "will"}
        if mention.definite and bare and self.told and not changed:
            return False
        goes_on = mention.definite and mention.types[0] == "meeting" and not mention.plural
        return self.own or self.said or not (goes_on and has_verb(self.scan, mention.end, end))

    def _after_other_words(self) -> bool:
        mention = self.mention
        if mention.weak and not self.own and not self.said:
            return False
        if self.own or self._led:
            return True
        if mention.edition and mention.first > self.start + 1:
            return False
        loose = self.intro in ("sep", "next") and mention.plural
        return self.said or loose or not (mention.definite or has_verb(self.scan, self.start, mention.first))

    def _in_setting(self) -> bool:
        mention, scan, word = self.mention, self.scan, self.word
        led = self._led
        if self._several and word in cues("counted_setting"):
            return True
        if (self.own or led) and any(
            scan.tokens[i].word in cues("apart") for i in range(self.start, mention.first)
        ):
            return not mention.weak
        if led and word in cues("purpose") and not mention.weak:
            return has_verb(scan, self.start, mention.first)
        alone = all(
            is_small(scan, i) or scan.tokens[i].kind == "sign" or scan.cat(i) == "context"
            for i in range(self.start, mention.first)
        )
        if alone and word in cues("setting"):
            at_head = not self.told and word in ("at", "during", "lors", "durante")
            return self.own or (bool(mention.ordinals) and at_head and has_verb(scan, mention.end, self.end))
        if word in ("of", "de", "del", "du"):
            venue = scan.tokens[max(mention.first - 3, 0) : mention.first]
            if any(token.word in cues("venue") for token in venue):
                return self.own or led
            beside = self._date_beside()
            return self.own and beside and not dated(scan, self.start, mention.first)
        if word in cues("remote_setting") and not self.own:
            return False
        return self.own and not dated(scan, self.start, mention.first)

    def _date_beside(self) -> bool:
        """Whether nothing but place, verb and small words stand between the mention and its date."""
        scan = self.scan
        for i in range(self.mention.end, self.end):
            if i in scan.island_at:
                return True
            if not (
                scan.cat(i) in ("city", "state", "held")
                or is_small(scan, i)
                or scan.tokens[i].kind == "sign"
                or scan.depth[i]
            ) or scan.tokens[i].word in cues("aux"):
                return False
        return False

    # a later mention of the same clause

    def _follows(self, before: Mention) -> bool:
        mention, scan = self.mention, self.scan
        firm_body = mention.types[0] in GROUPS and "held" in self._cats(
            mention.end, min(mention.end + 2, self.end)
        )
        if mention.verb:
            return (self.own or self._several) and self.intro not in ("held", "will", "topic", "date")
        if self._several and (
            (self.intro == "context" and self.word in cues("counted_setting")) or firm_body
        ):
            return True
        if self.intro in ("next", "held"):
            return self.own or self.said or not mention.weak
        closed = any(
            i in scan.island_at and placed(scan, scan.island_at[i]) for i in range(before.end, mention.first)
        )
        apart = any(scan.tokens[i].word in cues("apart") for i in range(before.end, mention.first))
        if self.intro == "context" and apart and (self.own or dated(scan, before.end, mention.first)):
            return not mention.weak or self.said or mention.indefinite  # "followed on 12 April by a training"
        if self.intro in ("context", "topic"):
            return closed and self.own and not (mention.weak and not self.said)
        if self.intro == "date":
            return self.own or self.said
        if self.intro in ("sep", "close", "start") or (self.intro == "with" and not mention.weak):
            return self._joined_on(before, closed)
        return self.own and closed and self.intro != "with" and not (mention.weak and not self.said)

    def _joined_on(self, before: Mention, closed: bool) -> bool:
        mention, scan = self.mention, self.scan
        firmly = scan.string[max(mention.first - 2, 0) : mention.first] == ",&"
        named = self.said or (mention.indefinite and not mention.weak)
        topic = _tells_topic(scan, before, mention)
        if mention.types[0] == "side-event" or (self.own and firmly and not mention.weak):
            return True
        if self.own and (closed or not topic or named or mention.types[0] in _FIRM):
            return not (mention.weak and topic and not closed and not self.said)
        if named and not (topic and not closed and not self.said):
            return not mention.definite or closed or bool(mention.ordinals)
        if closed:
            return (
                not mention.definite
                and not mention.weak
                and self.intro == "sep"
                and (mention.types[0] in _FIRM or mention.plural)
            )
        if (
            topic
            or mention.weak
            or self.intro not in ("sep", "start")
            or has_verb(scan, before.end, mention.first)
        ):
            return False
        return coordinated(scan, before, mention) or not mention.definite


def _tells_topic(scan: Scan, before: Mention, mention: Mention) -> bool:
    """Whether the mention before is still telling what it was about: no date and no bracket has closed it."""
    last = before.end
    for i in range(before.end, mention.first):
        if i in scan.island_at or scan.tokens[i].word == ")":
            last = i + 1
    return any(
        scan.cat(i) == "topic" or (scan.cat(i) == "context" and not scan.depth[i])
        for i in range(last, mention.first - 1)
    )


def coordinated(scan: Scan, one: Mention, following: Mention) -> bool:
    """ "SOM and Ministerial Conference (24-25 October)": nothing but a joining word between the two."""
    gap = range(one.end, following.first)
    joins = all(
        scan.string[i] in "&t" or scan.cat(i) == "next" or scan.tokens[i].word in articles(scan.lang)
        for i in gap
    )
    return joins and len(gap) <= 5 and not any(scan.tokens[i].word in cues("apart") for i in gap)


def _names_again(scan: Scan, before: Mention, mention: Mention, start: int) -> bool:
    """Two namings of one meeting: "ministers gathered in Bali for the 6th Ministerial", "RCM XXVI - Vice-Ministerial".

    The later naming then stands for both, and is mended with what only the earlier one said.
    """
    how, word = intro(scan, mention, start)
    gap = range(before.end, mention.first)
    dated_between = any(j in scan.island_at for j in gap)
    unnumbered = not mention.ordinals and mention.count is None and not mention.plural
    group = before.types[0] in GROUPS or before.types[0] in ("ministerial", "vice-ministerial")
    if before.verb and (
        (how == "context" and word in cues("purpose")) or (mention.verb and mention.first < before.end)
    ):
        mention.first = before.first
        return True
    bare = not before.ordinals and before.count is None and how == "held" and not dated_between
    if bare and group and before.weak:  # "the Working Group held its first meeting"
        if set(mention.types) <= _PLAIN_HELD:
            mention.types = (before.types[0], *mention.types)
        mention.first = before.first
        return True
    if bare and before.definite and not before.plural:  # "La Conferencia celebró su XX Reunión"
        mention.first = before.first
        return True
    if mention.edition and mention.ordinals and not before.ordinals and before.types[0] == "plenary":
        words = all(scan.tokens[i].kind == "word" and scan.string[i] != "&" for i in gap)
        if len(gap) <= 2 and not dated_between and words:
            mention.types, mention.name = (before.types[0], *mention.types), before.name
            mention.first = before.first
            return True
    tied = 0 < len(gap) <= 2 and all(scan.tokens[i].word in ("-", "–", "—", ":", "/") for i in gap)
    if before.edition and before.ordinals and unnumbered and tied:
        mention.ordinals = before.ordinals
        mention.first = before.first
        return True
    return False


def _name_by_group(scan: Scan, mention: Mention, start: int) -> None:
    """ "the Working Group held its first meeting", "Board: 2 meetings": the group before says the kind."""
    if mention.types[0] not in ("meeting", "conference") or mention.first == start:
        return
    how, _ = intro(scan, mention, start)
    i = mention.first - 1
    labelled = i > start and scan.tokens[i].word in ":–-"
    listed = i > start and scan.tokens[i].word == "," and mention.ordinals and scan.cat(start) == "mark"
    if how != "held" and not labelled and not listed:
        return
    owned = scan.tokens[mention.first].word in cues("possessive")
    named = [j for j in range(start, i) if scan.cat(j) in ("mark", "head")]
    kinds = [
        k for j in named if (k := scan.hit_at[j].sense.value) in GROUPS or (owned and k == "ministerial")
    ]
    if kinds and not dated(scan, named[-1], i):
        mention.types = (kinds[-1], *mention.types)


def has_verb(scan: Scan, first: int, end: int) -> bool:
    """Whether the tokens between are a sentence rather than a line of a list."""
    return any(
        scan.cat(i) in ("held", "will") or scan.tokens[i].word in cues("verb") or _is_past_tense(scan, i)
        for i in range(first, end)
        if not scan.depth[i]
    )


def _is_past_tense(scan: Scan, i: int) -> bool:
    word = scan.tokens[i].word
    return (
        scan.lang == "en"
        and len(word) > 4
        and word.endswith("ed")
        and not scan.is_upper(i)
        and i not in scan.hit_at
    )
