"""OAI-PMH 2.0: what the verbs ask, and what is wrong with how they ask it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from iscm.accounts.views import hub
from iscm.domain.publications import Material
from iscm.domain.terms import themes
from iscm.library import queries
from iscm.registry.queries import outlines
from iscm.renderers import oai
from iscm.renderers.records.mechanisms import called

AT_ONCE = 200  # records of one answer
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_SECOND = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_SALT = "oai"


@dataclass
class Wrong(Exception):
    """An error of the protocol: its code, and why."""

    code: str
    why: str


@dataclass(frozen=True)
class Question:
    """What was asked: arguments by name, and the hub's own address."""

    said: dict[str, str]
    hub: str
    base: str


@csrf_exempt  # it only reads, and the protocol lets harvesters ask by POST
def oai_pmh(request: HttpRequest) -> HttpResponse:
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    given = request.POST if request.method == "POST" else request.GET
    here = hub(request)
    base = f"{here}{reverse('oai')}"
    echo: dict[str, str] = {}
    try:
        question = Question(_read(given), here, base)
        echo = question.said
        inside = VERBS[question.said["verb"]][0](question)
    except Wrong as wrong:
        inside = oai.error(wrong.code, wrong.why)
        if wrong.code in ("badVerb", "badArgument"):
            echo = {}
    text = oai.answer(inside, base=base, asked=echo, at=timezone.now())
    response = HttpResponse(text, content_type="text/xml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    return response


def _read(given: QueryDict) -> dict[str, str]:
    """Arguments, each once, none unknown, none missing."""
    verbs = given.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Wrong("badVerb", f"One verb of {', '.join(VERBS)} is asked for.")
    verb = verbs[0]
    _answer, needed, allowed = VERBS[verb]
    said = {name: values[0] for name, values in given.lists() if values}
    for name, values in given.lists():
        if len(values) > 1:
            raise Wrong("badArgument", f"{name[:80]} is given more than once.")
        if name not in ("verb", *needed, *allowed):
            raise Wrong("badArgument", f"{name[:80]} is no argument of {verb}.")
    if "resumptionToken" in said:
        if len(said) > 2:
            raise Wrong("badArgument", "A resumptionToken stands alone.")
    elif missing := [name for name in needed if not said.get(name)]:
        raise Wrong("badArgument", f"{verb} asks for {' and '.join(missing)}.")
    return said


def _identify(question: Question) -> str:
    earliest = queries.earliest() or dt.datetime(2022, 1, 1, tzinfo=dt.UTC)
    mail = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return oai.identify(base=question.base, name="ISCM Hub", mail=mail, earliest=earliest)


def _formats(question: Question) -> str:
    if "identifier" not in question.said:
        return oai.formats(oai.FORMATS)
    material = _one(question)
    return oai.formats(name for name, form in oai.FORMATS.items() if material.gone or form.can(material))


def _sets(question: Question) -> str:
    if "resumptionToken" in question.said:
        raise Wrong("badResumptionToken", "The list of sets comes whole.")
    rows = [("mechanism", "Materials by mechanism")]
    rows += [(f"mechanism:{slug}", called(slug)) for slug in sorted(outlines())]
    rows.append(("theme", "Materials by theme"))
    rows += [(f"theme:{key}", themes()[key].label["en"]) for key in sorted(themes())]
    return oai.sets(rows)


def _record(question: Question) -> str:
    prefix, material = question.said["metadataPrefix"], _one(question)
    form = oai.FORMATS.get(prefix)
    if form is None or not (material.gone or form.can(material)):
        raise Wrong("cannotDisseminateFormat", f"This item cannot be had as {prefix[:80]}.")
    return f"<GetRecord>{oai.record(material, prefix, question.hub)}</GetRecord>"


def _one(question: Question) -> Material:
    head, tail = f"{question.hub}/publications/", "/"
    said = question.said["identifier"]
    slug = said.removeprefix(head).removesuffix(tail).replace("\x00", "")
    found = queries.harvested(slug) if said == f"{head}{slug}{tail}" else None
    if found is None:
        raise Wrong("idDoesNotExist", f"No item {said[:200]} is known here.")
    return found


def _list(question: Question) -> str:
    said, verb = question.said, question.said["verb"]
    token = said.get("resumptionToken")
    asked = _resumed(token, verb) if token is not None else {k: v for k, v in said.items() if k != "verb"}
    prefix = asked["metadataPrefix"]
    if prefix not in oai.FORMATS:
        raise Wrong("cannotDisseminateFormat", f"{prefix[:80]} is none of {', '.join(oai.FORMATS)}.")
    since, until = _span(asked)
    kind, of = _set(asked.get("set", ""))
    place = (dt.datetime.fromisoformat(asked["at"]), int(asked["pk"])) if "at" in asked else None
    done = int(asked.get("done", 0))
    rows, more = queries.harvest(
        since=since, until=until, after=place, limit=AT_ONCE, complete=prefix == "oai_datacite",
        **{kind: of or "*"} if kind else {},
    )  # fmt: skip
    can = oai.FORMATS[prefix].can
    if not more and not any(row.gone or can(row) for row in rows):
        raise Wrong("noRecordsMatch", "No item fits all of this.")
    write = (
        (lambda row: oai.record(row, prefix, question.hub))
        if verb == "ListRecords"
        else (lambda row: oai.header(row, question.hub))
    )
    last = "" if place else None
    if more:
        kept = {k: v for k, v in asked.items() if k in ("metadataPrefix", "from", "until", "set")}
        onward = {"at": more[0].isoformat(), "pk": str(more[1]), "done": str(done + len(rows)), "verb": verb}
        last = signing.dumps({**kept, **onward}, salt=_SALT)
    return oai.listed(verb, (write(row) for row in rows if row.gone or can(row)), token=last, at=done)


def _resumed(token: str, verb: str) -> dict[str, str]:
    try:
        asked: dict[str, str] = signing.loads(token, salt=_SALT)
    except signing.BadSignature as fault:
        raise Wrong("badResumptionToken", "This resumptionToken was not given out here.") from fault
    if asked.pop("verb") != verb:
        raise Wrong("badResumptionToken", "This resumptionToken was given out for another verb.")
    return asked


def _span(asked: dict[str, str]) -> tuple[dt.datetime | None, dt.datetime | None]:
    """From the first moment asked for to the first that is not any more."""
    since, until = asked.get("from"), asked.get("until")
    if since and until and bool(_DAY.fullmatch(since)) != bool(_DAY.fullmatch(until)):
        raise Wrong("badArgument", "from and until must be of one granularity.")
    first = _moment("from", since) if since else None
    last = _moment("until", until) if until else None
    if first and last and first > last:
        raise Wrong("badArgument", "from is later than until.")
    if last and until:
        step = dt.timedelta(days=1) if _DAY.fullmatch(until) else dt.timedelta(seconds=1)
        last = last + step if last < dt.datetime.max.replace(tzinfo=dt.UTC) - step else None
    return first, last


def _moment(name: str, said: str) -> dt.datetime:
    try:
        if _DAY.fullmatch(said):
            return dt.datetime.fromisoformat(said).replace(tzinfo=dt.UTC)
        if _SECOND.fullmatch(said):
            return dt.datetime.fromisoformat(said)
    except ValueError:
        pass  # a day that no calendar has
    raise Wrong("badArgument", f"{name} is written as 2022-10-05 or 2022-10-05T12:00:00Z.")


def _set(said: str) -> tuple[str, str]:
    kind, _colon, of = said.partition(":")
    known = {"mechanism": outlines, "theme": themes}
    if said and (kind not in known or (":" in said and of not in known[kind]())):
        raise Wrong("noRecordsMatch", f"There is no set {said[:80]}.")
    return kind, of


Verb = Callable[[Question], str]
_CHOICE = ("from", "until", "set", "resumptionToken")
# of each verb: its answer, the arguments that it needs, and those that it allows
VERBS: dict[str, tuple[Verb, tuple[str, ...], tuple[str, ...]]] = {
    "Identify": (_identify, (), ()),
    "ListMetadataFormats": (_formats, (), ("identifier",)),
    "ListSets": (_sets, (), ("resumptionToken",)),
    "ListIdentifiers": (_list, ("metadataPrefix",), _CHOICE),
    "ListRecords": (_list, ("metadataPrefix",), _CHOICE),
    "GetRecord": (_record, ("identifier", "metadataPrefix"), ()),
}
