"""Commits a session's journal in a thread, one transaction after the other, while the loop goes on."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from .batch import MessageBatch
from .journal import Journal
from .session import Session
from .session_store import OpenSession, SessionStore

CommitWork = Callable[[sqlite3.Connection, list[MessageBatch]], object]


async def open_session(store: SessionStore, client_id: str, server: str) -> tuple[OpenSession, ThreadPoolExecutor]:
    """Open a session in a thread of its own, which its commits will use."""
    threads = ThreadPoolExecutor(1, thread_name_prefix="mqtt-session")
    try:
        opened = await asyncio.get_running_loop().run_in_executor(threads, store.open, client_id, server)
    except BaseException:
        threads.shutdown(wait=False)
        raise
    return opened, threads


class Keeper:
    """One open session of a store. `after` is called on the loop after each commit, `failed` if one does not succeed.

    With `work` the batches that were delivered since the last commit are handed to it inside the transaction, in the
    store's thread: what it writes there and the acknowledgements that the server gets stand or fall together.
    """

    def __init__(
        self,
        opened: OpenSession,
        threads: ThreadPoolExecutor,
        after: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self._opened = opened
        self._threads = threads  # one thread: the database's
        self._after = after
        self._failed = failed
        self._committing: asyncio.Future[None] | None = None
        self._batches: list[MessageBatch] = []
        self.work: CommitWork | None = None

    @property
    def busy(self) -> bool:
        return self._committing is not None

    def delivered(self, batch: MessageBatch) -> None:
        if self.work is not None:
            self._batches.append(batch)

    def start_commit(self, session: Session) -> None:
        """Take what the session wants kept and commit it; nothing if there is nothing, or a commit is under way."""
        if self.busy:
            return
        journal = session.take_journal(force=bool(self._batches))
        if journal is None:
            return
        batches, self._batches = self._batches, []
        loop = asyncio.get_running_loop()
        self._committing = loop.run_in_executor(self._threads, self._commit, journal, batches)
        self._committing.add_done_callback(lambda done: self._committed(session, journal, done))

    def _commit(self, journal: Journal, batches: list[MessageBatch]) -> None:
        work = self.work
        if work is None or not batches:
            self._opened.commit(journal.entries)
        else:
            self._opened.commit(journal.entries, lambda database: _drop(work(database, batches)))

    def _committed(self, session: Session, journal: Journal, done: asyncio.Future[None]) -> None:
        self._committing = None
        fault = done.exception()
        if isinstance(fault, Exception):
            session.rolled_back(journal, undelivered=self.work is not None)
            self._batches.clear()  # the server sends again what was not acknowledged
            self._failed(fault)
            return
        session.committed(journal)
        self._after()

    async def idle(self) -> None:
        """Wait until nothing is under way: each commit may bring the next one about."""
        while self._committing is not None:
            await asyncio.wait([self._committing])
            await asyncio.sleep(0)  # for its callback

    async def close(self, session: Session) -> None:
        """Commit what there is left to commit, and close the session in the store."""
        self.start_commit(session)
        await self.idle()
        await asyncio.get_running_loop().run_in_executor(self._threads, self._opened.close)
        self._threads.shutdown(wait=False)


def _drop(result: object) -> None:
    """Make a callback of any result one that returns nothing."""
