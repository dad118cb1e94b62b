"""The locks that Snowflake's transactions hold on tables, which DuckDB has no counterpart of."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Condition, Event
from time import monotonic


class TableLocks:
    """Who changes which table.

    DuckDB lets two transactions change a row at once and fails the later; but since its version 2
    it leaves out a change to the value that is there already, which Snowflake's programs use to
    take a row. So whoever changes or removes rows waits here for the table, as in Snowflake.
    """

    def __init__(self) -> None:
        self._freed = Condition()
        self._holders: dict[str, Hashable] = {}
        self._commits: dict[str, int] = {}
        self._now = 0

    def now(self) -> int:
        """A moment to ask `changed_since` about."""
        return self._now

    def take(self, table: str, holder: Hashable, seconds: float, stopped: Event) -> bool:
        """Waits for a table; False when the time is up or the wait was stopped."""
        deadline = monotonic() + seconds
        with self._freed:
            while self._holders.get(table, holder) is not holder:
                if stopped.is_set() or monotonic() >= deadline:
                    return False
                self._freed.wait(0.05)
            self._holders[table] = holder
            return True

    def has(self, table: str, holder: Hashable) -> bool:
        """Whether somebody has taken a table before."""
        return self._holders.get(table) is holder

    def give_back(self, table: str, holder: Hashable) -> None:
        """Frees one table that was taken and not changed."""
        with self._freed:
            if self.has(table, holder):
                del self._holders[table]
                self._freed.notify_all()

    def changed_since(self, table: str, moment: int) -> bool:
        """Whether somebody committed changes of a table after a moment."""
        return self._commits.get(table, 0) > moment

    def free(self, holder: Hashable, *, committed: bool) -> None:
        """Gives back every table that a transaction has taken."""
        with self._freed:
            self._now += 1
            for table in [name for name, by in self._holders.items() if by is holder]:
                del self._holders[table]
                if committed:
                    self._commits[table] = self._now
            self._freed.notify_all()
