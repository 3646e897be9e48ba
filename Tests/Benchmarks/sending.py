"""What is sent for each kind of work, and the proof that it is answered as it should be: an error is never measured."""

import json
import random
import sqlite3

from county import PAGE
from places import RUN, Failure


def _answer(running, method, path, token=None, body=None, wanted=200):
    status, kind, content = running.request(method, path, token, body)
    if status != wanted:
        raise Failure(f"{running.server.title} answers {method} {path} with {status}: {content[:300]}")
    if not kind.startswith("application/json"):
        raise Failure(f"{running.server.title} answers {method} {path} as {kind or 'nothing'}")
    return content


def _told(record):
    """A record without what is empty: one server writes null, another leaves the member out."""
    return {name: value for name, value in record.items() if value is not None}


def _expect(running, what, found, wanted):
    if found != wanted:
        raise Failure(f"{running.server.title} answers {what} with {str(found)[:300]}, not {str(wanted)[:300]}")


class Health:
    needs_token = False

    def __init__(self, county):
        pass

    def check(self, running):
        content = _answer(running, "GET", "/health")
        _expect(running, "/health", content, b'{"status":"ok"}')
        return len(content)

    def arguments(self, running):
        return _reading(["/health"], "health")

    def settle(self, running, completed):
        pass


class Client:
    """Any client by id."""

    needs_token = True

    def __init__(self, county):
        self.county = county

    def check(self, running):
        sizes = []
        for record in random.sample(self.county.records, 5):
            content = _answer(running, "GET", f"/v1/clients/{record['id']}", _token(self.county, running))
            wanted = self.county.constant if running.server.is_constant else record
            _expect(running, "a client", _told(json.loads(content)), _told(wanted))
            sizes.append(len(content))
        return min(sizes)

    def arguments(self, running):
        return _reading([f"/v1/clients/{record['id']}" for record in self.county.records], "client")

    def settle(self, running, completed):
        pass


class Pages:
    """Any page of the register."""

    needs_token = True

    def __init__(self, county):
        self.county = county

    def _paths(self, running):
        if running.server.data == "county":
            positions = self.county.cursors
        else:
            positions = [record["id"] for record in self.county.records[PAGE - 1 : -1 : PAGE]]
        return [f"/v1/clients?limit={PAGE}"] + [f"/v1/clients?limit={PAGE}&after={position}" for position in positions]

    def check(self, running):
        paths = self._paths(running)
        sizes = []
        for number in {0, len(paths) // 2, random.randrange(len(paths))}:
            content = _answer(running, "GET", paths[number], _token(self.county, running))
            wanted = self.county.records[number * PAGE : (number + 1) * PAGE]
            _expect(running, "a page", [_told(item) for item in json.loads(content)["items"]], [_told(record) for record in wanted])
            sizes.append(len(content))
        return min(sizes)

    def arguments(self, running):
        return _reading(self._paths(running), f"page-{running.server.data}")

    def settle(self, running, completed):
        pass


class Registering:
    """A new client with each request, on the disk before the answer."""

    needs_token = True
    _PERSON = {
        "hetu": "HETU_______", "givenNames": "Testi", "familyName": "Mittaaja", "language": "fi", "municipality": "837",
        "streetAddress": "Testikatu 1", "postalCode": "33100", "postOffice": "Tampere", "email": "mittaaja@example.com",
    }

    def __init__(self, county):
        self.county = county
        # Where the next serial number begins in each server's file: no person is sent twice.
        self.next = {}
        # The same for the persons of the checks.
        self.checked = {}
        self.before = {}

    def check(self, running):
        serial = self.checked.get(running.file, 0)
        self.checked[running.file] = serial + 1
        person = self._PERSON | {"hetu": _check_person(serial)}
        body = json.dumps(person)
        made = json.loads(_answer(running, "POST", "/v1/clients", _token(self.county, running), body, wanted=201))
        for member in ["givenNames", "familyName", "municipality", "postalCode", "email"]:
            _expect(running, member, made[member], person[member])
        # The uniqueness that a commit pays for is there.
        _answer_any(running, "POST", "/v1/clients", _token(self.county, running), body, wanted=409)
        found = json.loads(_answer(running, "GET", f"/v1/clients/{made['id']}", _token(self.county, running)))
        _expect(running, "the new client", _told(found), _told(made))
        self.before[running.file] = self._count(running)
        return len(json.dumps(made))

    def arguments(self, running):
        template = RUN / "person.json"
        template.write_text(json.dumps(self._PERSON))
        return ["post", template, self.next.get(running.file, 0)]

    def settle(self, running, completed):
        """Every answered request left a client, and no request that was not sent did."""
        count = self._count(running)
        made = count - self.before[running.file]
        if made < completed:
            raise Failure(f"{running.server.title} answered {completed} and kept {made}")
        self.before[running.file] = count
        # Beyond what was under way when the time was over.
        self.next[running.file] = self.next.get(running.file, 0) + made + 10_000

    def _count(self, running):
        if running.server.data == "county":
            content = _answer(running, "GET", "/v1/clients?limit=1&count=exact", _token(self.county, running))
            return json.loads(content)["total"]
        database = sqlite3.connect(f"file:{running.file}?mode=ro", uri=True)
        try:
            return database.execute("SELECT count(*) FROM client").fetchone()[0]
        finally:
            database.close()


def _check_person(serial):
    """Persons of the check: a sign that neither the county nor the driver uses."""
    number = 900 + serial % 100
    day, month, year = serial // 100 % 28 + 1, serial // 2800 % 12 + 1, 10
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[(day * 10_000_000 + month * 100_000 + year * 1000 + number) % 31]
    return f"{day:02}{month:02}{year:02}B{number}{check}"


def _answer_any(running, method, path, token, body, wanted):
    status, _, content = running.request(method, path, token, body)
    if status != wanted:
        raise Failure(f"{running.server.title} answers {method} {path} with {status}, not {wanted}: {content[:300]}")


def _token(county, running):
    return county.token if running.server.data in ("county", "empty") else None


def _reading(paths, name):
    file = RUN / f"{name}.paths"
    file.write_text("\n".join(paths) + "\n")
    return ["get", file]


KINDS = {"health": Health, "client": Client, "page": Pages, "post": Registering}
