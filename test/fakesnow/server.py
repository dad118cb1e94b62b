"""Serves fakesnow, a stand-in for Snowflake of a third party, to the unmodified Node SDK.

fakesnow brings a server of its own, which answers SELECT in Arrow and leaves out `returned`; the
Node SDK reads neither. Here the same engine answers in Snowflake's JSON. Every account name is an
instance of its own, so that tests do not see each other. Ends when its standard input does, so
that it never outlives whoever started it.
"""

from __future__ import annotations

import gzip
import json
import os
import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from fakesnow.instance import FakeSnow

from locks import TableLocks
from session import Answer, Session

_OK: Answer = {"data": None, "code": None, "message": None, "success": True}
_NO_SESSION: Answer = {
    "data": None,
    "code": "390104",
    "message": "The session does not exist any more; log in again.",
    "success": False,
}


class _Forgetful(dict[str, Any]):
    """fakesnow keeps every result for RESULT_SCAN; whole test suites would fill the memory."""

    def __setitem__(self, key: str, value: Any) -> None:  # noqa: ANN401
        pass


def _new_instance() -> FakeSnow:
    instance = FakeSnow()
    instance.results_cache = _Forgetful()
    # Tests' tables are small, and many instances share the machine.
    instance.duck_conn.execute("SET threads = 1")
    instance.connect("DSV_SHARE", "PUBLIC").close()
    instance.connect("DSV_WAREHOUSE", "DATA_SCIENCE").close()
    return instance


class Accounts:
    """The accounts that somebody logged in to, and their sessions by token."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._instances: dict[str, tuple[FakeSnow, TableLocks]] = {}
        self._sessions: dict[str, Session] = {}

    def log_in(self, account: str, database: str | None, schema: str | None) -> Answer:
        """Opens a session; whoever asks is let in."""
        with self._lock:
            if account not in self._instances:
                self._instances[account] = (_new_instance(), TableLocks())
            instance, locks = self._instances[account]
            return self._admit(Session(instance.connect(database, schema), locks))

    def renew(self, token: str) -> Answer:
        """Gives a session a new token in the place of its old one."""
        with self._lock:
            session = self._sessions.pop(token, None)
            return self._admit(session) if session else _NO_SESSION

    def session(self, token: str) -> Session | None:
        return self._sessions.get(token)

    def log_out(self, token: str) -> Answer:
        with self._lock:
            session = self._sessions.pop(token, None)
        if session:
            session.close()
        return _OK

    def _admit(self, session: Session) -> Answer:
        token = secrets.token_urlsafe(24)
        self._sessions[token] = session
        data = {
            "token": token,
            "sessionToken": token,
            # The master token only ever renews this session, so it may be the same.
            "masterToken": token,
            "validityInSeconds": 3_600,
            "masterValidityInSeconds": 14_400,
            "sessionId": secrets.randbits(40),
            "parameters": [],
        }
        return {**_OK, "data": data}


class Door(BaseHTTPRequestHandler):
    """Takes the SDK's requests to the account or the session that they are for."""

    protocol_version = "HTTP/1.1"
    # An answer that leaves in two parts would wait 40 ms for the SDK to acknowledge the first.
    wbufsize = -1
    disable_nagle_algorithm = True
    accounts = Accounts()

    def do_POST(self) -> None:  # noqa: N802
        url = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(url.query).items()}
        payload = json.dumps(self._answer(url.path, asked, self._body())).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _answer(self, path: str, asked: dict[str, str], body: dict[str, Any]) -> Answer:
        token = self.headers.get("Authorization", "").removeprefix('Snowflake Token="').rstrip('"')
        if path == "/session/v1/login-request":
            account = str(body["data"]["ACCOUNT_NAME"]).upper()
            return self.accounts.log_in(account, asked.get("databaseName"), asked.get("schemaName"))
        if path == "/telemetry/send":
            return _OK
        if path == "/session/token-request":
            return self.accounts.renew(token)
        session = self.accounts.session(token)
        if session is None:
            return _NO_SESSION
        if path == "/queries/v1/query-request":
            return session.query(asked["requestId"], body)
        if path == "/queries/v1/abort-request":
            session.abort(body.get("requestId"))
        elif path == "/session" and asked.get("delete") == "true":
            return self.accounts.log_out(token)
        return _OK

    def _body(self) -> dict[str, Any]:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Encoding") == "gzip":
            raw = gzip.decompress(raw)
        return json.loads(raw) if raw else {}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Says nothing of requests: there are thousands."""


def _end_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    Thread(target=_end_with_input, daemon=True).start()
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
