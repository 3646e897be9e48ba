"""Counts the instructions of four works of the service with callgrind, and compares them with budgets.json.

One process does all works. Before each, the counters are set to zero, and afterwards they are dumped, so start-up does not count. Each work
is done in several equal parts, the first of which is not counted. The least of the others is the cost: the service also does work of its own,
such as its verification, which falls into some parts. Counts hardly depend on the machine's load, unlike times.
"""

import argparse
import atexit
import http.client
import itertools
import json
import os
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
BUDGETS = HERE / "budgets.json"
# The number of requests or rows in each part of a work.
NUMBERS = {"loggedRead": 20, "pageOf50": 5, "durablePost": 15, "batchRow": 40}
# The parts of a work that count.
PARTS = 6
# The share by which a count may differ from its budget.
ALLOWED = 0.10
CHECK = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def output(*command):
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout.strip()


class County:
    """A small county, made once; each count uses a copy."""

    def __init__(self, program, folder):
        # Callgrind of Debian cannot read the debug information of the Swift compiler, and needs none.
        self.program, self.folder, self.file = folder / "avain", folder, folder / "county.sqlite"
        output("strip", "--strip-debug", "-o", self.program, program)
        output(program, "generate-county", "--clients", 100, "--hb-share", 60, "--units", 1, "--database", self.file)
        key = [program, "keys", "create", "--database", self.file, "--role"]
        self.worker = output(*key, "social_worker", "--name", "Work Counter", "--unit", "Vammaispalvelut, itä")
        self.system = output(*key, "system", "--name", "counter")
        with sqlite3.connect(self.file) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.client, self.number = database.execute("SELECT id, number FROM clients ORDER BY id LIMIT 1").fetchone()
            self.service = database.execute("SELECT code FROM service_types ORDER BY code LIMIT 1").fetchone()[0]

    def copy(self):
        file = self.folder / "copy.sqlite"
        for old in self.folder.glob("copy.sqlite*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
        shutil.copyfile(self.file, file)
        shutil.copy(f"{self.file}.keys", f"{file}.keys")
        return file


class Service:
    """The service under callgrind, and one connection to it."""

    def __init__(self, county):
        self.counts = county.folder / "callgrind.out"
        self.log = county.folder / "service.log"
        command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={self.counts}", county.program, "serve", "--database",
                   county.copy(), "--listen", "127.0.0.1:0", "--lanes", "1", "--anchor-every", "3600", "--verify-every", "604800"]
        # Swift seeds its hash tables at random, which changes the counts from start to start.
        surroundings = os.environ | {"SWIFT_DETERMINISTIC_HASHING": "1"}
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, env=surroundings,
                                            text=True)
        # A failure on the way must leave no process behind.
        atexit.register(self.process.kill)
        for line in self.process.stdout:
            found = re.search(r"listening on http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.connection = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=120)
                return
        sys.exit("the service did not start: " + self.log.read_text(errors="replace")[-1500:])

    def call(self, method, path, token, wanted, body=None):
        sent = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if body is not None:
            sent["Content-Type"] = "application/json"
        self.connection.request(method, path, None if body is None else json.dumps(body), sent)
        answer = self.connection.getresponse()
        content = answer.read()
        if answer.status != wanted:
            self.process.kill()
            sys.exit(f"{method} {path}: {answer.status} and not {wanted}: {content[:400]}")
        return json.loads(content)

    def zero(self):
        output("callgrind_control", "--zero", self.process.pid)

    def count(self):
        """Returns the instructions executed since the counters were set to zero."""
        for old in self.counts.parent.glob(self.counts.name + "*"):
            old.unlink()
        output("callgrind_control", "--dump", self.process.pid)
        dumps = self.counts.parent.glob(self.counts.name + "*")
        return sum(int(re.search(r"^totals: (\d+)", dump.read_text(errors="replace"), re.M)[1]) for dump in dumps)

    def end(self):
        self.connection.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.read()
        self.process.wait(120)


def read(service, county, count, _):
    for _ in range(count):
        service.call("GET", f"/v1/clients/{county.client}", county.worker, 200)


def page(service, county, count, _):
    for _ in range(count):
        if len(service.call("GET", "/v1/clients?limit=50", county.worker, 200)["items"]) != 50:
            sys.exit("the page has not 50 clients")


def post(service, county, count, numbers):
    for number in itertools.islice(numbers, count):
        digits = f"{1 + number % 28:02d}0191{900 + number // 28:03d}"
        hetu = f"{digits[:6]}-{digits[6:]}{CHECK[int(digits) % 31]}"
        body = {"hetu": hetu, "givenNames": "Aino", "familyName": "Mäki", "language": "fi", "municipality": "837"}
        service.call("POST", "/v1/clients", county.worker, 201, body)


def rows(service, county, count, numbers):
    items = [{"eventId": f"row-{number}", "clientRef": {"clientNumber": county.number}, "serviceTypeCode": county.service,
              "start": "2026-04-07", "quantityThousandths": 1000, "unit": "h", "status": "done"}
             for number in itertools.islice(numbers, count)]
    service.call("POST", "/v1/service-data/batches", county.system, 200, {"items": items})


WORKS = {"loggedRead": read, "pageOf50": page, "durablePost": post, "batchRow": rows}


def cost(work, number, service, county):
    """Returns the least and the most instructions of one request or row."""
    numbers = itertools.count()
    work(service, county, number, numbers)
    counts = []
    for _ in range(PARTS):
        service.zero()
        work(service, county, number, numbers)
        counts.append(service.count() // number)
    return min(counts), max(counts)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--program", type=lambda text: pathlib.Path(text).resolve(), required=True)
    arguments.add_argument("--write", action="store_true", help="write the counts as the new budgets")
    options = arguments.parse_args()
    budgets = json.loads(BUDGETS.read_text()) if BUDGETS.exists() else {}
    found, wrong = {}, 0
    with tempfile.TemporaryDirectory() as folder:
        county = County(options.program, pathlib.Path(folder))
        service = Service(county)
        for name, work in WORKS.items():
            found[name], most = cost(work, NUMBERS[name], service, county)
            budget = budgets.get(name, 0)
            verdict = ""
            if found[name] > budget * (1 + ALLOWED):
                verdict, wrong = "; too many: find what was added, or raise the budget in the same commit and say why", wrong + 1
            elif found[name] < budget * (1 - ALLOWED):
                verdict, wrong = "; fewer: lower the budget in the same commit", wrong + 1
            print(f"{name}: {found[name]} instructions (at most {most}), budget {budget}{verdict}", flush=True)
        service.end()
    if options.write:
        BUDGETS.write_text(json.dumps(found, indent=2) + "\n")
    elif wrong:
        sys.exit(1)


if __name__ == "__main__":
    main()
