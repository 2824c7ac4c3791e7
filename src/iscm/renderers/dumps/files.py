"""Writers of whole tables. Each takes records one after the other and holds few of them at a time."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from iscm.renderers.dumps.sets import DataSet, cell, kind

Rows = Iterable[Mapping[str, Any]]
AT_ONCE = 1000  # rows of a Parquet row group


def jsonl(rows: Rows, _of: DataSet, path: Path) -> None:
    """One record a line, whole."""
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")


def table(rows: Rows, of: DataSet, path: Path) -> None:
    """CSV as RFC 4180 has it, with a mark of UTF-8 for spreadsheets; no cell can be taken for a formula."""
    columns = {field.name: kind(field) for field in of.shape.fields}
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_safe(cell(row[name], held)) for name, held in columns.items()])


def _safe(value: str | int | bool | None) -> str | int | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")):
        return "'" + value
    return value


def parquet(rows: Rows, of: DataSet, path: Path) -> None:
    """Parquet with typed columns; lists are lists, deeper values are JSON."""
    from arro3.core import Field as Column  # noqa: PLC0415 - a heavy library, loaded when a table is asked for
    from arro3.core import RecordBatch, RecordBatchReader, Schema  # noqa: PLC0415  loaded for this alone
    from arro3.io import write_parquet  # noqa: PLC0415

    columns = {field.name: kind(field) for field in of.shape.fields}
    schema = Schema([Column(name, _type(held), nullable=True) for name, held in columns.items()])

    def batches() -> Iterator[Any]:
        for some in batched(rows):
            arrays = [_array([row[name] for row in some], held) for name, held in columns.items()]
            yield RecordBatch.from_arrays(arrays, schema=schema)

    write_parquet(RecordBatchReader.from_batches(schema, batches()), str(path), compression="snappy")


def _type(held: str) -> Any:
    from arro3.core import DataType  # noqa: PLC0415
    from arro3.core import Field as Column  # noqa: PLC0415

    plain = {"integer": DataType.int64(), "boolean": DataType.bool()}
    if held in ("texts", "integers"):
        return DataType.list(Column("item", _type(held[:-1]), nullable=True))
    return plain.get(held, DataType.string())


def _array(values: list[Any], held: str) -> Any:
    from arro3.core import Array, DataType, list_array  # noqa: PLC0415

    if held not in ("texts", "integers"):
        return Array([cell(value, held) for value in values], type=_type(held))
    ends = [0]
    for value in values:
        ends.append(ends[-1] + len(value))
    items = Array([item for value in values for item in value], type=_type(held[:-1]))
    return list_array(Array(ends, type=DataType.int32()), items, type=_type(held))


def batched(rows: Rows) -> Iterator[list[Mapping[str, Any]]]:
    """Rows in lists of at most ``AT_ONCE``."""
    source = iter(rows)
    while some := list(islice(source, AT_ONCE)):
        yield some


WRITERS: Mapping[str, Callable[[Rows, DataSet, Path], None]] = {
    "jsonl": jsonl,
    "csv": table,
    "parquet": parquet,
}
