"""Serves fakesnow, a third-party emulator of Snowflake, to the unmodified Node SDK.

fakesnow's own server returns Arrow and omits `returned`, neither of which the Node SDK supports.
This server returns Snowflake's JSON from the same engine. Each account name is a separate instance,
so tests are isolated. Exits when standard input closes, so it never outlives its parent.
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
from session import Response, Session

_OK: Response = {"data": None, "code": None, "message": None, "success": True}
_NO_SESSION: Response = {
    "data": None,
    "code": "390104",
    "message": "The session no longer exists. Log in again.",
    "success": False,
}


class _DiscardedResults(dict[str, Any]):
    """Discards results. fakesnow keeps them all for RESULT_SCAN, which would exhaust the memory."""

    def __setitem__(self, key: str, value: Any) -> None:  # noqa: ANN401
        pass


def _new_instance() -> FakeSnow:
    instance = FakeSnow()
    instance.results_cache = _DiscardedResults()
    # Test tables are small, and many instances share the machine.
    instance.duck_conn.execute("SET threads = 1")
    instance.connect("DSV_SHARE", "PUBLIC").close()
    instance.connect("DSV_WAREHOUSE", "DATA_SCIENCE").close()
    return instance


class Accounts:
    """The accounts, created at their first login, and their sessions by token."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._instances: dict[str, tuple[FakeSnow, TableLocks]] = {}
        self._sessions: dict[str, Session] = {}

    def log_in(self, account: str, database: str | None, schema: str | None) -> Response:
        """Opens a session with any credentials."""
        with self._lock:
            if account not in self._instances:
                self._instances[account] = (_new_instance(), TableLocks())
            instance, locks = self._instances[account]
            return self._issue_token(Session(instance.connect(database, schema), locks))

    def renew(self, token: str) -> Response:
        """Replaces the token of a session."""
        with self._lock:
            session = self._sessions.pop(token, None)
            return self._issue_token(session) if session else _NO_SESSION

    def session(self, token: str) -> Session | None:
        return self._sessions.get(token)

    def log_out(self, token: str) -> Response:
        with self._lock:
            session = self._sessions.pop(token, None)
        if session:
            session.close()
        return _OK

    def _issue_token(self, session: Session) -> Response:
        token = secrets.token_urlsafe(24)
        self._sessions[token] = session
        data = {
            "token": token,
            "sessionToken": token,
            # The master token only renews this session, so it can be the same.
            "masterToken": token,
            "validityInSeconds": 3_600,
            "masterValidityInSeconds": 14_400,
            "sessionId": secrets.randbits(40),
            "parameters": [],
        }
        return {**_OK, "data": data}


class RequestHandler(BaseHTTPRequestHandler):
    """Routes the SDK's requests to their account or session."""

    protocol_version = "HTTP/1.1"
    # Buffer the response: sending it in two parts would add 40 ms because of delayed ACKs.
    wbufsize = -1
    disable_nagle_algorithm = True
    accounts = Accounts()

    def do_POST(self) -> None:  # noqa: N802
        url = urlsplit(self.path)
        parameters = {name: values[0] for name, values in parse_qs(url.query).items()}
        payload = json.dumps(self._respond(url.path, parameters, self._body())).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def _respond(self, path: str, parameters: dict[str, str], body: dict[str, Any]) -> Response:
        token = self.headers.get("Authorization", "").removeprefix('Snowflake Token="').rstrip('"')
        if path == "/session/v1/login-request":
            account = str(body["data"]["ACCOUNT_NAME"]).upper()
            database, schema = parameters.get("databaseName"), parameters.get("schemaName")
            return self.accounts.log_in(account, database, schema)
        if path == "/telemetry/send":
            return _OK
        if path == "/session/token-request":
            return self.accounts.renew(token)
        session = self.accounts.session(token)
        if session is None:
            return _NO_SESSION
        if path == "/queries/v1/query-request":
            return session.query(parameters["requestId"], body)
        if path == "/queries/v1/abort-request":
            session.abort(body.get("requestId"))
        elif path == "/session" and parameters.get("delete") == "true":
            return self.accounts.log_out(token)
        return _OK

    def _body(self) -> dict[str, Any]:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.headers.get("Content-Encoding") == "gzip":
            raw = gzip.decompress(raw)
        return json.loads(raw) if raw else {}

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Does not log requests: there are thousands."""


def _exit_with_stdin() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), RequestHandler)
    server.daemon_threads = True
    Thread(target=_exit_with_stdin, daemon=True).start()
    print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
