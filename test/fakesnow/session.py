"""A session of an emulated Snowflake account: its transaction, statements, and errors."""

from __future__ import annotations

import re
import time
import uuid
from collections import OrderedDict
from threading import Event, Lock, Timer
from typing import Any

import duckdb
import pyarrow as pa
from fakesnow.cursor import FakeSnowflakeCursor
from fakesnow.fakes import FakeSnowflakeConnection
from fakesnow.statement_type import DELETE, INSERT, MERGE, SELECT, UPDATE
from snowflake.connector.errors import Error as SnowflakeError
from snowflake.connector.errors import ProgrammingError

from dialect import to_duckdb
from locks import TableLocks
from wire import bind_values, result_of

Response = dict[str, Any]

# fakesnow has no virtual warehouses and no CURRENT_WAREHOUSE().
_WAREHOUSE = (re.compile(r"\bCURRENT_WAREHOUSE\(\)", re.IGNORECASE), "'COMPUTE'")
_FIRST_WORD = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(\w*)", re.DOTALL)
_EXPLAIN = re.compile(r"\s*EXPLAIN(?:\s+USING\s+\w+)?\s", re.IGNORECASE)
_SETTING = re.compile(r"(\w+)\s*=\s*('(?:[^']|'')*'|[^\s,;]+)")
_CHANGES = {"INSERT": INSERT, "UPDATE": UPDATE, "DELETE": DELETE, "MERGE": MERGE}
_LOCKED = re.compile(r"\s*(?:UPDATE|DELETE\s+FROM|MERGE\s+INTO)\s+(?:\w+\.)*(\w+)", re.IGNORECASE)
_DEFINITIONS = {"CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT"}
_TRANSACTION_CONTROL = {"BEGIN", "START", "COMMIT", "ROLLBACK"}
_CONTROL = 0x5000
_MAX_RESPONSES = 50

# An account with other defaults than Snowflake's.
_DEFAULTS = {
    "AUTOCOMMIT": "TRUE",
    "LOCK_TIMEOUT": "43200",
    "ROWS_PER_RESULTSET": "10",
    "TIMESTAMP_INPUT_FORMAT": "DD/MM/YYYY HH24:MI:SS",
    "TIMEZONE": "Asia/Kolkata",
}
_TO_TIMESTAMP = re.compile(r"\bAS\s+TIMESTAMP", re.IGNORECASE)
_ISO_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")

# Snowflake's default formats, which the SDK requires.
_OUTPUT = {
    "DATE_OUTPUT_FORMAT": "YYYY-MM-DD",
    "TIME_OUTPUT_FORMAT": "HH24:MI:SS",
    "TIMESTAMP_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
    "TIMESTAMP_NTZ_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3",
    "BINARY_OUTPUT_FORMAT": "HEX",
}


class Session:
    """Runs one statement at a time on its own DuckDB connection.

    fakesnow's transaction handling is off (its connection keeps autocommit). As in Snowflake, a
    transaction begins with the first change, and a redundant BEGIN, COMMIT, or ROLLBACK is ignored.
    """

    def __init__(self, connection: FakeSnowflakeConnection, locks: TableLocks) -> None:
        self._connection = connection
        self._locks = locks
        self._duck = connection._duck_conn  # noqa: SLF001
        self._lock = Lock()
        self._responses: OrderedDict[str, Response] = OrderedDict()
        self._running: str | None = None
        self._stopped = Event()
        self._timed_out = False
        self._in_transaction = False
        self._began = 0
        self._settings: dict[str, str] = {}
        for name, value in _DEFAULTS.items():
            self._set(name, value)

    def query(self, request_id: str, body: dict[str, Any]) -> Response:
        """Runs a statement. Idempotent by request id: a retry returns the original response."""
        with self._lock:
            if request_id not in self._responses:
                self._responses[request_id] = self._run(request_id, body)
                if len(self._responses) > _MAX_RESPONSES:
                    self._responses.popitem(last=False)
            return self._responses[request_id]

    def abort(self, request_id: str | None) -> None:
        """Stops a statement. Repeats the interrupt: the engine ignores it before the start."""
        while request_id is not None and self._running == request_id:
            self._stopped.set()
            self._duck.interrupt()
            time.sleep(0.01)

    def close(self) -> None:
        """Ends the session and rolls back its transaction."""
        self.abort(self._running)
        with self._lock:
            self._locks.release_all(self, committed=False)
            self._connection.close()

    def _run(self, request_id: str, body: dict[str, Any]) -> Response:
        query_id = str(uuid.uuid4())
        limit = float((body.get("parameters") or {}).get("STATEMENT_TIMEOUT_IN_SECONDS") or 3_600)
        timer = Timer(limit, self._time_out, [request_id])
        timer.daemon = True
        self._timed_out = False
        self._stopped.clear()
        self._running = request_id
        timer.start()
        try:
            data = self._execute(body["sqlText"], bind_values(body.get("bindings")))
            data["queryId"] = query_id
            data["parameters"] = [
                {"name": name, "value": value}
                for name, value in {**_OUTPUT, "TIMEZONE": self._settings["TIMEZONE"]}.items()
            ]
            return {"data": data, "code": None, "message": None, "success": True}
        except Exception as error:  # noqa: BLE001
            code, state, message = self._failure(error)
            data = {"errorCode": code, "sqlState": state, "queryId": query_id}
            return {"data": data, "code": code, "message": message, "success": False}
        finally:
            self._running = None
            timer.cancel()

    def _execute(self, sql: str, binds: tuple[Any, ...]) -> Response:
        pattern, name = _WAREHOUSE
        sql = pattern.sub(name, sql)
        word = _first_word(sql)
        if word == "ALTER" and re.match(r"\s*ALTER\s+SESSION\b", sql, re.IGNORECASE):
            return self._alter_session(sql)
        if word == "SHOW" and re.match(r"\s*SHOW\s+PARAMETERS\b", sql, re.IGNORECASE):
            return self._show_parameters()
        if word in _TRANSACTION_CONTROL:
            return self._control(word)
        if word in _DEFINITIONS:
            self._control("COMMIT")
        self._require_known_timestamps(sql, binds)
        locked = _LOCKED.match(sql)
        new = self._lock_table(locked[1].upper()) if locked else False
        if word in _CHANGES and self._settings["AUTOCOMMIT"] == "FALSE":
            self._control("BEGIN")
        try:
            table = self._merge(sql, binds) if word == "MERGE" else self._table(sql, binds, word)
        finally:
            if not self._in_transaction:
                self._locks.release_all(self, committed=True)
        if locked and new and not any(table.slice(0, 1).to_pylist()[0].values()):
            # It changed no rows, so it needs no lock.
            self._locks.release(locked[1].upper(), self)
        limit = int(self._settings["ROWS_PER_RESULTSET"]) or None
        return {**result_of(table.slice(0, limit)), "statementTypeId": _CHANGES.get(word, SELECT)}

    def _require_known_timestamps(self, sql: str, binds: tuple[Any, ...]) -> None:
        """Refuses ISO 8601 text for a timestamp if the session's input format differs."""
        if self._settings["TIMESTAMP_INPUT_FORMAT"] == "AUTO" or not _TO_TIMESTAMP.search(sql):
            return
        found = [text for text in (sql, *binds) if isinstance(text, str)]
        if any(_ISO_TIMESTAMP.search(text) for text in found):
            message = "A timestamp is not recognized"
            raise ProgrammingError(message, errno=100035, sqlstate="22007")

    def _lock_table(self, table: str) -> bool:
        """Locks a table, and fails if it changed since the transaction began.

        Returns whether the transaction did not hold the lock before.
        """
        new = not self._locks.holds(table, self)
        seconds = float(self._settings["LOCK_TIMEOUT"])
        if not self._locks.acquire(table, self, seconds, self._stopped):
            if self._stopped.is_set():
                raise duckdb.InterruptException("stopped while waiting for a lock")
            raise duckdb.TransactionException(f"Conflict: {table} is locked by another")
        if self._in_transaction and self._locks.changed_since(table, self._began):
            raise duckdb.TransactionException(f"Conflict: {table} has concurrent changes")
        return new

    def _table(self, sql: str, binds: tuple[Any, ...], word: str) -> pa.Table:
        cursor = self._connection.cursor()
        if word == "EXPLAIN":
            return self._explain(cursor, sql, binds)
        if word in _CHANGES or word in ("SELECT", "WITH"):
            cursor._execute(to_duckdb(cursor, sql), list(binds) or None)  # noqa: SLF001
        else:
            cursor.execute(sql, binding_params=binds, server=True)
        return cursor._arrow_table  # noqa: SLF001

    def _explain(
        self, cursor: FakeSnowflakeCursor, sql: str, binds: tuple[Any, ...]
    ) -> pa.Table:
        """Compiles a statement in DuckDB, which has one output format."""
        statement = to_duckdb(cursor, _EXPLAIN.sub("", sql))
        text = f"EXPLAIN {statement.sql(dialect='duckdb')}"
        return self._duck.execute(text, list(binds) or None).to_arrow_table()

    def _show_parameters(self) -> Response:
        names, values = zip(*self._settings.items(), strict=True)
        table = pa.table({"key": names, "value": values})
        return {**result_of(table), "statementTypeId": SELECT}

    def _merge(self, sql: str, binds: tuple[Any, ...]) -> pa.Table:
        """Runs a MERGE in DuckDB and counts the changes.

        fakesnow would split it into statements that create a table in another database, which
        DuckDB does not allow within a transaction.
        """
        returning = f"{sql.rstrip().rstrip(';')} RETURNING merge_action"
        actions = self._table(returning, binds, "MERGE").column(0).to_pylist()
        return pa.table(
            {
                f"number of rows {verb.lower().rstrip('e')}ed": [actions.count(verb)]
                for verb in ("INSERT", "UPDATE", "DELETE")
                if re.search(rf"\bTHEN\s+{verb}\b", sql, re.IGNORECASE)
            }
        )

    def _control(self, word: str) -> Response:
        """Begins or ends the transaction. Like Snowflake, ignores redundant commands."""
        begins = word in ("BEGIN", "START")
        if begins != self._in_transaction:
            self._in_transaction = begins
            self._began = self._locks.now()
            try:
                self._duck.execute("BEGIN" if begins else word)
            finally:
                if not begins:
                    self._locks.release_all(self, committed=word == "COMMIT")
        return _success()

    def _alter_session(self, sql: str) -> Response:
        for name, value in _SETTING.findall(sql):
            self._set(name.upper(), value.strip("'"))
        return _success()

    def _set(self, name: str, value: str) -> None:
        """Sets a session parameter. TIMEZONE and AUTOCOMMIT take effect here."""
        self._settings[name] = value.upper() if name == "AUTOCOMMIT" else value
        if name == "TIMEZONE":
            self._duck.execute(f"SET TimeZone = '{value}'")
        if name == "AUTOCOMMIT" and self._settings[name] == "TRUE":
            self._control("COMMIT")

    def _time_out(self, request_id: str) -> None:
        self._timed_out = self._running == request_id
        self.abort(request_id)

    def _failure(self, error: Exception) -> tuple[str, str, str]:
        """Returns Snowflake's code, SQL state, and message for an error of DuckDB or fakesnow."""
        text = str(error)
        cause = error.__cause__
        match error:
            case duckdb.InterruptException() if self._timed_out:
                return "000630", "57014", "Statement reached its timeout and was canceled."
            case duckdb.InterruptException():
                return "000604", "57014", "SQL execution canceled"
            case duckdb.TransactionException() if "onflict" in text:
                return "000625", "57014", f"Lock timeout: {text}"
            case duckdb.ConstraintException() if "NOT NULL" in text:
                return "100072", "22000", f"NULL result in a non-nullable column: {text}"
            case SnowflakeError() if isinstance(cause, duckdb.BinderException):
                return "000904", "42000", f"SQL compilation error: invalid identifier: {cause}"
            case SnowflakeError():
                return f"{error.errno:06d}", error.sqlstate or "42000", str(error.raw_msg)
            case _:
                return "000603", "XX000", f"SQL execution internal error: {text}"


def _first_word(sql: str) -> str:
    found = _FIRST_WORD.match(sql)
    return found[1].upper() if found else ""


def _success() -> Response:
    done = pa.table({"status": ["Statement executed successfully."]})
    return {**result_of(done), "statementTypeId": _CONTROL}
