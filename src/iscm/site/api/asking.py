"""How what is asked of an address is read: every parameter known, right, and given once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from iscm.prose.names import nearest
from iscm.renderers.openapi import Endpoint, Unfit

MOST = 61  # values of one parameter that are read; a choice refuses as many


def asked_of(
    endpoint: Endpoint, path: Mapping[str, str], given: Iterable[tuple[str, list[str]]]
) -> dict[str, Any]:
    """Every parameter's value by name; Unfit for the first that is wrong, is given twice, or is none."""
    known = {parameter.name: parameter for parameter in endpoint.parameters}
    asked = {name: known[name].taken(said) for name, said in path.items()}
    queried = [parameter.name for parameter in endpoint.parameters if parameter.place == "query"]
    for name, values in given:
        if name not in queried:
            raise Unfit(name, _unknown(name, queried), next(iter(nearest(name[:80], queried)), ""))
        if known[name].several:
            asked[name] = tuple(known[name].taken(value) for value in values[:MOST])
        elif len(values) > 1:
            raise Unfit(name, f"“{name}” is given {len(values)} times.")
        else:
            asked[name] = known[name].taken(values[0])
    for name, parameter in known.items():
        if parameter.needed and name not in asked:
            raise Unfit(name, f"Say “{name}”: {parameter.meaning[:1].lower()}{parameter.meaning[1:]}.")
    return endpoint.check(asked)


def _unknown(name: str, queried: list[str]) -> str:
    if name == "page":
        return "There are no numbered pages here: follow “next”, or take its cursor."
    known = f"There are {', '.join(queried)}." if queried else "None is taken here."
    return f"“{name[:80]}” is no parameter here. {known}"
