"""One session of a pretended Snowflake account: its transaction, its statements, their failures."""

from __future__ import annotations

import re
import time
import uuid
from collections import OrderedDict
from threading import Event, Lock, Timer
from typing import Any

import duckdb
import pyarrow as pa
from fakesnow.fakes import FakeSnowflakeConnection
from fakesnow.statement_type import DELETE, INSERT, MERGE, SELECT, UPDATE
from snowflake.connector.errors import Error as SnowflakeError

from dialect import in_duckdbs_words
from locks import TableLocks
from wire import answer_of, bind_values

Answer = dict[str, Any]

# fakesnow has no virtual warehouses, and not the function that names a session's.
_WAREHOUSE = (re.compile(r"\bCURRENT_WAREHOUSE\(\)", re.IGNORECASE), "'COMPUTE'")
_FIRST_WORD = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(\w*)", re.DOTALL)
_SETTING = re.compile(r"(\w+)\s*=\s*('(?:[^']|'')*'|[^\s,;]+)")
_CHANGES = {"INSERT": INSERT, "UPDATE": UPDATE, "DELETE": DELETE, "MERGE": MERGE}
_LOCKED = re.compile(r"\s*(?:UPDATE|DELETE\s+FROM|MERGE\s+INTO)\s+(?:\w+\.)*(\w+)", re.IGNORECASE)
_DEFINITIONS = {"CREATE", "ALTER", "DROP", "TRUNCATE", "COMMENT"}
_TRANSACTION_CONTROL = {"BEGIN", "START", "COMMIT", "ROLLBACK"}
_CONTROL = 0x5000
_REMEMBERED_ANSWERS = 50

# The SDK spells times by these formats; they are Snowflake's defaults.
_OUTPUT = {
    "DATE_OUTPUT_FORMAT": "YYYY-MM-DD",
    "TIME_OUTPUT_FORMAT": "HH24:MI:SS",
    "TIMESTAMP_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3 TZHTZM",
    "TIMESTAMP_NTZ_OUTPUT_FORMAT": "YYYY-MM-DD HH24:MI:SS.FF3",
    "BINARY_OUTPUT_FORMAT": "HEX",
}


class Session:
    """Runs one statement at a time on a DuckDB connection of its own.

    fakesnow's own bookkeeping of transactions stays off (its connection keeps autocommit): ours
    begins with the first change, as Snowflake's does, and shrugs where Snowflake does.
    """

    def __init__(self, connection: FakeSnowflakeConnection, locks: TableLocks) -> None:
        self._connection = connection
        self._locks = locks
        self._duck = connection._duck_conn  # noqa: SLF001
        self._turn = Lock()
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._running: str | None = None
        self._stopped = Event()
        self._timed_out = False
        self._in_transaction = False
        self._began = 0
        self._settings: dict[str, str] = {"AUTOCOMMIT": "TRUE"}
        self._set("TIMEZONE", "America/Los_Angeles")

    def query(self, request_id: str, body: dict[str, Any]) -> Answer:
        """Runs a statement; a request that was answered before gets that answer again."""
        with self._turn:
            if request_id not in self._answers:
                self._answers[request_id] = self._run(request_id, body)
                if len(self._answers) > _REMEMBERED_ANSWERS:
                    self._answers.popitem(last=False)
            return self._answers[request_id]

    def abort(self, request_id: str | None) -> None:
        """Stops a statement; it may still be on its way to the engine, which then hears nothing."""
        while request_id is not None and self._running == request_id:
            self._stopped.set()
            self._duck.interrupt()
            time.sleep(0.01)

    def close(self) -> None:
        """Ends the session; what it had not committed is gone."""
        self.abort(self._running)
        with self._turn:
            self._locks.free(self, committed=False)
            self._connection.close()

    def _run(self, request_id: str, body: dict[str, Any]) -> Answer:
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

    def _execute(self, sql: str, binds: tuple[Any, ...]) -> Answer:
        pattern, name = _WAREHOUSE
        sql = pattern.sub(name, sql)
        word = _first_word(sql)
        if word == "ALTER" and re.match(r"\s*ALTER\s+SESSION\b", sql, re.IGNORECASE):
            return self._alter_session(sql)
        if word in _TRANSACTION_CONTROL:
            return self._control(word)
        if word in _DEFINITIONS:
            self._control("COMMIT")
        locked = _LOCKED.match(sql)
        new = self._take(locked[1].upper()) if locked else False
        if word in _CHANGES and self._settings["AUTOCOMMIT"] == "FALSE":
            self._control("BEGIN")
        try:
            table = self._merge(sql, binds) if word == "MERGE" else self._table(sql, binds, word)
        finally:
            if not self._in_transaction:
                self._locks.free(self, committed=True)
        if locked and new and not any(table.slice(0, 1).to_pylist()[0].values()):
            # It changed nothing, so that there is nothing to hold.
            self._locks.give_back(locked[1].upper(), self)
        return {**answer_of(table), "statementTypeId": _CHANGES.get(word, SELECT)}

    def _take(self, table: str) -> bool:
        """Waits for a table, and fails where the transaction cannot see what others did to it.

        Answers whether the transaction did not have it before.
        """
        new = not self._locks.has(table, self)
        seconds = float(self._settings.get("LOCK_TIMEOUT", "43200"))
        if not self._locks.take(table, self, seconds, self._stopped):
            if self._stopped.is_set():
                raise duckdb.InterruptException("stopped while it waited for a lock")
            raise duckdb.TransactionException(f"Conflict: {table} stayed locked by another")
        if self._in_transaction and self._locks.changed_since(table, self._began):
            raise duckdb.TransactionException(f"Conflict: {table} was changed by another")
        return new

    def _table(self, sql: str, binds: tuple[Any, ...], word: str) -> pa.Table:
        cursor = self._connection.cursor()
        if word in _CHANGES or word in ("SELECT", "WITH"):
            cursor._execute(in_duckdbs_words(cursor, sql), list(binds) or None)  # noqa: SLF001
        else:
            cursor.execute(sql, binding_params=binds, server=True)
        return cursor._arrow_table  # noqa: SLF001

    def _merge(self, sql: str, binds: tuple[Any, ...]) -> pa.Table:
        """Has DuckDB do the MERGE, and counts what it did.

        fakesnow would take it apart into statements that make a table, and write that table's name
        into another database, which DuckDB refuses within a transaction.
        """
        returning = f"{sql.rstrip().rstrip(';')} RETURNING merge_action"
        done = self._table(returning, binds, "MERGE").column(0).to_pylist()
        return pa.table(
            {
                f"number of rows {verb.lower().rstrip('e')}ed": [done.count(verb)]
                for verb in ("INSERT", "UPDATE", "DELETE")
                if re.search(rf"\bTHEN\s+{verb}\b", sql, re.IGNORECASE)
            }
        )

    def _control(self, word: str) -> Answer:
        """Begins or ends the transaction; Snowflake shrugs where there is none, or one already."""
        begins = word in ("BEGIN", "START")
        if begins != self._in_transaction:
            self._in_transaction = begins
            self._began = self._locks.now()
            try:
                self._duck.execute("BEGIN" if begins else word)
            finally:
                if not begins:
                    self._locks.free(self, committed=word == "COMMIT")
        return _success()

    def _alter_session(self, sql: str) -> Answer:
        for name, value in _SETTING.findall(sql):
            self._set(name.upper(), value.strip("'"))
        return _success()

    def _set(self, name: str, value: str) -> None:
        """Keeps a parameter of the session; only these two change what statements do here."""
        self._settings[name] = value.upper() if name == "AUTOCOMMIT" else value
        if name == "TIMEZONE":
            self._duck.execute(f"SET TimeZone = '{value}'")
        if name == "AUTOCOMMIT" and self._settings[name] == "TRUE":
            self._control("COMMIT")

    def _time_out(self, request_id: str) -> None:
        self._timed_out = self._running == request_id
        self.abort(request_id)

    def _failure(self, error: Exception) -> tuple[str, str, str]:
        """Snowflake's code, SQL state and words for what DuckDB or fakesnow raised."""
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


def _success() -> Answer:
    done = pa.table({"status": ["Statement executed successfully."]})
    return {**answer_of(done), "statementTypeId": _CONTROL}
