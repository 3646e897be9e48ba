"""Cuts a bulk post at each of 200 offsets, by RST and by FIN: the service keeps no part of it and leaks no descriptor."""

from __future__ import annotations

import socket
import struct
import time

import batch
from caller import Caller, head
from service import Service, arguments
from verdict import Verdict


def cut(service: Service, message: bytes, offset: int, by_reset: bool) -> int:
    """Sends the first `offset` bytes and disconnects. Returns the status if there was an answer before a FIN took effect, else 0."""
    client = socket.create_connection(("127.0.0.1", service.port), timeout=10)
    client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    client.sendall(message[:offset])
    if by_reset:
        # With a linger time of 0 s, close sends RST.
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        return 0
    client.shutdown(socket.SHUT_WR)
    answer = b""
    try:
        while part := client.recv(65536):
            answer += part
    except OSError:
        pass
    client.close()
    return int(answer.split()[1]) if answer else 0


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--offsets", type=int, default=200)
    parser.add_argument("--rows", type=int, default=50)
    options = parser.parse_args()
    verdict = Verdict()
    with Service(options.program) as service:
        rows = batch.Rows(service)
        service.start()
        # Makes every lane open its reader before the descriptors are counted.
        for _ in range(20):
            warm = Caller(service.port, service.system)
            warm.ask("GET", f"{batch.PATH}?limit=1")
            warm.close()
        time.sleep(0.5)
        baseline = service.descriptors()
        statuses: dict[str, int] = {}
        partial = early = whole = wrong = 0
        for by_reset in (True, False):
            for step in range(options.offsets):
                name = f"{'rst' if by_reset else 'fin'}{step}"
                body = rows.body(name, options.rows)
                request = head("POST", batch.PATH, service.system, Content_Type="application/json", Content_Length=len(body))
                message = request + body
                # Offsets spread over the whole message and at the edges of head and body; the last one is complete.
                last = options.offsets - 1
                near = [1, len(request) - 1, len(request), len(request) + 1, len(message) - 1]
                offset = near[step] if step < len(near) else len(message) * step // last
                status = cut(service, message, offset, by_reset)
                statuses[str(status)] = statuses.get(str(status), 0) + 1
                time.sleep(0.002)
                # A message that was not sent whole must never be kept; a whole one may be.
                kept = batch.kept(service, name)
                partial += kept not in (0, options.rows)
                early += kept > 0 and offset < len(message)
                whole += kept == options.rows
                wrong += status == 200 and kept != options.rows
                wrong += not by_reset and offset < len(message) and status == 200
        deadline = time.monotonic() + 2
        while service.descriptors() > baseline and time.monotonic() < deadline:
            time.sleep(0.05)
        verdict.report("cuts", 2 * options.offsets)
        verdict.report("statuses", statuses)
        verdict.report("whole", whole)
        verdict.equal("partial", partial, 0)
        verdict.equal("kept_without_the_end", early, 0)
        verdict.equal("wrong_answers", wrong, 0)
        verdict.at_most("descriptors_left_over", service.descriptors() - baseline, 0)
        # Sends the same batches again, as a system does that got no answer: each must be there once.
        caller = Caller(service.port, service.system)
        for name in ("rst0", "rst100", f"rst{options.offsets - 1}", "fin150"):
            verdict.equal(f"again_{name}", caller.ask("POST", batch.PATH, rows.body(name, options.rows)).status, 200)
            verdict.equal(f"rows_{name}", batch.kept(service, name), options.rows)
        verdict.equal("torn", batch.torn(service), 0)
        verdict.equal("alive", service.alive, True)
        verdict.equal("exit", service.stop(), 0)
    verdict.end()


if __name__ == "__main__":
    main()
