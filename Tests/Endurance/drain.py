"""Sends SIGTERM while requests run. The service accepts nothing new, finishes what runs and exits with 0 within 5 s, and no answered
write is lost."""

from __future__ import annotations

import signal
import socket
import threading
import time

import batch
from caller import Caller, head
from idle_connections import open_idle
from service import Service, arguments
from verdict import Verdict


class Writer(threading.Thread):
    """Pushes one batch after another until the service is gone; remembers which were answered."""

    def __init__(self, service: Service, rows: batch.Rows, name: str, count: int) -> None:
        super().__init__(daemon=True)
        self.caller = Caller(service.port, service.system, seconds=15)
        self.rows, self.label, self.count = rows, name, count
        self.answered: list[str] = []
        self.others: list[int] = []
        self.unanswered = 0
        self.connected = threading.Event()

    def run(self) -> None:
        for number in range(100_000):
            name = f"{self.label}.{number}"
            try:
                status = self.caller.ask("POST", batch.PATH, self.rows.body(name, self.count)).status
            except ConnectionRefusedError:
                return
            except OSError:
                self.unanswered += 1
                return
            if status == 200:
                self.answered.append(name)
            else:
                self.others.append(status)
            self.connected.set()


class SlowBody:
    """A client whose body takes some seconds, but arrives faster than the minimum rate."""

    def __init__(self, service: Service, rows: batch.Rows, name: str) -> None:
        self.name = name
        body = rows.body(name, 10)
        self.rest = body[100:]
        self.socket = socket.create_connection(("127.0.0.1", service.port), timeout=10)
        request = head("POST", batch.PATH, service.system, Content_Type="application/json", Content_Length=len(body))
        self.socket.sendall(request + body[:100])
        self.step = len(self.rest) // 20 + 1

    def drip(self) -> None:
        part, self.rest = self.rest[: self.step], self.rest[self.step :]
        try:
            self.socket.sendall(part)
        except OSError:
            pass

    def status(self) -> int:
        try:
            answer = self.socket.recv(65536)
        except OSError:
            return 0
        return int(answer.split()[1]) if answer else 0


def is_refused(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return True
    return False


def drain(options, verdict: Verdict, part: str, stuck: int) -> None:
    """Starts and stops the service once; `stuck` clients never finish their body."""
    with Service(options.program) as service:
        rows = batch.Rows(service)
        service.start()
        idle = open_idle(service.port, 50)
        writers = [Writer(service, rows, f"{part}-writer{number}", 1) for number in range(6)]
        writers += [Writer(service, rows, f"{part}-bulk{number}", 400) for number in range(3)]
        for writer in writers:
            writer.start()
        for writer in writers:
            writer.connected.wait(20)
        slow = [SlowBody(service, rows, f"{part}-slow{number}") for number in range(5)]
        stalled = [SlowBody(service, rows, f"{part}-stalled{number}") for number in range(stuck)]
        time.sleep(0.3)
        service.signal(signal.SIGTERM)
        began = time.monotonic()
        refused_after = None
        while any(each.rest for each in slow):
            for each in slow:
                each.drip()
            if refused_after is None and is_refused(service.port):
                refused_after = time.monotonic() - began
            time.sleep(0.1)
        statuses = [each.status() for each in slow]
        code = service.wait(15)
        took = time.monotonic() - began
        for writer in writers:
            writer.join(15)
        verdict.at_most(f"{part}_refused_after_s", refused_after if refused_after is not None else float("inf"), 1)
        verdict.equal(f"{part}_slow_bodies", statuses, [200] * len(slow))
        verdict.at_most(f"{part}_ended_after_s", took, 5)
        verdict.equal(f"{part}_exit", code, 0)
        answered = [(name, writer.count) for writer in writers for name in writer.answered]
        answered += [(each.name, 10) for each, status in zip(slow, statuses) if status == 200]
        verdict.report(f"{part}_answered", len(answered))
        verdict.equal(f"{part}_unanswered", sum(writer.unanswered for writer in writers), 0)
        verdict.equal(f"{part}_other_statuses", sorted({status for writer in writers for status in writer.others}), [])
        verdict.equal(f"{part}_lost", sum(batch.kept(service, name) != count for name, count in answered), 0)
        verdict.equal(f"{part}_torn", batch.torn(service), 0)
        verdict.equal(f"{part}_stalled_kept", sum(batch.kept(service, each.name) for each in stalled), 0)
        for each in idle:
            each.close()


def main() -> None:
    options = arguments(__doc__).parse_args()
    verdict = Verdict()
    drain(options, verdict, "willing", stuck=0)
    drain(options, verdict, "stuck", stuck=5)
    verdict.end()


if __name__ == "__main__":
    main()
