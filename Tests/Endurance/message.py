"""Parses the requests and answers of a connection, as strictly as RFC 9112 allows: a third opinion beside proxy and service."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_REQUEST_LINE = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) (\S+) HTTP/1\.[0-9]")
_STATUS_LINE = re.compile(rb"HTTP/1\.[01] ([1-5][0-9][0-9]) [^\r\n]*")


class Message(NamedTuple):
    """A complete request or answer. `id` is its X-Request-Id, None if it has none."""

    first: bytes
    id: str | None
    status: int  # 0 for a request


class Reading(NamedTuple):
    messages: list[Message]
    rest: bytes  # not yet a complete message
    fault: str | None  # why the rest can never become one


class _Broken(Exception):
    pass


def requests(octets: bytes) -> Reading:
    return _read(octets, None)


def answers(octets: bytes, methods: list[bytes]) -> Reading:
    """The final answers. An answer to HEAD has no content, so this needs the methods of the requests."""
    return _read(octets, methods)


def _read(octets: bytes, methods: list[bytes] | None) -> Reading:
    messages: list[Message] = []
    rest = octets
    while rest:
        try:
            found = _one(rest, methods, len(messages))
        except _Broken as fault:
            return Reading(messages, rest, str(fault))
        if found is None:
            break
        message, length = found
        rest = rest[length:]
        if message is not None:
            messages.append(message)
    return Reading(messages, rest, None)


def _one(octets: bytes, methods: list[bytes] | None, index: int) -> tuple[Message | None, int] | None:
    if methods is None and octets.startswith(b"\r\n"):
        # RFC 9112 2.2: an empty line before a request is not part of it.
        return None, 2
    end = octets.find(b"\r\n\r\n")
    whole = octets[:end] if end >= 0 else octets
    if re.search(rb"(?<!\r)\n|\r(?!\n|$)|[\0-\x08\x0b\x0c\x0e-\x1f]", whole, re.S):
        raise _Broken("a bare line end or a control byte in the head")
    if end < 0:
        return None
    first, *lines = whole.split(b"\r\n")
    line = (_REQUEST_LINE if methods is None else _STATUS_LINE).fullmatch(first)
    if not line:
        raise _Broken(f"first line {first[:60]!r}")
    status = int(line[1]) if methods is not None else 0
    fields: dict[bytes, list[bytes]] = {}
    for field in lines:
        name, colon, value = field.partition(b":")
        if not colon or not _TOKEN.fullmatch(name):
            raise _Broken(f"field {field[:60]!r}")
        fields.setdefault(name.lower(), []).append(value.strip(b" \t"))
    ids = fields.get(b"x-request-id", [])
    message = Message(first, ids[0].decode("latin-1") if ids else None, status)
    start = end + 4
    if 100 <= status < 200:
        return None, start
    if status in (204, 304) or (methods is not None and index < len(methods) and methods[index] == b"HEAD"):
        return message, start
    lengths, codings = fields.get(b"content-length", []), fields.get(b"transfer-encoding", [])
    if lengths and codings:
        raise _Broken("Content-Length and Transfer-Encoding")
    if codings:
        if [coding.lower() for coding in codings] != [b"chunked"]:
            raise _Broken(f"codings {codings}")
        length = _chunked(octets[start:])
        return None if length is None else (message, start + length)
    if lengths:
        if len(lengths) > 1 or not re.fullmatch(rb"[0-9]+", lengths[0]):
            raise _Broken(f"lengths {lengths}")
        length = int(lengths[0])
        return None if len(octets) < start + length else (message, start + length)
    if status:
        raise _Broken("an answer without a length")
    return message, start


def _chunked(octets: bytes) -> int | None:
    """The length of a chunked body with its trailers."""
    at = 0
    while True:
        end = octets.find(b"\r\n", at)
        line = octets[at : end if end >= 0 else len(octets)]
        if re.search(rb"[\r\n]", line[:-1] if end < 0 else line):
            raise _Broken("a bare line end in a chunk line")
        if end < 0:
            return None
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,16}([ \t]*;.*)?", line):
            raise _Broken(f"chunk line {line[:60]!r}")
        size = int(line.split(b";")[0], 16)
        at = end + 2
        if size == 0:
            break
        if len(octets) < at + size + 2:
            return None
        if octets[at + size : at + size + 2] != b"\r\n":
            raise _Broken("a chunk without its line end")
        at += size + 2
    while True:
        end = octets.find(b"\r\n", at)
        if end < 0:
            return None
        if end == at:
            return end + 2
        if not re.fullmatch(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+:[^\0-\x08\x0a-\x1f]*", octets[at:end]):
            raise _Broken(f"trailer {octets[at:end][:60]!r}")
        at = end + 2
