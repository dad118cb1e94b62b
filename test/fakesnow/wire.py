"""Converts binds from, and cells to, Snowflake's JSON protocol."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa

Bind = str | int | float | bool | None
Formatter = Callable[[Any], str]


def bind_values(bindings: dict[str, dict[str, Any]] | None) -> tuple[Bind, ...]:
    """Returns the values of positional binds in order."""
    return tuple(_bind_value(bindings[key]) for key in sorted(bindings or {}, key=int))


def _bind_value(binding: dict[str, Any]) -> Bind:
    value = binding["value"]
    if value is None:
        return None
    match binding["type"]:
        case "FIXED":
            return int(value)
        case "REAL":
            return float(value)
        case "BOOLEAN":
            return value.lower() == "true"
        case _:
            return value


def result_of(table: pa.Table) -> dict[str, Any]:
    """Returns the columns and rows of a query's response."""
    columns = [_column(field) for field in table.schema]
    cells = [
        [None if value is None else format_cell(value) for value in _values(column)]
        for column, (_, format_cell) in zip(table.columns, columns, strict=True)
    ]
    rows = [list(row) for row in zip(*cells, strict=True)]
    return {
        "rowtype": [rowtype for rowtype, _ in columns],
        "rowset": rows,
        "total": len(rows),
        # Without it, the Node SDK never calls back.
        "returned": len(rows),
        "queryResultFormat": "json",
    }


def _values(column: pa.ChunkedArray) -> list[Any]:
    """Returns a column's values, with times as microseconds since 1970 to keep all digits."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", tz=column.type.tz)).cast(pa.int64())
    elif pa.types.is_date(column.type):
        column = column.cast(pa.date32()).cast(pa.int32())
    elif pa.types.is_time(column.type):
        column = column.cast(pa.time64("us")).cast(pa.int64())
    return column.to_pylist()


def _column(field: pa.Field) -> tuple[dict[str, Any], Formatter]:
    """Describes a column as Snowflake does, and returns the formatter for its cells."""
    kind, precision, scale, format_cell = _kind(field.type)
    rowtype = {
        "name": field.name,
        "type": kind,
        "nullable": True,
        "precision": precision,
        "scale": scale,
        "length": 16_777_216 if kind == "text" else None,
        "byteLength": 16_777_216 if kind == "text" else None,
    }
    return rowtype, format_cell


def _kind(type_: pa.DataType) -> tuple[str, int | None, int | None, Formatter]:
    if pa.types.is_decimal(type_):
        return "fixed", type_.precision, type_.scale, lambda value: format(value, "f")
    if pa.types.is_integer(type_):
        return "fixed", 38, 0, str
    if pa.types.is_floating(type_):
        return "real", None, None, repr
    if pa.types.is_boolean(type_):
        return "boolean", None, None, lambda value: "1" if value else "0"
    if pa.types.is_date(type_):
        return "date", None, None, str
    if pa.types.is_time(type_):
        return "time", 0, 9, _seconds
    if pa.types.is_timestamp(type_):
        return "timestamp_ltz" if type_.tz else "timestamp_ntz", 0, 9, _seconds
    if pa.types.is_binary(type_) or pa.types.is_large_binary(type_):
        return "binary", None, None, lambda value: value.hex().upper()
    if pa.types.is_nested(type_):
        return "variant", None, None, json.dumps
    return "text", None, None, str


def _seconds(microseconds: int) -> str:
    return format(Decimal(microseconds).scaleb(-6).quantize(Decimal("1e-9")), "f")
