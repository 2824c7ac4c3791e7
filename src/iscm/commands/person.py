"""``iscm person``: who may sign in, from the command line. The first administrator of a hub comes in this way."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from iscm.commands.hub import Unusable, opened

if TYPE_CHECKING:
    from iscm.accounts.models import User

NOT_DONE = 2
BY = "console"  # as the trail names who is at the machine itself
PARTS = "secretariat:SLUG, chair:SLUG, focal-point:XX, compiler, approver or administrator"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "what",
        choices=("add", "list", "give", "end", "link", "forget"),
        help="add somebody; list all; give or end a part; print a link to sign in with; forget somebody",
    )
    parser.add_argument("email", nargs="?", default="", help="whom (not for list)")
    parser.add_argument("--name", default="", help="what they are called")
    parser.add_argument(
        "--language", default="en", help="in which language they are written to (default: en)"
    )
    parser.add_argument("--role", action="append", default=[], metavar="PART", help=f"a part: {PARTS}")


def run(args: argparse.Namespace) -> int:
    try:
        opened()
        _do(args)
    except Unusable as fault:
        print(f"iscm person: {fault}.", file=sys.stderr)
        return NOT_DONE
    return 0


def _do(args: argparse.Namespace) -> None:
    if args.what == "list":
        _list()
        return
    if not args.email:
        raise Unusable(f"an address is missing: iscm person {args.what} somebody@example.org")
    roles = [_role(said) for said in args.role]
    if args.what in ("give", "end") and not roles:
        raise Unusable(f"which part? Say --role and one of {PARTS}")
    {"add": _add, "give": _give, "end": _end, "link": _link, "forget": _forget}[args.what](args, roles)


def _role(said: str) -> tuple[str, str]:
    """``secretariat:rcm`` as part and scope; Unusable where there is no such part, mechanism or State."""
    from iscm.accounts.models import Part
    from iscm.accounts.rules import OF_MECHANISM, OFFICE
    from iscm.domain.states import states
    from iscm.registry.queries import mechanisms

    part, _colon, scope = said.partition(":")
    if part not in Part.values:
        raise Unusable(f"there is no part “{part}”: take {PARTS}")
    if part in OF_MECHANISM:
        if scope not in {one.slug for one in mechanisms()}:
            raise Unusable(
                f"there is no mechanism “{scope}”: name one by its slug, such as {part}:rabat-process"
            )
    elif part not in OFFICE:
        scope = scope.upper()
        if scope not in states():
            raise Unusable(f"there is no State “{scope}”: name one by its two letters, such as {part}:KE")
    elif scope:
        raise Unusable(f"{part} is of the office, and of no “{scope}”")
    return part, scope


def _person(email: str) -> User:
    from iscm.accounts.queries import known

    person: User | None = known(email)
    if person is None:
        raise Unusable(f"nobody is known by {email}; iscm person add {email} adds them")
    return person


def _list() -> None:
    from iscm.accounts.queries import people

    for person in people():
        parts = ", ".join(f"{role.part}:{role.scope}".rstrip(":") for role in person.now)
        print(f"{person.username}\t{person.email}\t{person.name}\t{person.language}\t{parts}")


def _add(args: argparse.Namespace, roles: list[tuple[str, str]]) -> None:
    from django.conf import settings
    from django.db import transaction
    from django.utils import timezone

    from iscm.accounts.actions import Known, add_person, give_role

    codes = dict(settings.LANGUAGES)
    if args.language not in codes:
        raise Unusable(f"there are no pages in “{args.language}”: take {', '.join(codes)}")
    at = timezone.now()
    try:
        with transaction.atomic():
            person = add_person(email=args.email, name=args.name, language=args.language, by=BY, at=at)
            for part, scope in roles:
                give_role(user=person, part=part, scope=scope, by=BY, at=at)
    except Known as fault:
        raise Unusable(f"{args.email} is known already, as {fault.args[0].username}") from fault
    except ValueError as fault:
        raise Unusable(str(fault)) from fault
    print(f"{person.username} is added. They sign in at {settings.ISCM_ADDRESS.rstrip('/')}/sign-in/")


def _give(args: argparse.Namespace, roles: list[tuple[str, str]]) -> None:
    from django.utils import timezone

    from iscm.accounts.actions import give_role

    person = _person(args.email)
    for part, scope in roles:
        give_role(user=person, part=part, scope=scope, by=BY, at=timezone.now())


def _end(args: argparse.Namespace, roles: list[tuple[str, str]]) -> None:
    from django.utils import timezone

    from iscm.accounts.actions import end_role

    person = _person(args.email)
    for part, scope in roles:
        role = person.roles.filter(part=part, scope=scope, ended=None).first()
        if role is None:
            raise Unusable(f"{args.email} is no {part} {scope}".rstrip())
        end_role(role=role, by=BY, at=timezone.now())


def _link(args: argparse.Namespace, _roles: list[tuple[str, str]]) -> None:
    """For a hub that sends no mail yet."""
    from django.conf import settings
    from django.urls import reverse
    from django.utils import timezone

    from iscm.accounts.actions import make_link

    token = make_link(person=_person(args.email), at=timezone.now())
    print(settings.ISCM_ADDRESS.rstrip("/") + reverse("sign-in-link", args=[token]))


def _forget(args: argparse.Namespace, _roles: list[tuple[str, str]]) -> None:
    from django.utils import timezone

    from iscm.accounts.actions import forget_person

    person = _person(args.email)
    forget_person(person=person, by=BY, at=timezone.now())
    print(f"{person.username} is forgotten: what they did stays, who they are does not.")
