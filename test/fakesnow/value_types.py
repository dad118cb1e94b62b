"""Finds expressions that mix types, which Snowflake converts by rules that depend on the values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlglot import exp

_KINDS = {
    "text": exp.DataType.TEXT_TYPES,
    "number": exp.DataType.NUMERIC_TYPES,
    "time": exp.DataType.TEMPORAL_TYPES,
    "boolean": {exp.DataType.Type.BOOLEAN},
}

_NUMBERS_ONLY = (exp.Sum, exp.Avg, exp.Median)


def kind_of(type_: exp.DataType | None) -> str | None:
    """Returns the kind of a type; None if it is unknown, such as a bind's."""
    return next((kind for kind, types in _KINDS.items() if type_ and type_.this in types), None)


def mixed_types(query: exp.Expr) -> Iterator[str]:
    """Describes each expression of a query with annotated types that mixes kinds of types."""
    for node in query.walk():
        kinds = {kind for part in _parts(node) if (kind := kind_of(part.type))}
        if len(kinds) > 1:
            yield f"{' and '.join(sorted(kinds))} in {_excerpt(node)}"
        elif isinstance(node, _NUMBERS_ONLY) and kinds - {"number"}:
            yield f"{kinds.pop()} in {_excerpt(node)}"
        if isinstance(node, exp.SetOperation):
            yield from _mixed_columns(node)


def _parts(node: exp.Expr) -> Iterable[exp.Expr]:
    """Returns the parts of an expression that must have the same kind of type."""
    match node:
        case exp.Between(this=value, args={"low": low, "high": high}):
            return value, low, high
        case exp.In(this=value, args={"query": exp.Subquery() as subquery}):
            return value, *subquery.this.selects
        case exp.In(this=value):
            return value, *node.expressions
        case exp.EQ() | exp.NEQ() | exp.LT() | exp.LTE() | exp.GT() | exp.GTE():
            # NOT IN with a subquery becomes <> ALL.
            right = node.right
            return node.left, *(right.this.selects if isinstance(right, exp.All) else [right])
        case exp.Coalesce():
            return node.this, *node.expressions
        case exp.Case(args={"ifs": ifs}):
            return *(each.args["true"] for each in ifs), *filter(None, [node.args.get("default")])
        case _ if isinstance(node, _NUMBERS_ONLY):
            return (node.this,)
        case _:
            return ()


def _mixed_columns(operation: exp.SetOperation) -> Iterator[str]:
    for left, right in zip(operation.left.selects, operation.right.selects, strict=False):
        kinds = kind_of(left.type), kind_of(right.type)
        if None not in kinds and kinds[0] != kinds[1]:
            yield f"{kinds[0]} and {kinds[1]} in column {left.output_name} of a {operation.key}"


def _excerpt(node: exp.Expr) -> str:
    return node.sql("snowflake")[:100]
