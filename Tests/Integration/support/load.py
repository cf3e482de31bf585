"""Load on both planes, with an account of everything that was answered."""

from __future__ import annotations

import threading
import time
import uuid

from pymongo.errors import PyMongoError

from support.gateway import Gateway
from support.installation import Installation
from support.mongodb import connect
from support.wire import Answer


class Load:
    """Threads that call and insert as fast as they are answered, until told to stop or nobody answers."""

    def __init__(self, installation: Installation, name: str, callers: int = 3, writers: int = 3) -> None:
        self.installation = installation
        self.name = name
        self.answers: list[Answer] = []
        """Of calls, each with the request id that its record must have."""
        self.acknowledged: list[str] = []
        """The `_id` of every document whose insert was acknowledged."""
        self.thread_count = callers + writers
        self._database = f"load-{uuid.uuid4().hex}"
        self._stopped = threading.Event()
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(callers)]
        self._threads += [threading.Thread(target=self._insert, args=(number,)) for number in range(writers)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def wait_for_answers(self, count: int, seconds: float = 20) -> None:
        """Returns when both planes have answered as many times."""
        deadline = time.monotonic() + seconds
        while min(len(self.answers), len(self.acknowledged)) < count:
            assert time.monotonic() < deadline, (
                f"{len(self.answers)} calls and {len(self.acknowledged)} inserts only"
            )
            time.sleep(0.005)

    def _call(self, number: int) -> None:
        gateway = Gateway(self.installation)
        while not self._stopped.is_set():
            try:
                if number % 2:
                    self.answers.append(gateway.send(f"/nothing/{number}"))
                else:
                    self.answers.append(gateway.open_api({"status": "paid", "limitValue": "2"}))
            except (OSError, ValueError):
                return

    def _insert(self, number: int) -> None:
        options = {"appname": self.name, "retryWrites": False, "serverSelectionTimeoutMS": 2_000}
        with connect(self.installation.node_url, **options) as client:
            count = 0
            while not self._stopped.is_set():
                identifier = f"{self.name}-{number}-{count}"
                count += 1
                try:
                    client[self._database]["documents"].insert_one({"_id": identifier})
                except PyMongoError:
                    return
                self.acknowledged.append(identifier)
