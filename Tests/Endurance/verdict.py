"""What a check found: figures, and the faults among them. Printed as one line of JSON."""

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

    def tell(self, name: str, value: object) -> None:
        """A figure that is not judged."""
        self.figures[name] = round(value, 2) if isinstance(value, float) else value

    def at_most(self, name: str, value: float, limit: float) -> None:
        self.tell(name, value)
        if not value <= limit:
            self.faults.append(f"{name} is {round(value, 2)}, at most {round(limit, 2)} is allowed")

    def equal(self, name: str, value: object, wanted: object) -> None:
        self.tell(name, value)
        if value != wanted:
            self.faults.append(f"{name} is {value}, not {wanted}")

    def one_of(self, name: str, value: object, wanted: tuple[object, ...]) -> None:
        self.tell(name, value)
        if value not in wanted:
            self.faults.append(f"{name} is {value}, none of {wanted}")

    def end(self) -> NoReturn:
        """Prints the line and ends the check: 0 when nothing is wrong, else 1."""
        self.tell("seconds", time.monotonic() - self.began)
        line = {"check": self.name, "ok": not self.faults, **self.figures}
        if self.faults:
            line["faults"] = self.faults
        print(json.dumps(line), flush=True)
        sys.exit(1 if self.faults else 0)
