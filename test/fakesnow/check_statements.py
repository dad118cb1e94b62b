"""Checks statements against a schema, as Snowflake's compiler would.

Reads JSON from standard input: `ddl`, the statements that create the tables and views in order;
`statements`, each with a `name` and `sql`; and the session's `database` and `schema`. Writes a JSON
list of one problem per statement: wrong syntax, an unknown table, an unknown or ambiguous column,
another number of values than of columns, or mixed types. sqlglot resolves the columns of queries
only, so a change is checked as the query that computes its values.
"""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

from sqlglot import ErrorLevel, exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify
from sqlglot.schema import MappingSchema

from value_types import kind_of, mixed_types

_DIALECT = "snowflake"

# Columns of Snowflake's own views that statements read.
_INFORMATION_SCHEMA = {
    "COLUMNS": ("TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "COLUMN_NAME", "DATA_TYPE"),
    "TABLES": ("TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME"),
    "VIEWS": ("TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME", "VIEW_DEFINITION"),
}


class Problem(Exception):
    """What is wrong with a statement."""


class Checker:
    """Knows the tables and views of the DDL it has seen."""

    def __init__(self, database: str, schema: str) -> None:
        self._home = {"catalog": database, "db": schema}
        self._schema = MappingSchema(dialect=_DIALECT)
        self._tables: dict[str, dict[str, exp.DataType]] = {}
        for view, columns in _INFORMATION_SCHEMA.items():
            name = exp.table_(view, "INFORMATION_SCHEMA", database)
            self._add(name, {column: exp.DataType.build("VARCHAR") for column in columns})

    def define(self, sql: str) -> None:
        """Adds the table, columns, or view that a DDL statement creates."""
        match _parse(sql):
            case exp.Create(kind="TABLE", this=exp.Schema() as table):
                columns = table.find_all(exp.ColumnDef)
                self._add(table.this, {column.name: column.kind for column in columns})
            case exp.Create(kind="VIEW", this=view, expression=query):
                query = self._resolve(query)
                self._add(view, {column.output_name: column.type for column in query.selects})
            case exp.Alter(this=table, actions=[exp.ColumnDef() as column]):
                known = self._tables[self._name(table)]
                self._add(table, {**known, column.name: column.kind})
            case exp.Insert() as insert:  # the first row of a new table
                self._check_insert(insert)
            case other:
                raise Problem(f"cannot interpret {other.key}")

    def check(self, sql: str) -> None:
        """Raises what is wrong with a query or a change."""
        statement = _parse(sql)
        statement.sql(_DIALECT, unsupported_level=ErrorLevel.RAISE)
        match statement:
            case exp.Query():
                self._resolve(statement)
            case exp.Insert():
                self._check_insert(statement)
            case exp.Update():
                self._check_update(statement)
            case exp.Delete():
                self._resolve(_query_of(statement, statement.this, []))
            case exp.Merge():
                self._check_merge(statement)
            case _:
                raise Problem(f"cannot check {statement.key}")

    def _check_insert(self, insert: exp.Insert) -> None:
        target = insert.this
        table = target.this if isinstance(target, exp.Schema) else target
        columns = [column.name for column in target.expressions] or list(self._columns(table))
        self._require_columns(table, columns)
        source = insert.expression
        if isinstance(source, exp.Values):
            for row in source.expressions:
                _require_count(len(row.expressions), len(columns))
        else:
            self._require_types(table, columns, self._resolve(source).selects)

    def _check_update(self, update: exp.Update) -> None:
        table = update.this
        columns = [each.this.name for each in update.expressions]
        self._require_columns(table, columns)
        query = _query_of(update, table, [each.expression for each in update.expressions])
        self._require_types(table, columns, self._resolve(query).selects)

    def _check_merge(self, merge: exp.Merge) -> None:
        target, source, on = merge.this, merge.args["using"], merge.args["on"]
        for when in merge.args["whens"].expressions:
            then = when.args["then"]
            columns: list[str] = []
            values: list[exp.Expr] = []
            if isinstance(then, exp.Update):
                columns = [each.this.name for each in then.expressions]
                values = [each.expression for each in then.expressions]
            elif isinstance(then, exp.Insert):
                columns = [column.name for column in then.this.expressions]
                values = then.expression.expressions
            query = _select(values).from_(source.copy())
            # An insert has no row of the target.
            if when.args.get("matched"):
                query = query.join(target.copy(), on=on.copy())
            if when.args.get("condition"):
                query = query.where(when.args["condition"].copy())
            self._require_columns(target, columns)
            resolved = self._resolve(query).selects
            self._require_types(target, columns, resolved if columns else [])
        self._resolve(_select([]).from_(target.copy()).join(source.copy(), on=on.copy()))

    def _resolve(self, query: exp.Expr) -> exp.Query:
        ctes = {cte.alias.upper() for cte in query.find_all(exp.CTE)}
        for table in query.find_all(exp.Table):
            is_cte = not table.db and table.name.upper() in ctes
            if not is_cte and self._name(table) not in self._tables:
                raise Problem(f"unknown table {self._name(table)}")
        resolved = qualify(
            query.copy(), **self._home, dialect=_DIALECT, schema=self._schema, quote_identifiers=False
        )
        typed = annotate_types(resolved, schema=self._schema, dialect=_DIALECT)
        for problem in mixed_types(typed):
            raise Problem(problem)
        return typed

    def _require_columns(self, table: exp.Expr, columns: list[str]) -> None:
        known = self._columns(table)
        unknown = [column for column in columns if column.upper() not in known]
        if unknown:
            raise Problem(f"unknown columns {', '.join(unknown)}")

    def _require_types(self, table: exp.Expr, columns: list[str], values: list[exp.Expr]) -> None:
        _require_count(len(values), len(columns))
        known = self._columns(table)
        for column, value in zip(columns, values, strict=True):
            expected, actual = kind_of(known[column.upper()]), kind_of(value.type)
            if expected and actual and expected != actual:
                raise Problem(f"{actual} for the {expected} column {column}")

    def _columns(self, table: exp.Expr) -> dict[str, exp.DataType]:
        name = self._name(table)
        if name not in self._tables:
            raise Problem(f"unknown table {name}")
        return self._tables[name]

    def _add(self, table: exp.Table, columns: dict[str, Any]) -> None:
        upper = {name.upper(): kind for name, kind in columns.items()}
        self._tables[self._name(table)] = upper
        self._schema.add_table(
            self._name(table), {name: kind.sql(_DIALECT) for name, kind in upper.items()}
        )

    def _name(self, table: exp.Expr) -> str:
        parts = table.catalog or self._home["catalog"], table.db or self._home["db"], table.name
        return ".".join(parts).upper()


def _parse(sql: str) -> exp.Expr:
    statement = parse_one(sql, dialect=_DIALECT)
    # sqlglot keeps what it cannot parse as text.
    if isinstance(statement, exp.Command):
        raise Problem(f"cannot parse {statement.this}")
    return statement


def _select(values: list[exp.Expr]) -> exp.Select:
    return exp.select(*(value.copy() for value in values) or [exp.Literal.number(1)])


def _query_of(change: exp.Expr, table: exp.Expr, values: list[exp.Expr]) -> exp.Select:
    """The query that computes the new values of the rows that an UPDATE or DELETE changes."""
    query = _select(values).from_(table.copy())
    sources = [change.args.get("from_"), *(change.args.get("using") or [])]
    for source in sources:
        if source:
            query = query.join(source.this.copy() if isinstance(source, exp.From) else source.copy())
    where = change.args.get("where")
    return query.where(where.this.copy()) if where else query


def _require_count(actual: int, expected: int) -> None:
    if actual != expected:
        raise Problem(f"{actual} values for {expected} columns")


def main() -> None:
    """Checks the statements of standard input."""
    # sqlglot warns of what it cannot parse; `_parse` reports it.
    logging.disable(logging.WARNING)
    given = json.load(sys.stdin)
    checker = Checker(given["database"], given["schema"])
    problems = []
    for sql in given["ddl"]:
        try:
            checker.define(sql)
        except (Problem, SqlglotError) as problem:
            problems.append(f"{sql.splitlines()[0]}: {problem}")
    for statement in given["statements"]:
        try:
            checker.check(statement["sql"])
        except (Problem, SqlglotError) as problem:
            problems.append(f"{statement['name']}: {problem}")
    json.dump(problems, sys.stdout)


if __name__ == "__main__":
    main()
