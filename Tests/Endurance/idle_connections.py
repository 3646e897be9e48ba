"""5,000 kept connections that say nothing: they cost little memory, and the others are answered as before."""

from __future__ import annotations

import socket
import statistics
import time

from caller import head
from pace import Pace
from service import Service, arguments
from verdict import Verdict


def open_idle(port: int, count: int) -> list[socket.socket]:
    """Connections that have had one answer each and are kept."""
    sockets = []
    for first in range(0, count, 250):
        group = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(min(250, count - first))]
        for each in group:
            each.sendall(head("GET", "/health"))
        for each in group:
            if not each.recv(4096).startswith(b"HTTP/1.1 200"):
                raise RuntimeError("no answer")
        sockets += group
    return sockets


def still_open(sockets: list[socket.socket]) -> int:
    count = 0
    for each in sockets:
        each.setblocking(False)
        try:
            each.recv(1)
        except BlockingIOError:
            count += 1
        except OSError:
            pass
    return count


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--connections", type=int, default=5000)
    parser.add_argument("--rounds", type=int, default=5, help="of 3 s, before and while idle; the median of their p99 counts")
    options = parser.parse_args()
    verdict = Verdict()
    with Service(options.program) as service:
        service.start()

        def p99(name: str) -> float:
            rounds = [Pace(service.port, "/health", rate=200, seconds=3).durations() for _ in range(options.rounds)]
            verdict.equal(f"failed_{name}", sum(each.failed for each in rounds), 0)
            verdict.tell(f"p99_ms_{name}_rounds", [round(each.p99, 2) for each in rounds])
            verdict.tell(f"noise_ms_{name}_rounds", [round(each.noise, 2) for each in rounds])
            return statistics.median(each.p99 for each in rounds)

        before = p99("before")
        verdict.tell("p99_ms_before", before)
        alone = service.memory()
        sockets = open_idle(service.port, options.connections)
        time.sleep(1)
        used = service.processor_seconds()
        time.sleep(2)
        verdict.tell("cpu_percent_idle", (service.processor_seconds() - used) / 2 * 100)
        verdict.tell("octets_each", (service.memory() - alone) / options.connections)
        verdict.at_most("rss_mb", service.memory() / 2**20, 64 + options.connections * 8_000 / 2**20)
        verdict.at_most("p99_ms_idle", p99("idle"), 2 * before)
        verdict.equal("still_open", still_open(sockets), options.connections)
    verdict.end()


if __name__ == "__main__":
    main()
