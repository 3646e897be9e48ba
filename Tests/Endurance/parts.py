"""Runs the parts of a long check in several processes, and ends in good order when it is interrupted."""

from __future__ import annotations

import multiprocessing
import queue
import signal
import sys
import traceback
import types
from collections.abc import Callable, Iterable, Iterator

# Seconds for one part.
LONGEST = 180
_shared: object = None


def _begin(shared: object) -> None:
    global _shared
    _shared = shared
    # The first process ends the others. Ctrl-C reaches all processes of a terminal.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, _is_late)


def _do(work: Callable[[object, object], object], part: object) -> object:
    # A check that waits for ever must not hold up the others.
    signal.alarm(LONGEST)
    try:
        return work(_shared, part)
    finally:
        signal.alarm(0)


def _is_late(_number: int, frame: types.FrameType | None) -> None:
    raise TimeoutError(f"took more than {LONGEST} s, at {''.join(traceback.format_stack(frame)[-3:])}")


def run(work: Callable[[object, object], object], shared: object, parts: Iterable[object], workers: int) -> Iterator[object]:
    """Yields the results of `work(shared, part)` in any order. A part is taken only when a process is free for it, so a caller that stops
    the parts soon has the last result."""
    # A process that is ended from outside removes its temporary folders too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    waiting = iter(parts)
    results: queue.SimpleQueue = queue.SimpleQueue()
    under_way = 0

    def failed(error: BaseException) -> None:
        results.put((None, error))

    with multiprocessing.Pool(workers, _begin, (shared,)) as pool:
        while True:
            while under_way < workers:
                try:
                    part = next(waiting)
                except StopIteration:
                    break
                pool.apply_async(_do, (work, part), callback=lambda result: results.put((result, None)), error_callback=failed)
                under_way += 1
            if not under_way:
                return
            result, error = results.get()
            under_way -= 1
            if error:
                raise error
            yield result


def take_while(waiting: Iterable, is_going: Callable[[], bool]) -> Iterator:
    """The parts until the caller has enough."""
    for part in waiting:
        if not is_going():
            return
        yield part
