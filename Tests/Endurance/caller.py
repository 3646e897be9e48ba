"""A well-behaved client with one keep-alive connection, and its answers."""

from __future__ import annotations

import http.client
import json
from typing import Any, NamedTuple


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)


class Caller:
    def __init__(self, port: int, token: str | None = None, seconds: float = 10) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=seconds)
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """Sends a request and waits for the answer. Header names have underscores in place of hyphens."""
        fields = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            fields.setdefault("Content-Type", "application/json")
        self.connection.request(method, path, body, fields)
        response = self.connection.getresponse()
        return Answer(response.status, response.headers, response.read())

    def close(self) -> None:
        self.connection.close()


def head(method: str, path: str, token: str | None = None, **headers: object) -> bytes:
    """A request head as bytes, for badly behaved clients."""
    lines = [f"{method} {path} HTTP/1.1", "Host: avain"]
    if token:
        lines.append(f"Authorization: Bearer {token}")
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n"
