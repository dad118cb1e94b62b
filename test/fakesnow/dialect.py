"""What fakesnow makes of Snowflake's dialect, remembered."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from fakesnow.cursor import FakeSnowflakeCursor
from fakesnow.dialect import parse_one
from sqlglot import Expr, tokenize
from sqlglot.tokens import TokenType

_MOST = 3_000
_known: OrderedDict[tuple[str, str | None, str | None], Expr] = OrderedDict()
_turn = Lock()


def in_duckdbs_words(cursor: FakeSnowflakeCursor, sql: str) -> Expr:
    """A query or a change of rows as DuckDB understands it.

    fakesnow walks a statement seventy times, which takes a fifth of a second for the longest; the
    program says the same ones again and again, with other binds.
    """
    connection = cursor._conn  # noqa: SLF001
    key = (sql, connection.database, connection.schema)
    known = _known.get(key)
    if known is None:
        statement = parse_one(_numbered(sql))
        cursor.check_db_and_schema(statement)
        known = cursor._transform(statement, [])  # noqa: SLF001
        text = known.sql(dialect="duckdb")
        # Spelling it out takes as long as DuckDB takes to answer.
        known.sql = lambda **_: text
        with _turn:
            _known[key] = known
            if len(_known) > _MOST:
                _known.popitem(last=False)
    return known


def _numbered(sql: str) -> str:
    """The statement with `:1` for its first `?` and so on.

    fakesnow puts the expression behind an alias in the alias's places, which Snowflake understands
    and DuckDB does not; a `?` in it would then stand there more than once.
    """
    tokens = tokenize(sql, read="snowflake")
    places = [token for token in tokens if token.token_type is TokenType.PLACEHOLDER]
    for number, place in reversed(list(enumerate(places, start=1))):
        sql = f"{sql[: place.start]}:{number}{sql[place.end + 1 :]}"
    return sql
