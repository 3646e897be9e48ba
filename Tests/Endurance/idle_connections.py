"""5,000 kept connections that say nothing: they cost little memory, and the others are answered as before."""

from __future__ import annotations

import socket
import time

from caller import head
from pace import Durations, Pace
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
    parser.add_argument("--rounds", type=int, default=5, help="of 4 s; all of them together are judged")
    options = parser.parse_args()
    verdict = Verdict()
    # Two services are asked at the same time, so that the noise of the machine is in both figures.
    with Service(options.program) as bare, Service(options.program) as service:
        bare.start()
        service.start()
        alone = service.memory()
        sockets = open_idle(service.port, options.connections)
        time.sleep(1)
        used = service.processor_seconds()
        time.sleep(2)
        verdict.tell("cpu_percent_idle", (service.processor_seconds() - used) / 2 * 100)
        verdict.tell("octets_each", (service.memory() - alone) / options.connections)
        verdict.at_most("rss_mb", service.memory() / 2**20, 64 + options.connections * 8_000 / 2**20)
        rounds: dict[str, list[Durations]] = {"bare": [], "idle": []}
        for _ in range(options.rounds):
            paces = {name: Pace(each.port, "/health", rate=150, seconds=4) for name, each in (("bare", bare), ("idle", service))}
            for name, pace in paces.items():
                rounds[name].append(pace.durations())
        for name, durations in rounds.items():
            verdict.equal(f"failed_{name}", sum(each.failed for each in durations), 0)
            verdict.tell(f"p99_ms_{name}_rounds", [round(each.p99, 2) for each in durations])
        bare_whole, idle_whole = (Durations.together(durations) for durations in rounds.values())
        verdict.tell("p99_ms_bare", bare_whole.p99)
        verdict.tell("noise_ms", bare_whole.noise)
        # What is shorter than the lateness of a woken process on this machine cannot be told from it.
        verdict.at_most("p99_ms_idle", idle_whole.p99, 2 * max(bare_whole.p99, bare_whole.noise))
        verdict.equal("still_open", still_open(sockets), options.connections)
    verdict.end()


if __name__ == "__main__":
    main()
