"""Sends SIGPIPE, SIGHUP and a SIGSTOP of some seconds under load: the process survives, and every request gets its own answer."""

from __future__ import annotations

import collections
import signal
import socket
import threading
import time

import batch
from caller import Caller, head
from service import Service, arguments
from verdict import Verdict


class Load(threading.Thread):
    """Reads a client or pushes a row, and checks that the answer belongs to the request."""

    def __init__(self, service: Service, name: str, client: str, rows: batch.Rows | None) -> None:
        super().__init__(daemon=True)
        self.caller = Caller(service.port, service.system if rows else service.worker, seconds=30)
        self.label, self.client, self.rows = name, client, rows
        self.right = 0
        self.wrong: list[str] = []
        self.written: list[str] = []
        self.is_over = False

    def run(self) -> None:
        while not self.is_over:
            name = f"{self.label}.{self.right}"
            try:
                if self.rows:
                    answer = self.caller.ask("POST", batch.PATH, self.rows.body(name, 1), X_Request_Id=name)
                    good = answer.status == 200 and answer.document["items"][0]["eventId"] == f"{name}-0"
                    self.written.append(name)
                else:
                    answer = self.caller.ask("GET", f"/v1/clients/{self.client}", X_Request_Id=name)
                    good = answer.status == 200 and answer.document["id"] == self.client
                good = good and answer.headers["X-Request-Id"] == name
                fault = f"{name}: {answer.status} {answer.headers['X-Request-Id']}"
            except OSError as error:
                good, fault = False, f"{name}: {error}"
            if not good:
                self.wrong.append(fault)
                return
            self.right += 1


class Half:
    """A client that has sent half of a request when the process is stopped."""

    def __init__(self, port: int, request: bytes, cut: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.socket.sendall(request[:cut])
        self.rest = request[cut:]

    def finish(self) -> None:
        self.socket.sendall(self.rest)

    def status(self) -> str:
        try:
            return self.socket.recv(4096)[9:12].decode() or "closed"
        except OSError:
            return "reset"
        finally:
            self.socket.close()


def half_sent(service: Service, rows: batch.Rows, count: int) -> dict[str, list[Half]]:
    whole = head("GET", "/health")
    halves: dict[str, list[Half]] = {"heads": [], "bodies": []}
    for number in range(count):
        halves["heads"].append(Half(service.port, whole, len(whole) - 2))
        body = rows.body(f"half{number}", 1)
        request = head("POST", batch.PATH, service.system, Content_Type="application/json", Content_Length=len(body))
        halves["bodies"].append(Half(service.port, request + body, len(request) + 50))
    return halves


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--stop-seconds", type=float, default=10, help="how long SIGSTOP lasts")
    parser.add_argument("--half", type=int, default=600, help="clients in the middle of a head at the stop, and as many in the middle of a body")
    options = parser.parse_args()
    verdict = Verdict()
    with Service(options.program) as service:
        rows = batch.Rows(service)
        service.start()
        clients = [item["id"] for item in Caller(service.port, service.worker).ask("GET", "/v1/clients?limit=20").document["items"]]
        load = [Load(service, f"reader{number}", clients[number], None) for number in range(4)]
        load += [Load(service, f"writer{number}", "", rows) for number in range(4)]
        for each in load:
            each.start()
        for _ in range(20):
            service.signal(signal.SIGPIPE)
            service.signal(signal.SIGHUP)
            time.sleep(0.05)
        # Answers to clients that have gone raise a real SIGPIPE.
        for _ in range(100):
            gone = socket.create_connection(("127.0.0.1", service.port))
            gone.sendall(head("GET", "/openapi.json") * 3)
            gone.close()
        time.sleep(1)
        verdict.equal("alive_after_pipe_and_hangup", service.alive, True)

        half = half_sent(service, rows, options.half)
        time.sleep(0.3)
        service.signal(signal.SIGSTOP)
        time.sleep(options.stop_seconds / 2)
        for each in half["heads"] + half["bodies"]:
            each.finish()
        time.sleep(options.stop_seconds / 2)
        before = sum(each.right for each in load)
        service.signal(signal.SIGCONT)
        continued = time.monotonic()
        while sum(each.right for each in load) == before and time.monotonic() - continued < 10:
            time.sleep(0.01)
        verdict.at_most("answers_again_after_s", time.monotonic() - continued, 2)
        # All of them had sent everything before the process continued, so none was too late.
        statuses = {kind: dict(collections.Counter(each.status() for each in clients)) for kind, clients in half.items()}
        time.sleep(2)
        for each in load:
            each.is_over = True
        for each in load:
            each.join(30)
        for kind in half:
            verdict.equal(f"half_sent_{kind}", statuses[kind], {"200": options.half})
        verdict.report("right_answers", sum(each.right for each in load))
        verdict.equal("wrong_answers", [fault for each in load for fault in each.wrong], [])
        verdict.equal("lost", sum(batch.kept(service, name) != 1 for each in load for name in each.written), 0)
        verdict.equal("alive", service.alive, True)
        verdict.equal("exit", service.stop(), 0)
    verdict.end()


if __name__ == "__main__":
    main()
