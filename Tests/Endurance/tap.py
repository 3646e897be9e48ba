"""A TCP tap: passes bytes on between proxy and service in both directions, and records them."""

from __future__ import annotations

import socket
import threading


class Line:
    """One connection through the tap."""

    def __init__(self) -> None:
        self.up = bytearray()  # to the service
        self.down = bytearray()
        self.open = 2
        self.service_ended_first: bool | None = None  # None while both sides are open


class Tap:
    def __init__(self, service_port: int) -> None:
        self.service_port = service_port
        self.lines: list[Line] = []
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
            except OSError:
                return
            try:
                far = socket.create_connection(("127.0.0.1", self.service_port), timeout=10)
            except OSError:
                near.close()
                continue
            for each in (near, far):
                each.settimeout(None)
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = Line()
            self.lines.append(line)
            threading.Thread(target=self._pass, args=(line, near, far, line.up), daemon=True).start()
            threading.Thread(target=self._pass, args=(line, far, near, line.down), daemon=True).start()

    @staticmethod
    def _pass(line: Line, source: socket.socket, sink: socket.socket, kept: bytearray) -> None:
        try:
            while octets := source.recv(65536):
                kept += octets
                sink.sendall(octets)
        except OSError:
            pass
        if line.service_ended_first is None:
            line.service_ended_first = kept is line.down
        # One side has finished; the other may still send.
        for each, how in ((sink, socket.SHUT_WR), (source, socket.SHUT_RD)):
            try:
                each.shutdown(how)
            except OSError:
                pass
        line.open -= 1
        if line.open == 0:
            source.close()
            sink.close()

    def close(self) -> None:
        self.listener.close()
