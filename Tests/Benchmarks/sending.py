"""The requests of each kind of work, and the checks of their answers, so that an error is never measured."""

import json
import random
import sqlite3
from urllib.parse import quote

from county import PAGE, hetu
from places import RUN, Failure


class Health:
    needs_token = False
    token = None

    def __init__(self, county):
        self.county = county

    def check(self, running):
        """Sends one request and checks every byte of the answer. Returns the minimum size of an answer."""
        content = answer(running, "GET", "/health")
        expect(running, "/health", content, b'{"status":"ok"}')
        return len(content)

    def arguments(self, running):
        """The arguments of `drive.lua`."""
        return _reading(["/health"], "health")

    def settle(self, running, completed):
        """Checks what `completed` answers left behind."""


class Logged:
    """Reads of clients' data, which the service logs."""

    needs_token = True
    # The minimum number of clients in an answer.
    clients = 1

    def __init__(self, county):
        self.county = county
        self.token = county.token
        self.before = 0

    def check(self, running):
        smallest = min(self.look(running))
        self.before = _log_rows(running)
        return smallest

    def settle(self, running, completed):
        """Checks that the product logged every client before the answer left, and that the service without the log logged none."""
        rows = _log_rows(running)
        made, self.before = rows - self.before, rows
        if running.server.runs in ("avain", "before") and made < completed * self.clients:
            raise Failure(f"{running.server.title} showed {completed * self.clients} clients and logged {made}")
        if running.server.runs == "unlogged" and made > 0:
            raise Failure(f"{running.server.title} logged {made} rows")


class Client(Logged):
    """A random client by id."""

    def look(self, running):
        for record in random.sample(self.county.records, 5):
            content = answer(running, "GET", f"/v1/clients/{record['id']}", token(self.county, running))
            wanted = self.county.constant if running.server.is_constant else record
            expect_record(running, "a client", json.loads(content), wanted)
            yield len(content)

    def arguments(self, running):
        return _reading([f"/v1/clients/{record['id']}" for record in self.county.records], "client")


class Pages(Logged):
    """A random page of the register."""

    def __init__(self, county):
        super().__init__(county)
        self.clients = len(county.records) % PAGE or PAGE

    def look(self, running):
        paths = self._paths(running)
        for number in {0, len(paths) // 2, random.randrange(len(paths))}:
            content = answer(running, "GET", paths[number], token(self.county, running))
            wanted = self.county.records[number * PAGE : (number + 1) * PAGE]
            items = json.loads(content)["items"]
            expect(running, "the number of items", len(items), len(wanted))
            for item, record in zip(items, wanted):
                expect_record(running, "a page", item, record)
            yield len(content)

    def arguments(self, running):
        return _reading(self._paths(running), f"page-{running.server.data}")

    def _paths(self, running):
        if running.server.data == "county":
            positions = self.county.cursors
        else:
            positions = [record["id"] for record in self.county.records[PAGE - 1 : -1 : PAGE]]
        return [f"/v1/clients?limit={PAGE}"] + [f"/v1/clients?limit={PAGE}&after={position}" for position in positions]


class OneClient(Logged):
    """A random client by id, in a county without peers."""

    def look(self, running):
        for client in self.county.sample(5):
            content = answer(running, "GET", f"/v1/clients/{client.id}", self.token)
            expect(running, "a client", json.loads(content)["familyName"], client.family)
            yield len(content)

    def arguments(self, running):
        return _reading([f"/v1/clients/{client.id}" for client in self.county.sample(10_000)], "point")


class OnePage(Logged):
    """The same page of fifty clients every time."""

    clients = PAGE

    def __init__(self, county, number, sort=None):
        super().__init__(county)
        # In a county too small for page 1,000: the last full page.
        self.number = min(number, len(county.clients) // PAGE)
        self.query = f"sort={sort}&" if sort else ""
        self.path = None

    def look(self, running):
        self.path = self.path or self._path(running)
        content = answer(running, "GET", self.path, self.token)
        items = json.loads(content)["items"]
        first = (self.number - 1) * PAGE
        order = self.county.by_name if self.query else self.county.clients
        expect(running, f"page {self.number}", [item["id"] for item in items], [client.id for client in order[first : first + PAGE]])
        yield len(content)

    def arguments(self, running):
        return _reading([self.path], running.server.key)

    def _path(self, running):
        """The path of the page. Gets its cursor by paging there; a cursor does not depend on the page size."""
        left, cursor = (self.number - 1) * PAGE, ""
        while left:
            step = min(left, 200)
            path = f"/v1/clients?{self.query}limit={step}{cursor}"
            cursor = "&after=" + json.loads(answer(running, "GET", path, self.token))["next"]
            left -= step
        return f"/v1/clients?{self.query}limit={PAGE}{cursor}"


class Search(Logged):
    """Searches for names of the county as people type them: whole names, beginnings, and either with one slip."""

    def look(self, running):
        for client in self.county.sample(30):
            for asked in self._asked(client, random):
                content = answer(running, "GET", f"/v1/clients?name={quote(asked)}", self.token)
                found = json.loads(content)
                # If there is more than one page, the client may be on a later one.
                if found["next"] is None and client.id not in [item["id"] for item in found["items"]]:
                    raise Failure(f"a search for {asked} does not find {client}")
                if not found["items"]:
                    raise Failure(f"a search for {asked} finds no client")
                yield len(content)

    def arguments(self, running):
        # Five searches for each client, for the same clients in each round.
        drawn = random.Random(20260630)
        asked = [text for client in drawn.sample(self.county.clients, min(2_000, len(self.county.clients))) for text in self._asked(client, drawn)]
        return _reading([f"/v1/clients?name={quote(text)}" for text in asked], "search")

    @staticmethod
    def _asked(client, drawn):
        given, family = client.given.split()[0], client.family
        return [
            f"{family} {given}", family, f"{given} {family[:3]}", family[: max(3, len(family) - 2)],
            f"{Search._slip(family, drawn)} {given}" if len(family) > 4 else f"{given} {family}",
        ]

    @staticmethod
    def _slip(word, drawn):
        place = drawn.randrange(1, len(word) - 1)
        before, letter, after = word[:place], word[place], word[place + 1 :]
        return drawn.choice([before + after, before + letter + letter + after, before + "x" + after, before + after[0] + letter + after[1:]])


class Queue(Logged):
    """The work queue of one worker, the most overdue first."""

    def __init__(self, county):
        super().__init__(county)
        self.token = county.worker_token

    def look(self, running):
        content = answer(running, "GET", "/v1/work-queue?mine=true", self.token)
        items = json.loads(content)["items"]
        expect(running, "the order of the queue", items, sorted(items, key=lambda item: (item["dueOn"], item["kind"], item["nounId"])))
        self.clients = len({item["clientId"] for item in items})
        if self.clients < 10:
            raise Failure(f"the queue is nearly empty: {items}")
        yield len(content)

    def arguments(self, running):
        return _reading(["/v1/work-queue?mine=true"], "queue")


class Registering:
    """Registers a new client with each request, durable before the answer."""

    needs_token = True
    _PERSON = {
        "hetu": "HETU_______", "givenNames": "Testi", "familyName": "Mittaaja", "language": "fi", "municipality": "837",
        "streetAddress": "Testikatu 1", "postalCode": "33100", "postOffice": "Tampere", "email": "mittaaja@example.com",
    }

    def __init__(self, county):
        self.county = county
        self.token = county.token
        # For each file, the next serial number of the driver and of the checks, so that no person is sent twice.
        self.driven, self.checked = {}, {}
        self.before = 0

    def check(self, running):
        serial = self.checked.get(running.file, 0)
        self.checked[running.file] = serial + 1
        # Uses a century sign that neither the county nor the driver uses.
        body = json.dumps(self._PERSON | {"hetu": hetu(serial, "B", year=10)})
        made = json.loads(answer(running, "POST", "/v1/clients", token(self.county, running), body, wanted=201))
        for member in ["givenNames", "familyName", "municipality", "postalCode", "email"]:
            expect(running, member, made[member], self._PERSON[member])
        found = json.loads(answer(running, "GET", f"/v1/clients/{made['id']}", token(self.county, running)))
        expect(running, "the new client", without_empty(found), without_empty(made))
        # The unique index, which every commit pays for, works.
        status, _, _ = running.request("POST", "/v1/clients", token(self.county, running), body)
        expect(running, "the same person again", status, 409)
        self.before = self._count(running)
        return len(json.dumps(made))

    def arguments(self, running):
        template = RUN / "person.json"
        template.write_text(json.dumps(self._PERSON))
        return ["post", template, self.driven.get(running.file, 0)]

    def settle(self, running, completed):
        """Checks that every answer left a client."""
        count = self._count(running)
        made, self.before = count - self.before, count
        if made < completed:
            raise Failure(f"{running.server.title} took {completed} clients and kept {made}")
        # Skips the requests that were in progress when the time was over.
        self.driven[running.file] = self.driven.get(running.file, 0) + made + 10_000

    def _count(self, running):
        return number_in(running.file, "SELECT count(*) FROM " + ("clients" if running.server.data == "county" else "client"))


def answer(running, method, path, token=None, body=None, wanted=200):
    """The body of an answer. Raises `Failure` if its status is not the wanted one or its type is not JSON."""
    status, kind, content = running.request(method, path, token, body)
    if status != wanted:
        raise Failure(f"{running.server.title} answers {method} {path} with {status}: {content[:300]}")
    if not kind.startswith("application/json"):
        raise Failure(f"{running.server.title} answers {method} {path} as {kind or 'nothing'}")
    return content


def expect(running, what, found, wanted):
    if found != wanted:
        raise Failure(f"{running.server.title} answers {what} with {str(found)[:300]}, not {str(wanted)[:300]}")


def expect_record(running, what, found, wanted):
    # An earlier build may lack members.
    known = found if running.server.runs == "before" else wanted
    expect(running, what, without_empty(found), without_empty({name: value for name, value in wanted.items() if name in known}))


def without_empty(record):
    """A record without its empty members: some servers write null, others leave the member out."""
    return {name: value for name, value in record.items() if value is not None}


def token(county, running):
    return county.token if running.server.data == "county" else None


def _log_rows(running):
    if running.server.data != "county":
        return 0
    # One row is one answer, with sixteen bytes for each client in it.
    return number_in(running.file, "SELECT coalesce(sum(length(client_ids)), 0) / 16 FROM access_log")


def number_in(file, question):
    """Reads a number from the file of a running server, without writing to it."""
    database = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return database.execute(question).fetchone()[0]
    finally:
        database.close()


def _reading(paths, name):
    file = RUN / f"{name}.paths"
    file.write_text("\n".join(paths) + "\n")
    return ["get", file]


KINDS = {
    "health": Health, "client": Client, "page": Pages, "post": Registering, "point": OneClient,
    "list-first": lambda county: OnePage(county, 1), "list-far": lambda county: OnePage(county, 1_000),
    "names-first": lambda county: OnePage(county, 1, "familyName"), "names-far": lambda county: OnePage(county, 1_000, "familyName"),
    "search": Search, "queue": Queue,
}
