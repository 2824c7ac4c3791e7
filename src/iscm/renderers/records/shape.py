"""A shape: the fields of a kind of record, with what each means and how it is taken from a value.

The same table makes the JSON of the API, its JSON Schema in the OpenAPI document, the columns of the whole tables and
the codebook: what is written down is what is sent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Schema: TypeAlias = Mapping[str, Any]
TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}
YES_NO: Schema = {"type": "boolean"}
DAY: Schema = {"type": "string", "format": "date"}
ADDRESS: Schema = {"type": "string", "format": "uri"}
WHEN: Schema = {"type": "string", "pattern": r"^[0-9X.?~%/-]+$"}  # EDTF, see iscm.domain.when
SLUG: Schema = {"type": "string", "pattern": "^[a-z0-9-]+$"}
NAMES: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
FIGURES: Schema = {"type": "object", "additionalProperties": {"type": "integer"}}


@dataclass(frozen=True, slots=True)
class Field:
    """A field. ``read`` takes its value from the record's value and the hub's address (``https://hub.example``)."""

    name: str
    schema: Schema
    meaning: str
    read: Callable[[Any, str], Any] | None = None

    def of(self, value: Any, hub: str) -> Any:
        return getattr(value, self.name) if self.read is None else self.read(value, hub)


@dataclass(frozen=True, slots=True)
class Shape:
    """``name`` is the schema's name in the OpenAPI document; ``fields`` come in this order everywhere."""

    name: str
    meaning: str
    fields: tuple[Field, ...]

    def record(self, value: Any, hub: str, only: Iterable[str] | None = None) -> dict[str, Any]:
        """A value as plain data; ``only`` these fields, in the order of the shape."""
        wanted = None if only is None else set(only)
        return {
            field.name: plain(field.of(value, hub))
            for field in self.fields
            if wanted is None or field.name in wanted
        }

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(field.name for field in self.fields)

    def schema(self) -> dict[str, Any]:
        """Its JSON Schema: every field is always there unless ``fields`` chose among them."""
        return {
            "type": "object",
            "description": self.meaning,
            "properties": {f.name: {**f.schema, "description": f.meaning} for f in self.fields},
            "additionalProperties": False,
        }


def plain(value: Any) -> Any:
    """Tuples as lists; days and dates as text; nothing known as null."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return str(value)  # a When, a day


def maybe(schema: Schema) -> Schema:
    """The same, or null where it is not known."""
    if "$ref" in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    either = {**schema, "type": [schema["type"], "null"]}
    return {**either, "enum": [*schema["enum"], None]} if "enum" in schema else either


def many(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def one_of(values: Iterable[str]) -> Schema:
    return {"type": "string", "enum": list(values)}


def ref(shape: Shape) -> Schema:
    return {"$ref": f"#/components/schemas/{shape.name}"}


def filled(name: str) -> Callable[[Any, str], Any]:
    """An attribute, or null where it is empty: records hold "" for what is not known."""
    return lambda value, _hub: getattr(value, name) or None


def each(shape: Shape, name: str) -> Callable[[Any, str], Any]:
    """An attribute that is a tuple of values of another shape."""
    return lambda value, hub: [shape.record(inner, hub) for inner in getattr(value, name)]
