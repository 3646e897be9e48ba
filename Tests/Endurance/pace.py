"""Asks at a fixed, modest rate, as others would, and keeps how long each answer took. Runs in a process of its own, so that the attackers'
Python does not stand in the way."""

from __future__ import annotations

import multiprocessing
import time

from caller import Caller
from service import die_with_parent


class Durations:
    """Milliseconds, in order; how many requests had no answer, or another than 200; and how late the asking process itself was woken: the
    noise of the machine, which is in the milliseconds too."""

    def __init__(self, milliseconds: list[float], failed: int, late: list[float]) -> None:
        self.milliseconds = sorted(milliseconds)
        self.failed = failed
        self.late = sorted(late)

    @classmethod
    def together(cls, several: list[Durations]) -> Durations:
        return cls(
            [each for one in several for each in one.milliseconds],
            sum(one.failed for one in several),
            [each for one in several for each in one.late],
        )

    def share(self, part: float) -> float:
        if not self.milliseconds:
            return float("inf")
        return self.milliseconds[min(len(self.milliseconds) - 1, int(len(self.milliseconds) * part))]

    @property
    def p99(self) -> float:
        return self.share(0.99)

    @property
    def noise(self) -> float:
        """The 99th percentile of the wake-ups."""
        return self.late[int(len(self.late) * 0.99)] if self.late else float("inf")


class Pace:
    def __init__(self, port: int, path: str, token: str | None = None, rate: int = 100, seconds: float = 5, fresh: bool = False) -> None:
        """`fresh` asks each time over a new connection."""
        context = multiprocessing.get_context("fork")
        self.pipe, other = context.Pipe(duplex=False)
        self.process = context.Process(target=_ask, args=(other, port, path, token, rate, seconds, fresh), daemon=True)
        self.process.start()
        self.seconds = seconds

    def durations(self) -> Durations:
        """Waits for the end."""
        if not self.pipe.poll(self.seconds + 30):
            raise RuntimeError("the asking process does not end")
        result = Durations(*self.pipe.recv())
        self.process.join()
        return result


def _ask(pipe, port: int, path: str, token: str | None, rate: int, seconds: float, fresh: bool) -> None:
    die_with_parent()
    durations: list[float] = []
    late: list[float] = []
    failed = 0
    caller = Caller(port, token)
    due = time.monotonic()
    end = due + seconds
    is_late = False
    while due < end:
        time.sleep(max(0, due - time.monotonic()))
        # When the last answer kept us beyond the moment, the wait began then and not when we came to ask. A late wake-up is our own.
        began = due if is_late else time.monotonic()
        if not is_late:
            late.append((began - due) * 1000)
        try:
            good = caller.ask("GET", path).status == 200
        except OSError:
            good = False
        except Exception:  # an answer that http.client cannot read
            good = False
        now = time.monotonic()
        if good:
            durations.append((now - began) * 1000)
        else:
            failed += 1
        if fresh or not good:
            caller.close()
        due += 1 / rate
        is_late = now > due
    pipe.send((durations, failed, late))
