"""1,000 clients drip a head, 50 drip a body, and 200 request large answers and read nothing. Other clients notice nothing, the service cuts
each attacker off, and it does not cut off clients that merely have a slow line."""

from __future__ import annotations

import socket
import time

import batch
from caller import Caller, head
from pace import Durations, Pace
from service import Service, arguments
from verdict import Verdict

LARGE = "/openapi.json"


class Attacker:
    """One slow client: when it connected, and when the service cut it off."""

    def __init__(self, kind: str, port: int, opening: bytes, drip: bytes = b"", every: float = 1, reads: int = 0) -> None:
        self.kind, self.drip, self.every, self.reads = kind, drip, every, reads
        self.socket = socket.socket()
        if kind in ("reader", "trickler"):  # an honest client has a normal window
            # Set before connecting, so that the window is small from the start.
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setblocking(False)
        self.port = self.socket.getsockname()[1]
        self.came = self.next = time.monotonic()
        self.is_in = False  # accepted by the service, no longer in the kernel's queue
        self.cut: float | None = None
        self.send(opening)

    def send(self, octets: bytes) -> None:
        try:
            self.socket.send(octets)
        except OSError:  # cut off, or the window is full
            pass

    def act(self, now: float) -> None:
        if self.cut is not None or now < self.next:
            return
        self.next = now + self.every
        if self.drip:
            self.send(self.drip)
        if self.reads:
            try:
                self.socket.recv(self.reads)
            except OSError:
                pass


def attack(service: Service, options) -> list[Attacker]:
    """Starts all slow clients, within a second or two."""
    body = head("POST", batch.PATH, service.system, Content_Type="application/json", Content_Length=500_000)
    # More requests than the service answers while nobody reads.
    ask = head("GET", LARGE) * 20 + head("GET", "/v1/clients?limit=200", service.worker) * 20
    port = service.port
    attackers = [Attacker("head", port, b"GET /health HTTP/1.1\r\nHost: avain\r\nX-Slow: ", b"a", 1) for _ in range(options.heads)]
    attackers += [Attacker("body", port, body, b" " * 100, 1) for _ in range(options.bodies)]
    attackers += [Attacker("reader", port, ask) for _ in range(options.readers)]
    attackers += [Attacker("trickler", port, ask, reads=2048, every=2) for _ in range(options.tricklers)]
    # These are not attackers: they read 40 kB/s, as on a bad line.
    attackers += [Attacker("honest", port, head("GET", LARGE) * 20, reads=20_000, every=0.5) for _ in range(options.honest)]
    return attackers


def watch(service: Service, attackers: list[Attacker], seconds: float) -> None:
    """Lets the clients drip, and asks the kernel twice a second which connections the service still holds."""
    end = time.monotonic() + seconds
    looked = 0.0
    while time.monotonic() < end:
        now = time.monotonic()
        for attacker in attackers:
            attacker.act(now)
        if now - looked >= 0.5:
            looked = now
            held = service.peers()
            for attacker in attackers:
                if attacker.port in held:
                    attacker.is_in = True
                elif attacker.is_in and attacker.cut is None:
                    attacker.cut = now
        time.sleep(0.1)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--heads", type=int, default=1000)
    parser.add_argument("--bodies", type=int, default=50)
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--tricklers", type=int, default=20, help="clients that read 1,000 bytes/s; reported, not judged")
    parser.add_argument("--p99", type=float, default=50, help="limit for the other clients, in milliseconds")
    parser.add_argument("--honest", type=int, default=5, help="clients that read 40 kB/s; none may be cut")
    options = parser.parse_args()
    verdict = Verdict()
    seconds = 27
    with Service(options.program) as service:
        service.start()
        client = Caller(service.port, service.worker).ask("GET", "/v1/clients?limit=1").document["items"][0]["id"]

        def others(seconds: float) -> list[tuple[str, Pace]]:
            return [
                ("health", Pace(service.port, "/health", rate=50, seconds=seconds)),
                ("health_fresh", Pace(service.port, "/health", rate=20, seconds=seconds, fresh=True)),
                ("read", Pace(service.port, f"/v1/clients/{client}", service.worker, rate=20, seconds=seconds)),
            ]

        for name, pace in others(5):
            verdict.report(f"{name}_p99_ms_before", pace.durations().p99)
        paces = others(seconds)
        before = service.memory()
        attackers = attack(service, options)
        verdict.report("attackers", len(attackers))
        watch(service, attackers, seconds)
        verdict.report("grown_mb", (service.memory("VmHWM") - before) / 2**20)
        for name, pace in paces:
            durations: Durations = pace.durations()
            verdict.at_most(f"{name}_p99_ms", durations.p99, options.p99)
            verdict.equal(f"{name}_failed", durations.failed, 0)
            verdict.report(f"{name}_noise_ms", durations.noise)
        # The limit for reading nothing is 20 s. It starts when the kernel's buffers are full, soon after the start.
        for kind, limit in (("head", 15), ("body", 15), ("reader", 23)):
            lives = [(attacker.cut or float("inf")) - attacker.came for attacker in attackers if attacker.kind == kind]
            if lives:
                verdict.at_most(f"{kind}_cut_s_worst", max(lives), limit)
        verdict.equal("honest_cut", sum(attacker.cut is not None for attacker in attackers if attacker.kind == "honest"), 0)
        verdict.report("tricklers_not_cut", sum(attacker.cut is None for attacker in attackers if attacker.kind == "trickler"))
        verdict.equal("alive", service.alive, True)
    verdict.end()


if __name__ == "__main__":
    main()
