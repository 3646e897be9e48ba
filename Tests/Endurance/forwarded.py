"""Runs nginx with docker/nginx.conf before the service: a visitor's failed sign-ins count for this visitor alone, whatever it says of itself,
nginx lets through the bodies that the service takes, and it limits requests by caller: a whole office may share one address.

Visitors come from different addresses of 127.0.0.0/8. nginx is 127.0.0.1, the trusted proxy."""

from __future__ import annotations

import concurrent.futures
import http.client
import json

from caller import head
from proxies import exchange
from proxy import Nginx, find
from service import Service, arguments
from verdict import Verdict

FRONT = "https://front.example"
WRONG = "avain_" + "0" * 64
# The burst of failed sign-ins of one visitor, and more than comes back during the check.
BURST, MOST = 2_000, 3_500
MEGABYTE = 1 << 20


def ask(port: int, visitor: str, token: str, method: str = "GET", path: str = "/v1/me", body: bytes | None = None, **fields: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(visitor, 0))
    try:
        headers = {"Authorization": f"Bearer {token}", **{name.replace("_", "-"): value for name, value in fields.items()}}
        connection.request(method, path, body, headers)
        return connection.getresponse().status
    finally:
        connection.close()


def exhaust(port: int, visitor: str) -> int:
    """Uses up the limit of a visitor, as the proxy would report it, and returns how many sign-ins failed before. The proxy's own limit of
    requests would make this take a minute through nginx."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for number in range(MOST):
        connection.request("GET", "/v1/me", None, {"Authorization": f"Bearer {WRONG}", "X-Forwarded-For": visitor})
        answer = connection.getresponse()
        answer.read()
        if answer.status == 429:
            connection.close()
            return number
    return MOST


def is_limited(port: int, visitor: str, **fields: str) -> bool:
    """Whether the service refuses a visitor through nginx. A sign-in comes back every twentieth of a second."""
    return any(ask(port, visitor, WRONG, **fields) == 429 for _ in range(30))


def declared(port: int, token: str, path: str, size: int, kind: str) -> tuple[int, bool]:
    """Sends the head of a request whose body has this size. nginx refuses by the size alone. Returns the status, and whether the service
    answered: nginx's own problem documents do not have the field."""
    fields = {"Content_Type": kind, "Content_Length": size, "Connection": "close"}
    answer = exchange(port, head("POST", path, token, **fields), most=3)
    return int((answer.split(b" ")[1:2] or [b"0"])[0]), b"X-Content-Type-Options" in answer


def work(port: int, visitor: str, token: str, count: int) -> set[int]:
    """Sends requests of a browser, each tenth after a preflight request, over one connection. Returns the statuses."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(visitor, 0))
    statuses = set()
    preflight = {"Origin": FRONT, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
    try:
        for number in range(count):
            for method, fields in (("OPTIONS", preflight), ("GET", {"Authorization": f"Bearer {token}", "Origin": FRONT})):
                if method == "OPTIONS" and number % 10:
                    continue
                connection.request(method, "/v1/me", None, fields)
                answer = connection.getresponse()
                answer.read()
                statuses.add(answer.status)
    finally:
        connection.close()
    return statuses


def first_refusal(port: int, visitor: str, token: str, language: str) -> tuple[int, dict[str, str], bytes]:
    """Sends requests of one caller without pause until one is refused. Returns the status, the fields and the body of the last answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30, source_address=(visitor, 0))
    authorization = {"Authorization": token} if token else {}
    try:
        for _ in range(5_000):
            connection.request("GET", "/v1/me", None, {**authorization, "Origin": FRONT, "Accept-Language": language})
            answer = connection.getresponse()
            body = answer.read()
            if answer.status not in (200, 401):
                break
        return answer.status, dict(answer.getheaders()), body
    finally:
        connection.close()


def check_limits(nginx: Nginx, workers: list[str], verdict: Verdict) -> None:
    """Checks nginx's limits: by caller, and by address for callers without a key."""
    with concurrent.futures.ThreadPoolExecutor(len(workers)) as pool:
        statuses = [pool.submit(work, nginx.plain, "127.0.0.20", token, 334) for token in workers]
        verdict.equal("six_workers_behind_one_address", sorted(set().union(*(one.result() for one in statuses))), [200, 204])
    for name, visitor, token, language, title in (
        ("caller", "127.0.0.21", f"Bearer {workers[0]}", "sv-FI, fi;q=0.5", "För många förfrågningar"),
        ("nobody", "127.0.0.22", "", "de", "Liian monta pyyntöä"),
        ("no_key", "127.0.0.23", "Bearer avain", "en", "Too many requests"),
    ):
        status, fields, body = first_refusal(nginx.plain, visitor, token, language)
        problem = json.loads(body)
        verdict.equal(f"{name}_is_limited", (status, problem["status"], problem["code"]), (429, 429, "too_many_requests"))
        verdict.equal(f"{name}_is_told", (problem["title"], fields.get("Content-Type")), (title, "application/problem+json"))
        told = (fields.get("Retry-After"), fields.get("Access-Control-Allow-Origin"))
        verdict.equal(f"{name}_may_read_it", told, ("1", "*"))
    verdict.equal("another_caller_is_not_limited", ask(nginx.plain, "127.0.0.21", workers[1]), 200)


def main() -> None:
    options = arguments(__doc__.splitlines()[0]).parse_args()
    verdict = Verdict()
    verdict.equal("has_nginx", find("nginx") is not None, True)
    if verdict.faults:
        verdict.end()
    with Service(options.program, options=("--trusted-proxy", "127.0.0.1")) as service:
        unit = ("--unit", "Vammaispalvelut, itä")
        workers = [service.command("keys", "create", "--role", "social_worker", "--name", f"Worker {one}", *unit) for one in range(6)]
        service.start()
        nginx = Nginx(service.folder / "nginx", service.port)
        try:
            verdict.equal("nginx_configuration_is_valid", nginx.tests_well, True)
            failed = exhaust(service.port, "127.0.0.3")
            verdict.report("failed_before_limit", failed)
            verdict.equal("limit_is_a_burst", BURST <= failed < MOST, True)
            verdict.equal("the_visitor_is_limited", is_limited(nginx.plain, "127.0.0.3"), True)
            verdict.equal("another_visitor_is_not", is_limited(nginx.plain, "127.0.0.4"), False)
            for name, fields in {
                "list": {"X_Forwarded_For": "127.0.0.4"},
                "forwarded": {"Forwarded": "for=127.0.0.4"},
                "both": {"X_Forwarded_For": "127.0.0.4", "Forwarded": "for=127.0.0.4"},
            }.items():
                verdict.equal(f"the_visitor_gains_nothing_by_{name}", is_limited(nginx.plain, "127.0.0.3", **fields), True)
            verdict.equal("nobody_blames_another", is_limited(nginx.plain, "127.0.0.5", X_Forwarded_For="127.0.0.3"), False)
            verdict.equal("a_key_is_served_beside", ask(nginx.plain, "127.0.0.3", service.system), 200)
            # A proxy removes the fields that the visitor names in Connection (RFC 9110, 7.6.1), but not the one that it writes.
            removed = is_limited(nginx.plain, "127.0.0.3", Connection="close, X-Forwarded-For")
            verdict.equal("the_visitor_gains_nothing_by_connection", removed, True)
            check_limits(nginx, workers, verdict)
            # Bodies. Each of the largest that the service takes reaches it; a larger one is refused by nginx.
            batches, imports = "/v1/service-data/batches", "/v1/service-data/imports"
            lines, document = "application/x-ndjson", "application/json"
            line = b" " * 15_999 + b"\n"
            for name, path, kind, body, status in (
                ("batch", batches, document, b" " * (8 * MEGABYTE), 400),
                ("import", imports, lines, line * 6_250, 422),
                ("other", "/v1/clients/search", document, b" " * MEGABYTE, 403),
            ):
                got = ask(nginx.plain, "127.0.0.9", service.system, "POST", path, body, Content_Type=kind)
                verdict.equal(f"{name}_reaches_the_service", got, status)
            for name, path, kind, size in (
                ("batch", batches, document, 8 * MEGABYTE + 1),
                ("import", imports, lines, 112 * MEGABYTE + 1),
                ("other", "/v1/clients/search", document, MEGABYTE + 1),
            ):
                verdict.equal(f"{name}_too_large", declared(nginx.plain, service.system, path, size, kind), (413, False))
            verdict.equal("alive", service.alive, True)
        finally:
            nginx.stop()
    verdict.end()


if __name__ == "__main__":
    main()
