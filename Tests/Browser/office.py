"""Six workers behind one address send 2,000 requests within a minute through nginx with docker/nginx.conf: none may be refused.

    python3 Tests/Browser/office.py --program .build/debug/avain"""

from __future__ import annotations

import concurrent.futures
import http.client
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "Endurance"))

from proxy import Nginx
from service import Service, arguments
from verdict import Verdict

PATHS = ("/v1/work-queue?limit=50", "/v1/code-lists", "/v1/cases?include=names", "/v1/me")
REQUESTS, WORKERS = 2_000, 6


def work(port: int, token: str, count: int) -> Counter:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=("127.0.0.20", 0))
    statuses = Counter()
    try:
        for number in range(count):
            connection.request("GET", PATHS[number % len(PATHS)], None, {"Authorization": f"Bearer {token}"})
            answer = connection.getresponse()
            answer.read()
            statuses[answer.status] += 1
    finally:
        connection.close()
    return statuses


def main() -> None:
    options = arguments(__doc__.splitlines()[0]).parse_args()
    verdict = Verdict()
    with Service(options.program, options=("--trusted-proxy", "127.0.0.1")) as service:
        unit = ("--unit", "Vammaispalvelut, itä")
        keys = [service.command("keys", "create", "--role", "social_worker", "--name", f"Worker {one}", *unit) for one in range(WORKERS)]
        service.start()
        nginx = Nginx(service.folder / "nginx", service.port)
        try:
            begin = time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(WORKERS) as pool:
                parts = [pool.submit(work, nginx.plain, key, -(-REQUESTS // WORKERS)) for key in keys]
                statuses = sum((part.result() for part in parts), Counter())
            seconds = time.monotonic() - begin
            verdict.report("requests", sum(statuses.values()))
            verdict.report("seconds", round(seconds, 1))
            verdict.equal("statuses", sorted(statuses), [200])
            verdict.equal("within_a_minute", seconds < 60, True)
        finally:
            nginx.stop()
    verdict.end()


if __name__ == "__main__":
    main()
