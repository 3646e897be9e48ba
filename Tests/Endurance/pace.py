"""Sends requests at a fixed, modest rate, as ordinary clients would, and records how long each answer took. Runs in a separate process, so
that the Python code of the attackers does not slow it down."""

from __future__ import annotations

import multiprocessing
import time

from caller import Caller
from service import die_with_parent


class Durations:
    """The durations in milliseconds, sorted; the number of requests without an answer or with another status than 200; and the wake-up delays
    of the sending process: the noise of the machine, which is part of the durations too."""

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
        """The 99th percentile of the wake-up delays."""
        return self.late[int(len(self.late) * 0.99)] if self.late else float("inf")


class Pace:
    def __init__(self, port: int, path: str, token: str | None = None, rate: int = 100, seconds: float = 5, fresh: bool = False) -> None:
        """`fresh` uses a new connection for each request."""
        context = multiprocessing.get_context("fork")
        self.pipe, other = context.Pipe(duplex=False)
        self.process = context.Process(target=_ask, args=(other, port, path, token, rate, seconds, fresh), daemon=True)
        self.process.start()
        self.seconds = seconds

    def durations(self) -> Durations:
        """Waits for the process to end."""
        if not self.pipe.poll(self.seconds + 30):
            raise RuntimeError("the sending process does not end")
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
        # If the last answer took longer than the interval, the wait counts from the due time, not from the late send. A late wake-up is not
        # the service's fault.
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
