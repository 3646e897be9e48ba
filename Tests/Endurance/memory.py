"""Runs mixed work for some minutes: the memory of the process does not grow."""

from __future__ import annotations

import statistics
import threading
import time

import batch
from caller import Caller, head
from idle_connections import open_idle
from service import Service, arguments
from verdict import Verdict


class Work(threading.Thread):
    """Sends reads, pages, writes, refused requests, faults and new connections in turn, about 100 a second."""

    def __init__(self, service: Service, name: str, rows: batch.Rows, clients: list[str]) -> None:
        super().__init__(daemon=True)
        self.service, self.label, self.rows, self.clients = service, name, rows, clients
        self.count = 0
        self.wrong = 0
        self.is_over = False

    def run(self) -> None:
        worker = Caller(self.service.port, self.service.worker)
        system = Caller(self.service.port, self.service.system)
        while not self.is_over:
            client = self.clients[self.count % len(self.clients)]
            name = f"{self.label}.{self.count}"
            try:
                answers = [
                    worker.ask("GET", f"/v1/clients/{client}").status == 200,
                    worker.ask("GET", "/v1/clients?limit=50").status == 200,
                    # The same ten batches again and again, so that the database does not grow.
                    system.ask("POST", batch.PATH, self.rows.body(f"{self.label}.{self.count % 10}", 5)).status == 200,
                    worker.ask("GET", f"/v1/clients/{client[:-1]}x").status == 404,
                    worker.ask("POST", "/v1/clients", b'{"hetu": 1}').status == 422,
                ]
                fresh = Caller(self.service.port)
                answers.append(fresh.ask("GET", "/openapi.json").status == 200)
                fresh.connection.sock.sendall(head("GET", "/health").replace(b"\r\n", b"\n"))
                fresh.close()
            except OSError:
                answers = [False]
            self.wrong += answers.count(False)
            self.count += len(answers)
            time.sleep(0.02)


def fill_cache(service: Service, rows: batch.Rows, most_seconds: float) -> None:
    """Fills SQLite's page cache, which is not a leak, with large batches. The soak begins when they no longer make the process grow."""
    system = Caller(service.port, service.system)
    began = time.monotonic()
    sizes: list[float] = []
    while time.monotonic() - began < most_seconds:
        system.ask("POST", batch.PATH, rows.body(f"fill.{len(sizes)}", 5_000))
        sizes.append(service.memory() / 2**20)
        if len(sizes) > 8 and sizes[-1] - sizes[-6] < 1:
            break


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="300 or more for a soak test")
    parser.add_argument("--warm", type=float, default=60, help="maximum seconds to fill the database's cache")
    parser.add_argument("--slope", type=float, default=1, help="MB a minute in the second half; in a soak of an hour, allow 1 MB an hour")
    options = parser.parse_args()
    verdict = Verdict()
    with Service(options.program) as service:
        rows = batch.Rows(service)
        service.start()
        clients = [item["id"] for item in Caller(service.port, service.worker).ask("GET", "/v1/clients?limit=20").document["items"]]
        fill_cache(service, rows, options.warm)
        verdict.report("cache_full_after_s", time.monotonic() - verdict.began)
        work = [Work(service, f"soak{number}", rows, clients) for number in range(2)]
        for each in work:
            each.start()
        samples: list[tuple[float, float]] = []
        began = time.monotonic()
        while (now := time.monotonic() - began) < options.seconds:
            samples.append((now, service.memory() / 2**20))
            for each in open_idle(service.port, 20):
                each.close()
            time.sleep(0.5)
        for each in work:
            each.is_over = True
        for each in work:
            each.join(30)
        later = samples[len(samples) // 2 :]
        slope = statistics.linear_regression([at for at, _ in later], [size for _, size in later]).slope
        verdict.report("requests", sum(each.count for each in work))
        verdict.report("rss_mb", [round(size, 1) for _, size in samples[:: max(1, len(samples) // 8)]])
        verdict.at_most("slope_mb_a_minute", slope * 60, options.slope)
        verdict.equal("wrong_answers", sum(each.wrong for each in work), 0)
        verdict.equal("alive", service.alive, True)
        verdict.equal("exit", service.stop(), 0)
    verdict.end()


if __name__ == "__main__":
    main()
