"""A cache of fakesnow's translations from Snowflake's dialect to DuckDB's."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from fakesnow.cursor import FakeSnowflakeCursor
from fakesnow.dialect import parse_one
from sqlglot import Expr, tokenize
from sqlglot.tokens import TokenType

_MAX_ENTRIES = 3_000
_translations: OrderedDict[tuple[str, str | None, str | None], Expr] = OrderedDict()
_lock = Lock()


def to_duckdb(cursor: FakeSnowflakeCursor, sql: str) -> Expr:
    """Translates a query or DML statement to DuckDB's dialect.

    fakesnow walks a statement seventy times, which takes up to 0.2 seconds. The app repeats the
    same statements with different binds, so translations are cached.
    """
    connection = cursor._conn  # noqa: SLF001
    key = (sql, connection.database, connection.schema)
    translation = _translations.get(key)
    if translation is None:
        statement = parse_one(_number_placeholders(sql))
        cursor.check_db_and_schema(statement)
        translation = cursor._transform(statement, [])  # noqa: SLF001
        text = translation.sql(dialect="duckdb")
        # Generating the SQL takes as long as running it, so generate it once.
        translation.sql = lambda **_: text
        with _lock:
            _translations[key] = translation
            if len(_translations) > _MAX_ENTRIES:
                _translations.popitem(last=False)
    return translation


def _number_placeholders(sql: str) -> str:
    """Replaces the first `?` with `:1`, and so on.

    DuckDB does not support every use of an alias that Snowflake does, so fakesnow replaces an alias
    with its expression. This would duplicate a `?` in the expression.
    """
    tokens = tokenize(sql, read="snowflake")
    placeholders = [token for token in tokens if token.token_type is TokenType.PLACEHOLDER]
    for number, placeholder in reversed(list(enumerate(placeholders, start=1))):
        sql = f"{sql[: placeholder.start]}:{number}{sql[placeholder.end + 1 :]}"
    return sql
