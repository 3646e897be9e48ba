"""What the callers of a fault check write and read, and the ledger of it. What was acknowledged must be there after any
fault."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import pathlib
import threading
import time

from caller import Answer
from fault_layer import Layer
from instance import County, Line, problem

BATCHES = "/v1/service-data/batches"
IMPORTS = "/v1/service-data/imports"


def letters(number: int) -> str:
    """A number in letters: texts with digits can look like a national id."""
    text = ""
    while True:
        number, digit = divmod(number, 20)
        text = "bcdfghjklmnpqrstvwxz"[digit] + text
        if not number:
            return text


def national_id(number: int) -> str:
    """An artificial national id; a different one for each number up to three million."""
    day, number = number % 28 + 1, number // 28
    month, number = number % 12 + 1, number // 12
    digits = f"{day:02}{month:02}{number // 100 % 100:02}", f"{900 + number % 100:03}"
    return f"{digits[0]}-{digits[1]}{'0123456789ABCDEFHJKLMNPRSTUVWXY'[int(''.join(digits)) % 31]}"


@dataclasses.dataclass
class Entry:
    """A request and its answer. Marks are numbers of operations of the layer; times are nanoseconds of the monotonic clock."""

    label: str
    kind: str
    role: str
    method: str
    path: str
    body: str | None = None
    tag: str | None = None  # the version that a change names
    request_id: str = ""
    rows: int = 1  # how many acknowledged writes it counts for
    status: int = 0  # 0: no answer
    code: str = ""
    detail: str = ""
    answer: str = ""
    location: str = ""
    etag: str = ""
    sent: int = 0
    answered: int = 0
    sent_at: int = 0
    answered_at: int = 0

    @property
    def is_acknowledged(self) -> bool:
        return 200 <= self.status < 300

    @property
    def is_read(self) -> bool:
        return self.method == "GET"

    @property
    def document(self) -> dict:
        return json.loads(self.answer)

    @property
    def events(self) -> list[str]:
        """The events of the rows of service data."""
        return [f"{self.label}-{letters(index)}" for index in range(self.rows)]


class Ledger:
    """The entries in the order of their answers. With a path the acknowledged ones are also in a file, each synced before the next request
    of its caller; without bodies, which can be made again from the labels."""

    def __init__(self, path: pathlib.Path | None = None) -> None:
        self.entries: list[Entry] = []
        self._file = open(path, "a", encoding="utf-8") if path else None
        self._lock = threading.Lock()

    def add(self, entry: Entry) -> None:
        with self._lock:
            self.entries.append(entry)
            if self._file and entry.is_acknowledged:
                short = dataclasses.replace(entry, body=None, answer="")
                self._file.write(json.dumps(dataclasses.asdict(short), ensure_ascii=False) + "\n")
                self._file.flush()
                os.fsync(self._file.fileno())

    @staticmethod
    def read(path: pathlib.Path) -> list[Entry]:
        """The entries of a file; without a last line that was cut off."""
        entries = []
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                try:
                    entries.append(Entry(**json.loads(line)))
                except json.JSONDecodeError:
                    continue
        return entries


# Answers hold sentences, and are compared with later ones of the same language.
LANGUAGE = "en"


class Caller:
    """Sends requests for one user of each role and enters them into the ledger."""

    def __init__(self, county: County, port: int, ledger: Ledger, layer: Layer | None = None) -> None:
        self.county, self.ledger, self.layer = county, ledger, layer
        self.lines = {role: Line(port, token) for role, token in county.tokens.items()}

    def close(self) -> None:
        for line in self.lines.values():
            line.close()

    def ask(self, role: str, method: str, path: str, body: object = None, **headers: str) -> Answer | None:
        """Sends a request that is in no ledger."""
        headers.setdefault("Accept_Language", LANGUAGE)
        return self.lines[role].ask(method, path, None if body is None else json.dumps(body).encode(), **headers)

    def send(self, entry: Entry) -> Entry:
        """Sends the request of an entry, once more if it was sent before, and notes the answer."""
        headers = {"X_Request_Id": entry.request_id or f"r-{entry.label}", "Accept_Language": LANGUAGE}
        entry.request_id = headers["X_Request_Id"]
        if entry.method == "POST":
            headers["Idempotency_Key"] = f"key-{entry.label}"
        if entry.tag:
            headers["If_Match"] = entry.tag
        if entry.kind == "import":
            headers["Content_Type"] = "application/x-ndjson"
        entry.sent, entry.sent_at = self.layer["done"] if self.layer else 0, time.monotonic_ns()
        answer = self.lines[entry.role].ask(entry.method, entry.path, entry.body.encode() if entry.body else None, **headers)
        entry.answered, entry.answered_at = self.layer["done"] if self.layer else 0, time.monotonic_ns()
        if answer is None:
            entry.status = 0
        else:
            entry.status, entry.code = answer.status, problem(answer)
            entry.answer = answer.body.decode()
            entry.detail = entry.document.get("detail", "") if entry.code else ""
            entry.location = answer.headers.get("Location", "") or entry.location
            entry.etag = answer.headers.get("ETag", "")
        self.ledger.add(entry)
        return entry

    # The writes

    def service_type(self, label: str) -> Entry:
        body = {
            "code": label, "nameFi": f"Palvelu {label}", "nameSv": f"Tjänst {label}", "unit": "hour", "law": "vammaispalvelulaki_675_2023",
            "legalBasis": "Vammaispalvelulaki 675/2023", "isSubjectiveRight": True, "isFreeOfCharge": True, "validFrom": "2020-01-01",
        }  # fmt: skip
        return self.send(Entry(label, "service_type", "admin", "POST", "/v1/service-types", json.dumps(body)))

    def client(self, label: str, number: int) -> Entry:
        body = {"hetu": national_id(number), "givenNames": "Aino", "familyName": label, "language": "fi", "municipality": "837"}
        return self.send(Entry(label, "client", "social_worker", "POST", "/v1/clients", json.dumps(body)))

    def case(self, label: str, client: Entry) -> Entry:
        today = time.strftime("%Y-%m-%d")
        body = {
            "clientId": client.document["id"], "regionalModel": "avain", "contactAt": today, "channel": "phone", "applicantRole": "client",
            "otherServices": [label],
        }  # fmt: skip
        return self.send(Entry(label, "case", "social_worker", "POST", "/v1/cases", json.dumps(body)))

    def meeting(self, label: str) -> Entry:
        body = {
            "kind": "needs_talk", "heldOn": time.strftime("%Y-%m-%d"), "place": label, "placeChosenBy": "client",
            "otherParticipants": ["sisko"],
        }  # fmt: skip
        return self.send(Entry(label, "meeting", "social_worker", "POST", f"/v1/cases/{self.county.case}/meetings", json.dumps(body)))

    def change(self, label: str, meeting: Entry) -> Entry:
        """Writes the minutes of a meeting whose newest version an entry has."""
        entry = Entry(label, "change", "social_worker", "PATCH", meeting.location, json.dumps({"minutes": label}), tag=meeting.etag)
        entry.location = meeting.location
        return self.send(entry)

    def batch(self, label: str, count: int) -> Entry:
        entry = Entry(label, "batch", "system", "POST", BATCHES, rows=count)
        entry.body = json.dumps({"items": self._rows(entry)})
        return self.send(entry)

    def lines_import(self, label: str, count: int) -> Entry:
        entry = Entry(label, "import", "system", "POST", IMPORTS, rows=count)
        entry.body = "".join(json.dumps(row) + "\n" for row in self._rows(entry))
        return self.send(entry)

    def _rows(self, entry: Entry) -> list[dict[str, object]]:
        return [self.county.row(event, index) for index, event in enumerate(entry.events)]

    def rotation(self, label: str) -> Entry:
        return self.send(Entry(label, "rotation", "admin", "POST", "/v1/hetu-key-rotations", "{}"))

    def backup(self, label: str, seconds: float = 5) -> Entry | None:
        """Asks for a backup and waits until it is done.

        Returns the entry of the file, which has its name as the label; None if there is none."""
        if not self._has_backups:
            return None
        entry = self.send(Entry(label, "backup", "admin", "POST", "/v1/admin/backups", "{}"))
        deadline = time.monotonic() + seconds
        while entry.is_acknowledged and time.monotonic() < deadline:
            sent = self.layer["done"] if self.layer else 0
            answer = self.ask("admin", "GET", entry.location)
            if answer is None or answer.status != 200 or answer.document["state"] == "failed":
                return None
            if answer.document["state"] == "done":
                file = Entry(answer.document["file"], "copy", "admin", "", "", status=200, sent=sent)
                file.answered = self.layer["done"] if self.layer else 0
                self.ledger.add(file)
                return file
            time.sleep(0.01)
        return None

    @functools.cached_property
    def _has_backups(self) -> bool:
        """Whether this version of the program makes backups while it serves."""
        answer = self.ask("admin", "GET", "/v1/admin/backups")
        return answer is not None and answer.status != 404

    def read(self, label: str) -> Entry:
        """Reads a client: the access must be on record before the answer leaves."""
        return self.send(Entry(label, "read", "social_worker", "GET", f"/v1/clients/{self.county.client}"))
