"""Callers that write and read without pause, each with connections of its own, until the service ends or they are stopped."""

from __future__ import annotations

import itertools
import random
import threading

from fault_layer import Layer
from instance import County, Instance
from writes import Caller, Entry, Ledger, letters


class Load:
    """Several callers on one service. Each label is used once."""

    def __init__(
        self, county: County, instance: Instance, ledger: Ledger, seed: int, labels: itertools.count, name: str = "", callers: int = 4,
        layer: Layer | None = None, import_rows: int = 40,
    ) -> None:  # fmt: skip
        """
        labels: the numbers of the labels, shared by all loads of a check
        name: letters before each label
        import_rows: the rows of one import; those of a batch are a quarter
        """
        self.instance, self.ledger, self.import_rows = instance, ledger, import_rows
        self._labels, self._name = labels, name
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(Caller(county, instance.port, ledger, layer), random.Random(f"{seed}.{number}")))
            for number in range(callers)
        ]

    def start(self) -> Load:
        for thread in self._threads:
            thread.daemon = True
            thread.start()
        return self

    def stop(self) -> None:
        """Stops after the request under way."""
        self._stopping.set()
        self.wait()

    def wait(self, seconds: float = 30) -> None:
        for thread in self._threads:
            thread.join(seconds)

    def _run(self, caller: Caller, choice: random.Random) -> None:
        meeting: Entry | None = None
        while not self._stopping.is_set() and self.instance.is_alive:
            number = next(self._labels)
            label = self._name + letters(number)
            kind = choice.choices(("meeting", "change", "batch", "import", "read", "service_type", "client"), (30, 20, 15, 10, 15, 5, 5))[0]
            if kind == "change" and not meeting:
                kind = "meeting"
            match kind:
                case "meeting":
                    entry = caller.meeting(label)
                    meeting = entry if entry.is_acknowledged else None
                case "change":
                    entry = caller.change(label, meeting)
                    # After a refusal or no answer the version is not known.
                    meeting = entry if entry.is_acknowledged else None
                case "batch":
                    entry = caller.batch(label, max(1, self.import_rows // 4))
                case "import":
                    entry = caller.lines_import(label, self.import_rows)
                case "read":
                    entry = caller.read(label)
                case "service_type":
                    entry = caller.service_type(label)
                case _:
                    entry = caller.client(label, number)
            if entry.status == 0:
                break
        caller.close()
