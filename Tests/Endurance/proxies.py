"""Sends smuggling cases as raw bytes, to the service and through nginx and HAProxy: the service must see the same requests as the proxy.

A tap before the service records both directions of every connection. It is parsed strictly. The ids of the requests that the proxy wrote
must equal the ids of the answers that the service gave, in order and number. A malformed request must get one refusal and the end of the
connection. No request hidden in another may be answered, unless the proxy itself extracted it and passed it on as a request. An honest client
next to each case must get its own answer. The number of requests must equal the one in the proxy's own log."""

from __future__ import annotations

import pathlib
import re
import socket
import ssl
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import message
import smuggling
from caller import head
from proxy import HAProxy, Nginx, Proxy, find
from service import Service, arguments
from tap import Line, Tap
from verdict import Verdict


def exchange(port: int, octets: bytes, quiet: float = 0.4, most: float = 4) -> bytes:
    """Sends, and reads until the other side closes or is quiet after an answer."""
    answer = b""
    with socket.create_connection(("127.0.0.1", port), timeout=most) as client:
        try:
            client.sendall(octets)
            end = time.monotonic() + most
            while (left := end - time.monotonic()) > 0:
                client.settimeout(min(left, quiet) if answer else left)
                part = client.recv(65536)
                if not part:
                    break
                answer += part
        except OSError:
            pass
    return answer


class Trial:
    """Sends all cases to one port, and judges what the tap recorded."""

    def __init__(self, name: str, port: int, tap: Tap, cases: list[smuggling.Case]) -> None:
        self.name, self.port, self.tap, self.cases = name, port, tap, cases
        self.faults: list[str] = []
        self.taken_out: list[str] = []  # cases whose hidden request the proxy itself extracted
        self.requests = self.refused = 0

    def run(self) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self._ask, self.cases))
        time.sleep(1)
        self.judge()

    def judge(self) -> None:
        """Parses everything that went through the tap so far."""
        self.faults = [fault for fault in self.faults if "honest" in fault]
        self.taken_out = []
        self.requests = self.refused = 0
        passed: set[str] = set()
        answered: set[str] = set()
        for line in self.tap.lines:
            self._read(line, passed, answered)
        for case in self.cases:
            if case.is_own or case.inner not in answered:
                continue
            if self.name != "direct" and case.inner in passed:
                self.taken_out.append(case.name)
            else:
                self.faults.append(f"{case.name}: the hidden request was answered")

    def _ask(self, case: smuggling.Case) -> None:
        exchange(self.port, case.octets)
        number = case.inner.split("-")[1]
        honest = exchange(self.port, head("GET", "/health", X_Request_Id=f"honest-{number}", Connection="close"))
        if not (honest.startswith(b"HTTP/1.1 200 ") and re.search(rb"(?i)\r\nx-request-id: honest-%s\r\n" % number.encode(), honest)):
            self.faults.append(f"{case.name}: an honest client next to it got {honest[:60]!r}")

    def _read(self, line: Line, passed: set[str], answered: set[str]) -> None:
        """Compares both directions of one connection. Adds the ids of the requests to `passed` and of the answers to `answered`."""
        sent = message.requests(bytes(line.up))
        got = message.answers(bytes(line.down), [each.first.split()[0] for each in sent.messages])
        self.requests += len(sent.messages)
        if got.fault or (got.rest and line.service_ended_first is not False):
            self.faults.append(f"an unreadable answer: {got.fault} {got.rest[:80]!r}")
        extra = got.messages[len(sent.messages) :]
        for request, answer in zip(sent.messages, got.messages):
            # The answer to a malformed request has no id.
            if request.id != answer.id and request.id is not None and answer.status not in (400, 413, 414, 417, 431, 501, 505):
                self.faults.append(f"request {request.id} got the answer to {answer.id}")
        if sent.fault or sent.rest:
            # A malformed or incomplete request gets one refusal at most.
            self.refused += 1
            if len(extra) > 1 or any(answer.status < 400 for answer in extra):
                self.faults.append(f"{len(extra)} answers to {sent.rest[:80]!r}: {[answer.status for answer in extra]}")
        elif extra:
            self.faults.append(f"{len(extra)} answers too many after {sent.messages[-1:]}")
        # Each request has an answer, unless an earlier one ended the connection or the proxy closed it first.
        is_ended = re.search(rb"(?i)\r\nconnection: close\r\n", line.down) or line.service_ended_first is False
        if len(got.messages) < len(sent.messages) and not is_ended:
            self.faults.append(f"{len(sent.messages) - len(got.messages)} requests without an answer: {sent.messages[len(got.messages)]}")
        passed |= {request.id for request in sent.messages if request.id}
        answered |= {answer.id for answer in got.messages if answer.id}


def speaks_tls(port: int) -> bool:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain, context.wrap_socket(plain) as secure:
        secure.sendall(head("GET", "/health", Connection="close"))
        return secure.recv(4096).startswith(b"HTTP/1.1 200 ") and secure.version() in ("TLSv1.2", "TLSv1.3")


def probe(options, name: str, port: int, token: str) -> dict[str, object]:
    """Runs an external test runner, if one is given: how many cases pass, and which fail."""
    words = [sys.executable, options.probe, "--port", str(port), "--post-path", smuggling.POST.decode(), "--json", "--slow", "--jobs", "8"]
    words += ["--header", f"Authorization: Bearer {token}"] + (["--cases", options.cases] if options.cases else [])
    done = subprocess.run(words, capture_output=True, text=True)
    failing = [line for line in done.stdout.splitlines() if line.startswith("FAIL")]
    return {f"{name}_probe": done.stdout.strip().splitlines()[-1:], f"{name}_probe_failing": failing}


def main() -> None:
    parser = arguments(__doc__.splitlines()[0])
    parser.add_argument("--probe", type=pathlib.Path, help="an external runner of HTTP cases (--port, --header …), used for all three")
    parser.add_argument("--cases", help="the case file for that runner")
    options = parser.parse_args()
    verdict = Verdict()
    for name in ("nginx", "haproxy", "openssl"):
        verdict.equal(f"has_{name}", find(name) is not None, True)
    if verdict.faults:
        verdict.end()
    proxies: list[Proxy] = []
    with Service(options.program) as service:
        try:
            service.start()
            cases = smuggling.cases(service.system)
            taps = {name: Tap(service.port) for name in ("direct", "nginx", "haproxy")}
            nginx = Nginx(service.folder / "nginx", taps["nginx"].port)
            proxies.append(nginx)
            haproxy = HAProxy(service.folder / "haproxy", taps["haproxy"].port)
            proxies.append(haproxy)
            verdict.equal("nginx_configuration_is_valid", nginx.tests_well, True)
            verdict.equal("nginx_speaks_tls", speaks_tls(nginx.tls), True)
            verdict.report("cases", len(cases))
            fronts = {"direct": None, "nginx": nginx, "haproxy": haproxy}
            trials = [Trial(name, proxy.port if proxy else taps[name].port, taps[name], cases) for name, proxy in fronts.items()]
            for trial in trials:
                name, proxy = trial.name, fronts[trial.name]
                trial.run()
                verdict.report(f"{name}_requests", trial.requests)
                verdict.report(f"{name}_malformed_or_cut", trial.refused)
                verdict.equal(f"{name}_desync", trial.faults, [])
                if proxy:
                    verdict.equal(f"{name}_logged", proxy.passed_on(), trial.requests + trial.refused)
                    verdict.report(f"{name}_extracted_by_proxy", trial.taken_out)
            if options.probe:
                with ThreadPoolExecutor(3) as pool:
                    for figures in pool.map(lambda trial: probe(options, trial.name, trial.port, service.system), trials):
                        for name, value in figures.items():
                            verdict.report(name, value)
                for trial in trials:
                    trial.judge()
                    verdict.report(f"{trial.name}_requests_with_probe", trial.requests)
                    verdict.equal(f"{trial.name}_desync_with_probe", trial.faults, [])
            verdict.equal("alive", service.alive, True)
        finally:
            for each in proxies:
                each.stop()
    verdict.end()


if __name__ == "__main__":
    main()
