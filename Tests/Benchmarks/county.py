"""Makes the data: a synthetic county in the service's own file, and the same clients in a plain file for the peers."""

import hashlib
import json
import os
import random
import shutil
import sqlite3
import time
from dataclasses import dataclass

from places import AVAIN, KEPT, ROOT, RUN, Failure, log, output
from servers import Running
from works import UNLOGGED

PAGE = 50

PLAIN_SCHEMA = """
    CREATE TABLE client (
        id TEXT PRIMARY KEY NOT NULL,
        createdAt TEXT NOT NULL,
        updatedAt TEXT NOT NULL,
        hetu TEXT NOT NULL UNIQUE,
        number TEXT NOT NULL UNIQUE,
        hetuMasked TEXT NOT NULL,
        birthDate TEXT NOT NULL,
        givenNames TEXT NOT NULL,
        familyName TEXT NOT NULL,
        language TEXT NOT NULL,
        municipality TEXT,
        streetAddress TEXT,
        postalCode TEXT,
        postOffice TEXT,
        phone TEXT,
        email TEXT,
        communicationNeed TEXT,
        isProtected BOOLEAN NOT NULL,
        deathDate TEXT
    );
"""


class OwnCounty:
    """A county for works that only the service does."""

    def __init__(self, clients):
        self.kept, self.token = _generated(clients)
        self.constant_bytes = b""
        database = sqlite3.connect(f"file:{self.kept}?mode=ro&immutable=1", uri=True)
        rows = database.execute("SELECT id, given_names, family_name, name_order FROM clients ORDER BY id").fetchall()
        # Takes the worker with the median number of cases.
        counts = database.execute(
            "SELECT u.name, u.id, count(*) FROM users u JOIN cases c ON c.responsible_worker_id = u.id WHERE c.state <> 'closed'"
            " GROUP BY u.id ORDER BY 3, 1").fetchall()
        _, user, self.caseload = counts[len(counts) // 2]
        database.close()
        if len(rows) != clients:
            raise Failure(f"the county has {len(rows)} clients, not {clients}")
        self.clients = [Named(*row[:3]) for row in rows]
        self.by_name = [Named(*row[:3]) for row in sorted(rows, key=lambda row: (row[3].encode(), row[0]))]
        self._worker = ["--user", user]
        self.worker_token = None

    def sample(self, count):
        return random.sample(self.clients, min(count, len(self.clients)))

    def copies(self, work):
        """Makes a fresh file in which the worker has a key, and syncs it before anything is measured."""
        file = RUN / f"{work}-county.sqlite"
        _copy(self.kept, file)
        self.worker_token = output(AVAIN, "keys", "create", "--database", file, *self._worker)
        os.sync()
        return {"county": file}


@dataclass(frozen=True)
class Named:
    id: str
    given: str
    family: str


class County:
    """The clients as the service returns them, and the files for all servers."""

    def __init__(self, clients, program=AVAIN):
        self.kept, self.token = _generated(clients, program)
        self._plain = RUN / f"plain-{clients}.sqlite"
        self._read_from_the_service(clients)
        self._write_plain()
        # A client that needs no escaping in a configuration file.
        self.constant = next(record for record in self.records if "$" not in json.dumps(record, ensure_ascii=False))
        self.constant_bytes = json.dumps(self.constant, ensure_ascii=False, separators=(",", ":")).encode()

    def copies(self, work):
        """Makes fresh files for one work, and syncs them before anything is measured. All rounds of the work use the same files."""
        files = {"county": RUN / f"{work}-county.sqlite", "plain": RUN / f"{work}-plain.sqlite", "empty": RUN / f"{work}-empty.sqlite"}
        _copy(self.kept, files["county"])
        if work.endswith("-before"):
            files["before"] = RUN / f"{work}.sqlite"
            _copy(self.kept, files["before"])
        shutil.copyfile(self._plain, files["plain"])
        os.sync()
        return files

    def _read_from_the_service(self, clients):
        copy = RUN / "reading.sqlite"
        _copy(self.kept, copy)
        self.records, self.cursors = [], []
        with Running(UNLOGGED, copy, b"") as service:
            cursor = None
            while True:
                path = f"/v1/clients?limit={PAGE}" + (f"&after={cursor}" if cursor else "")
                status, _, body = service.request("GET", path, self.token)
                if status != 200:
                    raise Failure(f"{path} answers {status}: {body[:200]}")
                page = json.loads(body)
                self.records += page["items"]
                cursor = page["next"]
                if not cursor:
                    break
                self.cursors.append(cursor)
        copy.unlink()
        if len(self.records) != clients:
            raise Failure(f"the county has {len(self.records)} clients, not {clients}")

    def _write_plain(self):
        self._plain.unlink(missing_ok=True)
        database = sqlite3.connect(self._plain)
        database.execute("PRAGMA journal_mode = WAL")
        database.executescript(PLAIN_SCHEMA)
        for serial, record in enumerate(self.records):
            # The service does not return national ids. These are from the 1800s, and no request sends one like them.
            columns = record | {"hetu": hetu(serial, "+", year=0)}
            database.execute(
                f"INSERT INTO client ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", list(columns.values()))
        database.commit()
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()


def hetu(serial, sign, year):
    """The national id with this serial number, counted from `year` of the century. Nobody has the numbers 900 to 999."""
    number, day, month, year = 900 + serial % 100, serial // 100 % 28 + 1, serial // 2800 % 12 + 1, year + serial // 33600
    check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[(day * 10_000_000 + month * 100_000 + year * 1000 + number) % 31]
    return f"{day:02}{month:02}{year:02}{sign}{number}{check}"


def _generated(clients, program=AVAIN):
    """The county's file and a social worker's token. The file is made again only when the migrations or the generator change."""
    digest = hashlib.sha256()
    folders = ["Sources/Store/Migrations", "Sources/DemoCounty"]
    files = sorted(path for folder in folders for path in (ROOT / folder).rglob("*") if path.is_file()) if program == AVAIN else [program]
    for path in files:
        digest.update(path.read_bytes())
    folder = KEPT / f"county-{clients}-{digest.hexdigest()[:12]}"
    file, token = folder / "county.sqlite", folder / "token.key"
    if not token.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        log(f"generating a county of {clients} clients; it is kept for the next run")
        begun = time.monotonic()
        # In a large county a smaller share of clients is in personal budgeting. So both sizes have the same number of cases: sixty for each
        # social worker.
        share = 60 if clients <= 10_000 else 6
        output(program, "generate-county", "--clients", clients, "--hb-share", share, "--units", "1", "--database", file)
        made = output(
            program, "keys", "create", "--database", file, "--role", "social_worker", "--name", "Bench Worker",
            "--unit", "Vammaispalvelut, itä")
        if (folder / "county.sqlite-wal").exists():
            _fold(file)
        token.touch(mode=0o600)
        token.write_text(made)
        log(f"generated in {time.monotonic() - begun:.0f} s")
    return file, token.read_text()


def _copy(file, to):
    """Copies a database and the key of its national ids."""
    shutil.copyfile(file, to)
    # Keeps the file mode: the service refuses a key file that others can read.
    shutil.copy(f"{file}.keys", f"{to}.keys")


def _fold(file):
    """Moves the write-ahead log into the file, so that a copy of the file is complete."""
    database = sqlite3.connect(file)
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
