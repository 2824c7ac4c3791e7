"""An OpenAPI 3.1 document from the addresses of an API, each with its parameters and the shape of its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from iscm.renderers.records.shape import Schema, Shape, many, maybe, ref

LONGEST = 200  # characters of a parameter's value

JSON, LINKED, PROBLEM = "application/json", "application/ld+json", "application/problem+json"


class Unfit(Exception):
    """A parameter that cannot be answered: its name, the reason in a sentence, and the nearest right value or ""."""

    def __init__(self, name: str, reason: str, near: str = "") -> None:
        super().__init__(reason)
        self.name, self.reason, self.near = name, reason, near


class Absent(Exception):
    """A record that there is not: what is asked for in a sentence, and names near to it."""

    def __init__(self, reason: str, near: Iterable[str] = ()) -> None:
        super().__init__(reason)
        self.reason, self.near = reason, tuple(near)


class Elsewhere(Exception):
    """A record that has another permanent name now."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Parameter:
    """``read`` understands a value as given and raises ValueError with the reason; ``near`` the nearest right value."""

    name: str
    schema: Schema
    meaning: str
    read: Callable[[str], Any]
    near: Callable[[str], str] = field(default=lambda _said: "")
    place: str = "query"
    example: str | int | None = None
    several: bool = False  # may be given more than once; one of the values must fit
    needed: bool = False  # without it there is no answer

    def taken(self, said: str) -> Any:
        """The value meant; Unfit if it is none."""
        if not said.strip():
            raise Unfit(self.name, "There is no value: leave the parameter out, or say one.")
        if len(said) > LONGEST:
            raise Unfit(self.name, f"“{said[:40]}...” is too long: at most {LONGEST} characters are read.")
        if not said.isprintable():
            raise Unfit(self.name, "The value holds characters that cannot be printed.")
        try:
            return self.read(said)
        except ValueError as fault:
            raise Unfit(self.name, str(fault), self.near(said)) from fault

    def as_json(self) -> dict[str, Any]:
        row = {
            "name": self.name,
            "in": self.place,
            "required": self.needed or self.place == "path",
            "description": self.meaning,
            "schema": dict(self.schema),
        }
        if self.example is None:
            return row
        return row | {"example": [self.example] if self.several else self.example}


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list's values and the cursor of what follows, "" at the end; ``total`` is how many fit in all."""

    values: tuple[Any, ...]
    after: str = ""
    total: int = 0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address below the root. ``answer`` takes the parameters by name and gives a value of the shape, or a Page.

    ``linked`` turns the value into JSON-LD, where there is such a form. ``check`` sees to what
    parameters mean together. ``daily``: what it answers depends on the day too.
    """

    name: str
    path: str
    meaning: str
    shape: Shape
    answer: Callable[[dict[str, Any]], Any]
    parameters: tuple[Parameter, ...] = ()
    listed: bool = False
    daily: bool = False
    linked: Callable[[Any, str], dict[str, Any]] | None = None
    check: Callable[[dict[str, Any]], dict[str, Any]] = field(default=lambda asked: asked)

    @property
    def types(self) -> tuple[str, ...]:
        """Media types it answers in, the usual one first."""
        return (JSON, LINKED) if self.linked else (JSON,)


def known(
    name: str,
    values: Iterable[str],
    meaning: str,
    near: Callable[[str, list[str]], list[str]],
    read: Callable[[str], str | None] = lambda said: said,
    **rest: Any,
) -> Parameter:
    """A parameter that takes one of some values; ``read`` understands other names of them."""
    values = list(values)

    def value(said: str) -> str:
        found = said if said in values else read(said)
        if found not in values:
            raise ValueError(f"“{said[:80]}” is not known.")
        return str(found)

    def nearest(said: str) -> str:
        return next(iter(near(said[:80], values)), "")

    return Parameter(name, {"type": "string", "enum": values}, meaning, value, nearest, **rest)


def number(name: str, least: int, most: int, meaning: str, **rest: Any) -> Parameter:
    """A parameter that is a whole number within bounds."""

    def value(said: str) -> int:
        if not (said.isascii() and said.isdigit() and len(said) < 12):
            raise ValueError(f"“{said[:40]}” is no whole number from {least} to {most}.")
        if not least <= int(said) <= most:
            raise ValueError(f"{said} is not from {least} to {most}.")
        return int(said)

    def nearest(said: str) -> str:
        if not (said.isascii() and said.lstrip("-").isdigit() and len(said) < 100):
            return ""
        return str(min(max(int(said), least), most))

    schema = {"type": "integer", "minimum": least, "maximum": most}
    return Parameter(name, schema, meaning, value, nearest, **rest)


def day(name: str, meaning: str, **rest: Any) -> Parameter:
    """A parameter that is a day: 2022-03-23."""

    def value(said: str) -> dt.date:
        try:
            found = dt.date.fromisoformat(said) if len(said) == 10 else None
        except ValueError:
            found = None
        if found is None or not 1800 <= found.year <= 2200:
            raise ValueError(f"“{said[:40]}” is no day of the kind 2022-03-23, from 1800 to 2200.")
        return found

    return Parameter(name, {"type": "string", "format": "date"}, meaning, value, **rest)


def fields_of(shape: Shape, near: Callable[[str, list[str]], list[str]]) -> Parameter:
    """Which fields of a record to send: names with commas between."""
    names = list(shape.names)

    def value(said: str) -> tuple[str, ...]:
        asked = tuple(said.split(","))
        for name in asked:
            if name not in names:
                raise ValueError(f"“{name[:80]}” is no field of {shape.name}.")
        return asked

    def nearest(said: str) -> str:
        wrong = next(name for name in said.split(",") if name not in names)
        return next(iter(near(wrong[:80], names)), "")

    either = "|".join(names)
    schema = {"type": "string", "pattern": f"^({either})(,({either}))*$", "maxLength": LONGEST}
    return Parameter(
        "fields",
        schema,
        "Only these fields, with commas between",
        value,
        nearest,
        example=",".join(names[:2]),
    )


PROBLEM_SCHEMA = {
    "type": "object",
    "description": "What is wrong with a request (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "The reason, in a sentence"},
        "parameter": {"type": "string", "description": "The parameter that is wrong"},
        "near": {"type": "array", "items": {"type": "string"}, "description": "The nearest right values"},
    },
}
_WRONG = {
    "400": "A parameter is wrong; the reason and the nearest right value",
    "404": "There is no such public record",
    "406": "No form that is asked for",
}


def document(
    endpoints: Iterable[Endpoint],
    shapes: Iterable[Shape],
    *,
    title: str,
    version: str,
    meaning: str,
    server: str,
) -> dict[str, Any]:
    """The whole document; ``server`` is the address of the API's root."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": title,
            "version": version,
            "description": meaning,
            "license": {"name": "Apache 2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": server}],
        "paths": {f"/{one.path}": _path(one) for one in endpoints},
        "components": {
            "schemas": {
                **{shape.name: shape.schema() for shape in sorted(shapes, key=lambda s: s.name)},
                "Problem": PROBLEM_SCHEMA,
            },
        },
    }


def _path(one: Endpoint) -> dict[str, Any]:
    problem = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    wrong = {code: {"description": told, "content": problem} for code, told in _WRONG.items()}
    if "{" not in one.path:
        del wrong["404"]
    seen = {
        "ETag": {"description": "Changes with any record", "schema": {"type": "string"}},
        **(
            {"Link": {"description": "rel=next: what follows", "schema": {"type": "string"}}}
            if one.listed
            else {}
        ),
    }
    content: dict[str, Any] = {JSON: {"schema": answer_schema(one)}}
    if one.linked:
        content[LINKED] = {"schema": {"type": "object", "description": "JSON-LD in terms of schema.org"}}
    answers = {
        "200": {"description": one.shape.meaning, "headers": seen, "content": content},
        "304": {"description": "Unchanged since the answer with the ETag of If-None-Match"},
        **wrong,
    }
    operation = {
        "operationId": one.name,
        "summary": one.meaning,
        "parameters": [p.as_json() for p in one.parameters],
        "responses": answers,
    }
    return {"get": operation}


def answer_schema(one: Endpoint) -> dict[str, Any]:
    """What an answer looks like: a record, or a page of a list."""
    if not one.listed:
        return dict(ref(one.shape))
    return {
        "type": "object",
        "required": ["total", "data", "next"],
        "properties": {
            "total": {"type": "integer", "description": "How many records fit"},
            "data": dict(many(ref(one.shape))),
            "next": {
                **maybe({"type": "string"}),
                "description": "The address of what follows; null at the end",
            },
        },
        "additionalProperties": False,
    }


def placed(parameter: Parameter) -> Parameter:
    """The same as a part of the path."""
    return replace(parameter, place="path")
