"""5,000 idle keep-alive connections: they cost little memory and do not slow others down."""

from __future__ import annotations

import socket
import time

from caller import head
from pace import Durations, Pace
from service import Service, arguments
from verdict import Verdict


def open_idle(port: int, count: int) -> list[socket.socket]:
    """Opens connections, gets one answer on each and keeps them open."""
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
    parser.add_argument("--rounds", type=int, default=5, help="of 4 s each; judged together")
    options = parser.parse_args()
    verdict = Verdict()
    # Measures two services at the same time, so that the noise of the machine is in both figures.
    with Service(options.program) as bare, Service(options.program) as service:
        bare.start()
        service.start()
        alone = service.memory()
        sockets = open_idle(service.port, options.connections)
        time.sleep(1)
        used = service.processor_seconds()
        time.sleep(2)
        verdict.report("cpu_percent_idle", (service.processor_seconds() - used) / 2 * 100)
        verdict.report("bytes_each", (service.memory() - alone) / options.connections)
        verdict.at_most("rss_mb", service.memory() / 2**20, 64 + options.connections * 8_000 / 2**20)
        rounds: dict[str, list[Durations]] = {"bare": [], "idle": []}
        for _ in range(options.rounds):
            paces = {name: Pace(each.port, "/health", rate=150, seconds=4) for name, each in (("bare", bare), ("idle", service))}
            for name, pace in paces.items():
                rounds[name].append(pace.durations())
        for name, durations in rounds.items():
            verdict.equal(f"failed_{name}", sum(each.failed for each in durations), 0)
            verdict.report(f"p99_ms_{name}_rounds", [round(each.p99, 2) for each in durations])
        bare_whole, idle_whole = (Durations.together(durations) for durations in rounds.values())
        verdict.report("p99_ms_bare", bare_whole.p99)
        verdict.report("noise_ms", bare_whole.noise)
        # A time shorter than the wake-up delay of a process on this machine cannot be distinguished from it.
        verdict.at_most("p99_ms_idle", idle_whole.p99, 2 * max(bare_whole.p99, bare_whole.noise))
        verdict.equal("still_open", still_open(sockets), options.connections)
    verdict.end()


if __name__ == "__main__":
    main()
