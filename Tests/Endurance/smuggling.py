"""Requests that hide another request. Each has its own id; the service returns the id of every request that it answers."""

from __future__ import annotations

from typing import NamedTuple

POST = b"/v1/service-data/batches"


class Case(NamedTuple):
    name: str
    octets: bytes
    inner: str  # the id of the inner request
    is_own: bool  # whether the inner request is a regular request of the client, not a hidden one


class _Writer:
    """Numbers the cases and builds their requests."""

    def __init__(self, token: str) -> None:
        self.token = token.encode()
        self.cases: list[Case] = []

    @property
    def number(self) -> int:
        return len(self.cases)

    def hidden(self) -> bytes:
        return b"GET /smuggled-%d HTTP/1.1\r\nHost: avain\r\nX-Request-Id: inner-%d\r\n\r\n" % (self.number, self.number)

    def raw(self, name: str, octets: bytes, own: bool = False) -> None:
        self.cases.append(Case(name, octets, f"inner-{self.number}", own))

    def head(self, line: bytes, fields: bytes, host: bytes = b"Host: avain\r\n") -> bytes:
        start = b"%s\r\n%sX-Request-Id: outer-%d\r\n" % (line, host, self.number)
        return start + b"Authorization: Bearer %s\r\nContent-Type: application/json\r\n%s\r\n" % (self.token, fields)

    def post(self, name: str, fields: bytes, body: bytes, own: bool = False, version: bytes = b"1.1") -> None:
        """`LENGTH` in the fields stands for the length of the body in digits."""
        fields = fields.replace(b"LENGTH", b"%d" % len(body))
        self.raw(name, self.head(b"POST %s HTTP/%s" % (POST, version), fields) + body, own)


def cases(token: str) -> list[Case]:
    w = _Writer(token)

    def chunk(octets: bytes) -> bytes:
        return b"%x\r\n%s\r\n" % (len(octets), octets)

    end = b"0\r\n\r\n"
    # These end early for a reader of chunks, and later for a reader that counts bytes.
    codings = {
        "plain": b"Transfer-Encoding: chunked",
        "upper case": b"TRANSFER-ENCODING: CHUNKED",
        "space before colon": b"Transfer-Encoding : chunked",
        "tab before colon": b"Transfer-Encoding\t: chunked",
        "tab before value": b"Transfer-Encoding:\tchunked",
        "vertical tab": b"Transfer-Encoding: \x0bchunked",
        "form feed after": b"Transfer-Encoding: chunked\x0c",
        "NUL in name": b"Transfer-Encoding\0: chunked",
        "prefix": b"Transfer-Encoding: xchunked",
        "quoted": b'Transfer-Encoding: "chunked"',
        "parameter": b"Transfer-Encoding: chunked;q=1",
        "then identity": b"Transfer-Encoding: chunked, identity",
        "after identity": b"Transfer-Encoding: identity, chunked",
        "twice": b"Transfer-Encoding: chunked, chunked",
        "two lines": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x",
        "two lines turned": b"Transfer-Encoding: x\r\nTransfer-Encoding: chunked",
        "empty element": b"Transfer-Encoding: ,chunked",
        "empty": b"Transfer-Encoding:",
        "folded": b"Transfer-Encoding:\r\n chunked",
        "folded name": b"X-A: b\r\n Transfer-Encoding: chunked",
        "underscore": b"Transfer_Encoding: chunked",
        "after bare LF": b"X-A: b\nTransfer-Encoding: chunked",
        "after bare CR": b"X-A: b\rTransfer-Encoding: chunked",
        "bare LF before": b"X-A: b\n\nTransfer-Encoding: chunked",
        "NBSP": b"Transfer-Encoding: \xa0chunked",
        "named in Connection": b"Connection: Transfer-Encoding\r\nTransfer-Encoding: chunked",
    }
    for name, field in codings.items():
        w.post(f"CL.TE {name}", b"Content-Length: LENGTH\r\n" + field + b"\r\n", end + w.hidden())
        # The first chunk's line has four bytes. If the coding is part of another field's name or value, the inner request is a regular one.
        is_own = name in ("underscore", "folded name")
        w.post(f"TE.CL {name}", field + b"\r\nContent-Length: 4\r\n", chunk(w.hidden()) + end, is_own)
    w.post("TE in HTTP/1.0", b"Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n", end + w.hidden(), version=b"1.0")

    lengths = {
        "plus": b"Content-Length: +LENGTH",
        "minus": b"Content-Length: -1",
        "hexadecimal": b"Content-Length: 0x5",
        "list": b"Content-Length: 0, LENGTH",
        "equal list": b"Content-Length: LENGTH, LENGTH",
        "two, less first": b"Content-Length: 0\r\nContent-Length: LENGTH",
        "two, more first": b"Content-Length: LENGTH\r\nContent-Length: 0",
        "two equal": b"Content-Length: LENGTH\r\nContent-Length: LENGTH",
        "space before colon": b"Content-Length : LENGTH",
        "space inside": b"Content-Length: 0 LENGTH",
        "fraction": b"Content-Length: LENGTH.0",
        "exponent": b"Content-Length: 0e9",
        "folded": b"Content-Length: 0\r\n LENGTH",
        "empty": b"Content-Length: ",
        "beyond 2^64": b"Content-Length: 18446744073709551616",
        "leading zeros": b"Content-Length: 000LENGTH",
        "quoted": b'Content-Length: "LENGTH"',
        "vertical tab": b"Content-Length: \x0bLENGTH",
        "after bare LF": b"X-A: b\nContent-Length: LENGTH",
        "after bare CR": b"X-A: b\rContent-Length: LENGTH",
        "letters": b"Content-Length: LENGTHa",
        "Arabic digit": "Content-Length: ٥".encode(),
        "named in Connection": b"Connection: keep-alive, Content-Length\r\nContent-Length: LENGTH",
        "close and named": b"Connection: Content-Length, X-Request-Id, Host\r\nContent-Length: LENGTH",
    }
    for name, field in lengths.items():
        w.post(f"CL {name}", field + b"\r\n", w.hidden())
    w.post("CL underscore", b"Content_Length: LENGTH\r\n", w.hidden(), own=True)
    w.post("no length", b"", w.hidden(), own=True)

    coded = b"Transfer-Encoding: chunked\r\n"
    bodies = {
        "LF after size": b"5\nhello\r\n" + end,
        "LF ends all": b"0\n\n",
        "LF after last": b"0\r\n\n",
        "LF in extension": b"5;a\nhello\r\n" + end,
        "CR in extension": b"5;a\rb\r\nhello\r\n" + end,
        "CRLF in quoted extension": b'5;a="\r\n\r\n0\r\n\r\n"\r\nhello\r\n' + end,
        "0x": b"0x5\r\nhello\r\n" + end,
        "plus": b"+5\r\nhello\r\n" + end,
        "minus": b"-5\r\nhello\r\n" + end,
        "space before": b" 5\r\nhello\r\n" + end,
        "space after": b"5 \r\nhello\r\n" + end,
        "wraps 2^64": b"10000000000000005\r\nhello\r\n" + end,
        "wraps 2^32": b"100000005\r\nhello\r\n" + end,
        "no end of data": b"5\r\nhello" + end,
        "LF ends data": b"5\r\nhello\n" + end,
        "too much data": b"5\r\nhelloX\r\n" + end,
        "two bytes for CRLF": b"5\r\nhelloXX" + end,
        "empty size": b"\r\nhello\r\n" + end,
        "underscore": b"1_0\r\n" + b"x" * 16 + b"\r\n" + end,
        "semicolon alone": b"5;\r\nhello\r\n" + end,
        "NUL in size": b"5\0\r\nhello\r\n" + end,
        "letter": b"g\r\nhello\r\n" + end,
        "trailer fold": b"0\r\nX-A: b\r\n c\r\n\r\n",
        "trailer without colon": b"0\r\nX-A\r\n\r\n",
        "trailer LF": b"0\r\nX-A: b\n\r\n",
        "zeros": b"0" * 17 + b"5\r\nhello\r\n" + end,
        "two ends for one": b"0\r\nX",
    }
    for name, body in bodies.items():
        # A reader that rejects the chunk does not see the request after it; one that accepts the chunk does.
        w.post(f"chunk {name}", coded, body + w.hidden(), own=True)
        w.post(f"chunk {name}, inside", coded, body.removesuffix(end) + chunk(w.hidden()) + end)
    trailers = b"Content-Length: 200\r\nTransfer-Encoding: x\r\nHost: evil\r\n\r\n"
    w.post("framing in trailers", coded, b"5\r\nhello\r\n0\r\n" + trailers + w.hidden(), own=True)

    lines = {
        "bare LF all over": b"GET /health HTTP/1.1\nHost: avain\n\n",
        "two spaces": b"GET  /health HTTP/1.1\r\nHost: avain\r\n\r\n",
        "second version": b"GET /health HTTP/1.1 HTTP/1.1\r\nHost: avain\r\n\r\n",
        "HTTP/0.9": b"GET /health\r\n\r\n",
        "HTTP/1.2": b"GET /health HTTP/1.2\r\nHost: avain\r\n\r\n",
        "HTTP/2": b"GET /health HTTP/2.0\r\nHost: avain\r\n\r\n",
        "preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "NUL in target": b"GET /hea\0lth HTTP/1.1\r\nHost: avain\r\n\r\n",
        "tab in target": b"GET /hea\tlth HTTP/1.1\r\nHost: avain\r\n\r\n",
        "fragment": b"GET /health#a HTTP/1.1\r\nHost: avain\r\n\r\n",
        "no Host": b"GET /health HTTP/1.1\r\n\r\n",
        "two Hosts": b"GET /health HTTP/1.1\r\nHost: avain\r\nHost: evil\r\n\r\n",
        "space in Host": b"GET /health HTTP/1.1\r\nHost: avain evil\r\n\r\n",
        "folded Host": b"GET /health HTTP/1.1\r\nHost: avain\r\n evil\r\n\r\n",
        "absolute against Host": b"GET http://evil/health HTTP/1.1\r\nHost: avain\r\n\r\n",
        "absolute and userinfo": b"GET http://a@avain/health HTTP/1.1\r\nHost: avain\r\n\r\n",
        "space before first field": b"GET /health HTTP/1.1\r\n X-A: b\r\nHost: avain\r\n\r\n",
        "no colon": b"GET /health HTTP/1.1\r\nHost: avain\r\nX-A\r\n\r\n",
        "CONNECT": b"CONNECT avain:80 HTTP/1.1\r\nHost: avain:80\r\n\r\n",
        "lower-case method": b"get /health HTTP/1.1\r\nHost: avain\r\n\r\n",
        "empty lines before": b"\r\n\r\n\r\nGET /health HTTP/1.1\r\nHost: avain\r\n\r\n",
        "bare CR before": b"\rGET /health HTTP/1.1\r\nHost: avain\r\n\r\n",
        "CRCRLF": b"GET /health HTTP/1.1\r\r\nHost: avain\r\n\r\n",
        "double slash": b"GET //health HTTP/1.1\r\nHost: avain\r\n\r\n",
        "encoded CRLF": b"GET /health%0d%0aX-A:b HTTP/1.1\r\nHost: avain\r\n\r\n",
        "asterisk": b"OPTIONS * HTTP/1.1\r\nHost: avain\r\n\r\n",
        "upgrade": b"GET /health HTTP/1.1\r\nHost: avain\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
    }
    for name, octets in lines.items():
        w.raw(f"behind {name}", octets + w.hidden(), own=True)

    for method in (b"GET", b"HEAD", b"OPTIONS", b"DELETE"):
        inside = w.hidden()
        w.raw(f"in the body of {method.decode()}", w.head(method + b" /health HTTP/1.1", b"Content-Length: %d\r\n" % len(inside)) + inside)
        inside = w.hidden()
        w.raw(f"in the chunks of {method.decode()}", w.head(method + b" /health HTTP/1.1", coded) + chunk(inside) + end)
    w.post("in an expected body", b"Expect: 100-continue\r\nContent-Length: LENGTH\r\n", w.hidden())
    w.post("unknown expectation", b"Expect: x\r\nContent-Length: LENGTH\r\n", w.hidden())
    # The head is refused, but what follows is still its body.
    inside = w.hidden()
    w.raw("in a refused body", w.head(b"POST /nowhere HTTP/1.1", b"Content-Length: %d\r\n" % len(inside)) + inside)
    inside = w.hidden()
    w.raw("in refused chunks", w.head(b"POST /nowhere HTTP/1.1", coded) + chunk(inside) + end)
    inside = w.hidden() + b" " * 100_000
    w.raw("in a long refused body", w.head(b"POST /nowhere HTTP/1.1", b"Content-Length: %d\r\n" % len(inside)) + inside)
    w.raw("in the open", w.head(b"GET /health HTTP/1.1", b"") + w.hidden(), own=True)
    w.post("in the open behind a body", b"Content-Length: 2\r\n", b"{}" + w.hidden(), own=True)
    return w.cases
