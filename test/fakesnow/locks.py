"""Snowflake's table locks, which DuckDB does not have."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Condition, Event
from time import monotonic


class TableLocks:
    """The transactions that hold locks on tables.

    DuckDB lets two transactions change a row concurrently and fails the later one. But since
    version 2, it skips updates that do not change the value, which apps on Snowflake use to lock a
    row. So a transaction must lock a table here before it updates or deletes rows.
    """

    def __init__(self) -> None:
        self._condition = Condition()
        self._holders: dict[str, Hashable] = {}
        self._commits: dict[str, int] = {}
        self._now = 0

    def now(self) -> int:
        """The current commit number, for `changed_since`."""
        return self._now

    def acquire(self, table: str, holder: Hashable, seconds: float, stopped: Event) -> bool:
        """Waits for the lock on a table. Returns False after a timeout or when stopped."""
        deadline = monotonic() + seconds
        with self._condition:
            while self._holders.get(table, holder) is not holder:
                if stopped.is_set() or monotonic() >= deadline:
                    return False
                self._condition.wait(0.05)
            self._holders[table] = holder
            return True

    def holds(self, table: str, holder: Hashable) -> bool:
        """Whether a holder has the lock on a table."""
        return self._holders.get(table) is holder

    def release(self, table: str, holder: Hashable) -> None:
        """Releases the lock on a table that was not changed."""
        with self._condition:
            if self.holds(table, holder):
                del self._holders[table]
                self._condition.notify_all()

    def changed_since(self, table: str, commit: int) -> bool:
        """Whether changes of a table were committed after a commit number."""
        return self._commits.get(table, 0) > commit

    def release_all(self, holder: Hashable, *, committed: bool) -> None:
        """Releases all locks of a transaction."""
        with self._condition:
            self._now += 1
            for table in [name for name, by in self._holders.items() if by is holder]:
                del self._holders[table]
                if committed:
                    self._commits[table] = self._now
            self._condition.notify_all()
