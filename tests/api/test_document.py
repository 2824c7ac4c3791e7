"""The OpenAPI document, and schemathesis asking whatever it allows and much that it does not."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from iscm.renderers.openapi import PROBLEM_SCHEMA
from iscm.site.api.endpoints import SHAPES
from iscm.site.wsgi import application
from tests.api.asking import ENDPOINTS, ROOT, get

pytestmark = pytest.mark.django_db
# A cursor is text that only the API itself writes, and days may stand the wrong way round: that no schema can say.
PLAIN = {"Accept-Encoding": "identity"}  # what it calls through does not unzip
SAID_BY_NO_SCHEMA = [positive_data_acceptance]


@pytest.fixture
def one_connection() -> Iterator[None]:
    """The way in closes old connections at each request, and with them the transaction of the test."""
    both = (signals.request_started, signals.request_finished)
    for signal in both:
        signal.disconnect(close_old_connections)
    yield
    for signal in both:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize("name", [one.name for one in ENDPOINTS])
def test_the_api_does_what_its_document_says(name: str, mode: GenerationMode):
    """Status, media type, headers and body as described; what the document forbids is refused; never a 500."""
    schema = schemathesis.openapi.from_wsgi(f"{ROOT}openapi.json", app=application)
    operation = schema.find_operation_by_id(name)

    @settings(
        max_examples=15,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def asked(case: schemathesis.Case) -> None:
        case.call_and_validate(excluded_checks=SAID_BY_NO_SCHEMA, headers=PLAIN)

    asked()


def test_the_document_is_whole():
    document = json.loads(get("openapi.json").content)
    assert document["openapi"] == "3.1.0"
    assert document["paths"].keys() == {f"/{one.path}" for one in ENDPOINTS}
    schemas = document["components"]["schemas"]
    assert schemas.pop("Problem") == PROBLEM_SCHEMA
    assert schemas.keys() == {shape.name for shape in SHAPES}
    for schema in schemas.values():
        Draft202012Validator.check_schema(schema)
        assert all(field["description"] for field in schema["properties"].values())
    text = json.dumps(document)
    assert [name for name in schemas if f'"#/components/schemas/{name}"' not in text] == []
    for path in document["paths"].values():
        (operation,) = path.values()
        assert {"200", "304", "400", "406"} <= operation["responses"].keys()
