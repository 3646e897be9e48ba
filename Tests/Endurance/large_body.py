"""Sends a body of the largest accepted size: the process stays under 256 MB at its peak, and refuses a larger body before it is sent."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator

import batch
from caller import head
from service import Service, arguments
from verdict import Verdict

PIECE = 1 << 16


def pieces(rows: batch.Rows, kind: str, size: int, count: int) -> Iterator[bytes]:
    """The bytes of a body, made while they are sent. JSON: one batch of `count` rows; NDJSON: rows until the size is reached."""
    # An unknown member pads the row to the wanted length; only that row is rejected.
    def line(index: int, length: int) -> bytes:
        row = json.dumps(rows.row(f"large-{index}")).encode()
        return row if length <= len(row) + 12 else row[:-1] + b', "note": "' + b"x" * (length - len(row) - 12) + b'"}'

    if kind == "json":
        length = (size - 12) // count - 1
        yield b'{"items": ['
        for index in range(count):
            yield (b"," if index else b"") + line(index, length)
        yield b"]}"
    else:
        sent = index = 0
        while sent < size:
            one = line(index, 0) + b"\n"
            yield one
            sent += len(one)
            index += 1


def post(service: Service, options, answers: list[int], times: list[float]) -> None:
    """Sends one body in chunks, so that its length need not be known in advance, and waits for the answer."""
    rows = batch.Rows(service)
    began = time.monotonic()
    client = socket.create_connection(("127.0.0.1", service.port), timeout=options.seconds)
    client.sendall(
        head("POST", options.path, service.system, Content_Type=options.content_type, Transfer_Encoding="chunked", X_Request_Id="large")
    )
    kind = "json" if options.content_type == "application/json" else "ndjson"
    waiting = bytearray()

    def flush() -> None:
        client.sendall(b"%x\r\n" % len(waiting) + waiting + b"\r\n")
        waiting.clear()

    try:
        for piece in pieces(rows, kind, int(options.megabytes * 2**20), options.rows):
            waiting += piece
            if len(waiting) >= PIECE:
                flush()
        flush()
        client.sendall(b"0\r\n\r\n")
    except OSError:
        pass  # refused while sending: the answer says why
    answer = client.recv(65536)
    answers.append(int(answer.split()[1]) if answer else 0)
    times.append(time.monotonic() - began)
    client.close()


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--path", default=batch.PATH, help="path of the import")
    parser.add_argument("--content-type", default="application/json", help="application/x-ndjson: one row a line, up to the size")
    parser.add_argument("--megabytes", type=float, default=7.9)
    parser.add_argument("--rows", type=int, default=5000, help="of a JSON batch")
    parser.add_argument("--together", type=int, default=4, help="how many at once afterwards; reported, not judged")
    parser.add_argument("--peak", type=float, default=256, help="MB")
    parser.add_argument("--seconds", type=float, default=120, help="maximum wait for an answer")
    options = parser.parse_args()
    verdict = Verdict()
    with Service(options.program) as service:
        service.start()
        verdict.report("megabytes", options.megabytes)
        verdict.report("rss_mb_before", service.memory() / 2**20)
        answers: list[int] = []
        times: list[float] = []
        post(service, options, answers, times)
        verdict.one_of("status", answers[0], (200, 201, 202))
        verdict.report("took_s", times[0])
        verdict.at_most("peak_mb", service.memory("VmHWM") / 2**20, options.peak)
        verdict.report("rss_mb_after", service.memory() / 2**20)
        verdict.equal("torn", batch.torn(service), 0)

        # A length beyond the limit is refused as soon as the head announces it.
        client = socket.create_connection(("127.0.0.1", service.port), timeout=10)
        client.sendall(head("POST", options.path, service.system, Content_Type=options.content_type, Content_Length=200 << 20))
        verdict.equal("too_large", int(client.recv(4096).split()[1]), 413)
        client.close()

        group = [threading.Thread(target=post, args=(service, options, answers, times)) for _ in range(options.together)]
        for thread in group:
            thread.start()
        for thread in group:
            thread.join()
        verdict.report("statuses_together", answers[1:])
        verdict.report("peak_mb_together", service.memory("VmHWM") / 2**20)
        verdict.equal("alive", service.alive, True)
    verdict.end()


if __name__ == "__main__":
    main()
