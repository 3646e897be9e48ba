"""500 clients compete for 64 descriptors: the service does not crash or spin, and is back to normal a second after they leave."""

from __future__ import annotations

import socket
import time

import batch
from caller import Caller, head
from service import Service, arguments
from verdict import Verdict


def connect(port: int) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port), timeout=5)
    client.setblocking(False)
    return client


def is_closed(client: socket.socket) -> bool:
    try:
        return client.recv(4096) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def processor_percent(service: Service, seconds: float) -> float:
    used = service.processor_seconds()
    time.sleep(seconds)
    return (service.processor_seconds() - used) / seconds * 100


def ask_once(clients: list[socket.socket], request: bytes) -> int:
    """The status that an already accepted client gets; 0 if none gets an answer."""
    for client in clients:
        if is_closed(client):
            continue
        client.settimeout(5)
        try:
            client.sendall(request)
            answer = client.recv(65536)
        except OSError:
            answer = b""
        client.setblocking(False)
        if answer:
            return int(answer.split()[1])
    return 0


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--limit", type=int, default=64, help="RLIMIT_NOFILE of the service")
    parser.add_argument("--clients", type=int, default=500)
    options = parser.parse_args()
    verdict = Verdict()
    with Service(options.program) as service:
        rows = batch.Rows(service)
        service.start(descriptors=options.limit)
        clients = [connect(service.port) for _ in range(options.clients)]
        time.sleep(1)
        verdict.at_most("cpu_percent_exhausted", processor_percent(service, 5), 10)
        verdict.report("descriptors", service.descriptors())
        verdict.report("let_in", sum(not is_closed(client) for client in clients))
        verdict.equal("health_while_exhausted", ask_once(clients, head("GET", "/health")), 200)
        # The first such request on a lane must open files of the database.
        read = ask_once(clients, head("GET", "/v1/clients?limit=1", service.worker))
        verdict.one_of("read_while_exhausted", read, (200, 503))
        body = rows.body("inside", 1)
        post = head("POST", batch.PATH, service.system, Content_Type="application/json", Content_Length=len(body)) + body
        write = ask_once(clients, post)
        verdict.one_of("write_while_exhausted", write, (200, 503))
        verdict.equal("answered_but_lost", int(write == 200 and batch.kept(service, "inside") != 1), 0)

        # Refused clients connect again and again.
        used, began = service.processor_seconds(), time.monotonic()
        while time.monotonic() - began < 5:
            for index, client in enumerate(clients):
                if is_closed(client):
                    client.close()
                    clients[index] = connect(service.port)
                    time.sleep(0.005)
            time.sleep(0.01)
        verdict.report("cpu_percent_reconnecting", (service.processor_seconds() - used) / 5 * 100)

        for client in clients:
            client.close()
        left = time.monotonic()
        while True:
            try:
                if Caller(service.port, seconds=1).ask("GET", "/health").status == 200:
                    break
            except OSError:
                pass
            if time.monotonic() - left > 5 or not service.alive:
                break
        verdict.at_most("normal_after_s", time.monotonic() - left, 1)
        verdict.equal("alive", service.alive, True)
        verdict.equal("read_after", Caller(service.port, service.worker).ask("GET", "/v1/clients?limit=1").status, 200)
        verdict.equal("write_after", Caller(service.port, service.system).ask("POST", batch.PATH, rows.body("after", 2)).status, 200)
        verdict.equal("rows_after", batch.kept(service, "after"), 2)
    verdict.end()


if __name__ == "__main__":
    main()
