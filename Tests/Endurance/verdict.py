"""The result of a check: figures and faults, printed as one line of JSON."""

from __future__ import annotations

import json
import pathlib
import sys
import time
from typing import NoReturn


class Verdict:
    def __init__(self) -> None:
        self.name = pathlib.Path(sys.argv[0]).stem
        self.figures: dict[str, object] = {}
        self.faults: list[str] = []
        self.began = time.monotonic()

    def report(self, name: str, value: object) -> None:
        """Adds a figure that is not judged."""
        self.figures[name] = round(value, 2) if isinstance(value, float) else value

    def at_most(self, name: str, value: float, limit: float) -> None:
        self.report(name, value)
        if not value <= limit:
            self.faults.append(f"{name} is {round(value, 2)}; the limit is {round(limit, 2)}")

    def equal(self, name: str, value: object, wanted: object) -> None:
        self.report(name, value)
        if value != wanted:
            self.faults.append(f"{name} is {value}, not {wanted}")

    def one_of(self, name: str, value: object, wanted: tuple[object, ...]) -> None:
        self.report(name, value)
        if value not in wanted:
            self.faults.append(f"{name} is {value}, not one of {wanted}")

    def end(self) -> NoReturn:
        """Prints the line and exits: with 0 if there is no fault, else with 1."""
        self.report("seconds", time.monotonic() - self.began)
        line = {"check": self.name, "ok": not self.faults, **self.figures}
        if self.faults:
            line["faults"] = self.faults
        print(json.dumps(line), flush=True)
        sys.exit(1 if self.faults else 0)
