"""Changes a county by hand, as somebody with the file would, a thousand times, each time on a fresh copy: values, rows, schema, bytes, pages.

`avain verify` must find every change that changes what the database says, or the program must refuse the file. Every tenth copy is also
served: after one cycle of verification no answer may show a changed value. Each answer is the one from before the change, or a fault of the
service.

A change that SQLite itself does not see (a flipped bit in an unused part of a page) may be left unfound: the script compares a dump of the
copy with a dump of the original."""

from __future__ import annotations

import concurrent.futures
import hashlib
import http.client
import json
import os
import pathlib
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

from service import ENVIRONMENT, arguments, die_with_parent
from verdict import Verdict

DAY = "2026-06-30"
NOW = DAY + "T09:00:00Z"
KINDS = ("value", "value", "value", "delete", "copy", "exchange", "schema", "flip", "flip", "page")
# The service refuses a file with one of these; 65 is also what verify says of a finding.
REFUSALS = (65, 74, 78)


class County:
    """A county that nobody has changed."""

    def __init__(self, program: pathlib.Path, folder: pathlib.Path, clients: int) -> None:
        self.program = program.resolve()
        self.folder = folder
        self.database = folder / "original.sqlite"
        self.run("generate-county", self.database, "--clients", str(clients), "--today", DAY, "--hb-share", "80", "--units", "1")
        self.keys = {
            role: self.run("keys", self.database, "create", "--role", role, "--name", f"T {role}", "--unit", "Vammaispalvelut, itä").stdout.strip()
            for role in ("social_worker", "admin", "finance", "decision_maker")
        }
        self.octets = self.database.read_bytes()
        self.dump = dump(self.database)
        self.tables = tables(self.database)

    def run(self, command: str, database: pathlib.Path, *words: str) -> subprocess.CompletedProcess[str]:
        head = [command, *words[:1]] if command == "keys" else [command]
        rest = words[1:] if command == "keys" else words
        return subprocess.run(
            [self.program, *head, "--database", database, *rest], env=ENVIRONMENT, capture_output=True, text=True, timeout=300)

    def copy(self, number: int) -> pathlib.Path:
        path = self.folder / f"copy{number}.sqlite"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(self.octets)
        for suffix in (".keys", ".anchors"):
            shutil.copy2(f"{self.database}{suffix}", f"{path}{suffix}")
        return path


def remove(path: pathlib.Path) -> None:
    for file in path.parent.glob(path.name + "*"):
        file.unlink()


def dump(path: pathlib.Path) -> str | None:
    """A digest of everything the database says; None when SQLite cannot read it."""
    digest = hashlib.sha256()
    try:
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
            connection.text_factory = bytes
            for row in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY 1, 2"):
                digest.update(repr(row).encode())
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1").fetchall():
                key = ", ".join(f'"{row[1].decode()}"' for row in connection.execute(f"PRAGMA table_info('{name.decode()}')"))
                for row in connection.execute(f"SELECT * FROM \"{name.decode()}\" ORDER BY {key}"):
                    digest.update(repr(row).encode())
        connection.close()
    except (sqlite3.Error, UnicodeDecodeError):
        # SQLite repeats a name of the schema in its error, and a changed octet need not be UTF-8.
        return None
    return digest.hexdigest()


def tables(path: pathlib.Path) -> dict[str, tuple[list[str], list[str], int]]:
    """The columns, the key and the number of rows of every table that has rows."""
    found = {}
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").fetchall():
            info = connection.execute(f"PRAGMA table_info('{name}')").fetchall()
            key = [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]] or ["rowid"]
            count = connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            if count:
                found[name] = ([row[1] for row in info], key, count)
    connection.close()
    return found


def change(county: County, path: pathlib.Path, kind: str, numbers: random.Random) -> str:
    """Changes a copy and says how."""
    if kind in ("flip", "page"):
        return change_octets(path, kind, numbers)
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        return change_rows(county, connection, kind, numbers)
    finally:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def change_octets(path: pathlib.Path, kind: str, numbers: random.Random) -> str:
    octets = bytearray(path.read_bytes())
    if kind == "flip":
        place = numbers.randrange(len(octets))
        octets[place] ^= 1 << numbers.randrange(8)
        told = f"a bit at {place}"
    else:
        pages = len(octets) // 4096
        to, other = numbers.randrange(1, pages), numbers.randrange(1, pages)
        how = numbers.choice(("another page", "zeros", "noise"))
        fresh = {"another page": octets[other * 4096:(other + 1) * 4096], "zeros": bytes(4096), "noise": numbers.randbytes(4096)}[how]
        octets[to * 4096:(to + 1) * 4096] = fresh
        told = f"page {to + 1} became {how}"
    path.write_bytes(octets)
    return told


def change_rows(county: County, connection: sqlite3.Connection, kind: str, numbers: random.Random) -> str:
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    if kind == "schema":
        name, what = numbers.choice(
            connection.execute("SELECT name, type FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL").fetchall())
        table = numbers.choice(list(county.tables))
        script = numbers.choice((
            f"DROP {what} {name}", f"ALTER TABLE {table} ADD COLUMN added TEXT",
            f"CREATE TRIGGER added AFTER INSERT ON {table} BEGIN SELECT 1; END", "CREATE TABLE added (x)",
            f"ALTER TABLE {table} RENAME TO renamed"))
        connection.execute(script)
        return script
    triggers = []
    for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        # Somebody who changes rows removes the triggers, and puts them back to hide it.
        sql = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (trigger,)).fetchone()[0]
        connection.execute(f"DROP TRIGGER {trigger}")
        triggers.append(sql)
    try:
        for _ in range(20):
            table = numbers.choice(list(county.tables))
            columns, key, count = county.tables[table]
            row = connection.execute(f"SELECT {', '.join(key)} FROM {table} LIMIT 1 OFFSET ?", (numbers.randrange(count),)).fetchone()
            where = " AND ".join(f"{name} IS ?" for name in key)
            try:
                if kind == "delete":
                    connection.execute(f"DELETE FROM {table} WHERE {where}", row)
                    return f"{table}: delete {row}"
                if kind == "copy":
                    taken = [f"{name} || 'x'" if name == key[-1] and isinstance(row[-1], str) else f"{name} + 1000000" if name == key[-1] else name
                             for name in columns]
                    connection.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(taken)} FROM {table} WHERE {where}", row)
                    return f"{table}: copy {row}"
                if kind == "exchange":
                    other = connection.execute(f"SELECT {', '.join(key)} FROM {table} LIMIT 1 OFFSET ?", (numbers.randrange(count),)).fetchone()
                    column = numbers.choice([name for name in columns if name not in key] or columns)
                    values = [connection.execute(f"SELECT {column} FROM {table} WHERE {where}", one).fetchone()[0] for one in (row, other)]
                    if values[0] == values[1]:
                        continue
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (values[1], *row))
                    connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (values[0], *other))
                    return f"{table}.{column}: exchange {row} and {other}"
                column = numbers.choice(columns)
                value = connection.execute(f"SELECT {column} FROM {table} WHERE {where}", row).fetchone()[0]
                fresh = value + 1 if isinstance(value, int) else value + "x" if isinstance(value, str) else value + b"\0" if value is not None \
                    else numbers.choice((1, "x", b"x"))
                connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (fresh, *row))
                return f"{table}.{column}: {row}"
            except sqlite3.Error:
                continue
        return "nothing"
    finally:
        for sql in triggers:
            connection.execute(sql)


class Served:
    """A copy that is served, and what it answers."""

    def __init__(self, county: County, path: pathlib.Path) -> None:
        self.process = subprocess.Popen(
            [county.program, "serve", "--database", path, "--listen", "127.0.0.1:0", "--test-clock", "--verify-every", "3600",
             "--caller-limit", "1000000"],
            env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=die_with_parent)
        line = self.process.stdout.readline() if self.process.stdout else ""
        self.port = int(line.rsplit(":", 1)[1]) if line.startswith("listening") else None

    @property
    def is_refused(self) -> bool:
        return self.port is None and self.process.wait(30) in REFUSALS

    def get(self, path: str, token: str | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port or 0, timeout=60)
        headers = {"X-Test-Now": NOW, "X-Purpose": "tarkastus"} | ({"Authorization": f"Bearer {token}"} if token else {})
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return answer.status, body

    def wait_for_cycle(self) -> int:
        """Waits for the end of the first cycle of verification and returns the number of findings."""
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            status, body = self.get("/ready", None)
            if status == 200 and json.loads(body)["verification"]["completedAt"]:
                return json.loads(body)["verification"]["findings"]
            time.sleep(0.05)
        raise TimeoutError("the verification did not end")

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()


# Answers that differ from call to call, or say who looked.
LEFT_OUT = re.compile(r"access-log|subject-report|/changes|/me|verification|/openapi|/docs|/health|/ready|/problems|/code-lists|keys|explain")


def questions(county: County) -> list[tuple[str, str]]:
    """Every GET of the contract, for each role, about some clients and cases."""
    served = Served(county, county.database)
    try:
        contract = json.loads(served.get("/openapi.json", None)[1])
        worker = county.keys["social_worker"]
        cases = json.loads(served.get("/v1/cases?limit=200", worker)[1])["items"]
        cases = cases[:: max(1, len(cases) // 6)]
        asked = []
        for path, operations in contract["paths"].items():
            if "get" not in operations or LEFT_OUT.search(path):
                continue
            names = re.findall(r"{(\w+)}", path)
            if set(names) - {"client", "case"}:
                continue
            for case in cases if names else [None]:
                filled = path.replace("{client}", case["clientId"]).replace("{case}", case["id"]) if case else path
                asked += [(role, filled) for role in county.keys]
        return [(role, path) for role, path in asked if served.get(path, county.keys[role])[0] == 200]
    finally:
        served.stop()


def answers(county: County, served: Served, asked: list[tuple[str, str]]) -> dict[tuple[str, str], tuple[int, str]]:
    return {(role, path): served.get(path, county.keys[role]) for role, path in asked}


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--changes", type=int, default=1_000, help="number of changes")
    parser.add_argument("--served", type=int, default=10, help="every how many changes the copy is also served; 0 for never")
    parser.add_argument("--clients", type=int, default=40)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    print(f"seed {options.seed}")
    verdict = Verdict()
    with tempfile.TemporaryDirectory(prefix="avain-tampering-") as folder:
        county = County(options.program, pathlib.Path(folder), options.clients)
        asked = questions(county) if options.served else []
        before = {}
        if asked:
            # Serving writes to the file, so a copy is served.
            path = county.copy(0)
            served = Served(county, path)
            served.wait_for_cycle()
            before = answers(county, served, asked)
            served.stop()
            remove(path)

        def one(number: int) -> tuple[str, str, str | None]:
            numbers = random.Random(options.seed * 1_000_003 + number)
            kind = numbers.choice(KINDS)
            path = county.copy(number)
            try:
                told = change(county, path, kind, numbers)
                now = dump(path)
                is_changed = now != county.dump
                done = county.run("verify", path)
                if done.returncode == 0 and is_changed:
                    return kind, told, "not found by verify"
                if done.returncode not in (0, *REFUSALS):
                    return kind, told, f"verify ended with {done.returncode}: {done.stdout[-300:]}{done.stderr[-300:]}"
                if done.returncode and not (done.stdout.strip() or done.stderr.strip()):
                    return kind, told, "verify names nothing"
                if done.returncode == 65 and not is_changed and kind not in ("flip", "page"):
                    return kind, told, f"accused without a change: {done.stdout[:300]}"
                if not options.served or number % options.served or not is_changed:
                    return kind, told, None
                # The check of the frozen rows does not wait for the cycle.
                served = Served(county, path)
                try:
                    if served.port is None:
                        return (kind, told, None) if served.is_refused else (kind, told, f"serve ended with {served.process.returncode}")
                    findings = served.wait_for_cycle()
                    said = answers(county, served, asked)
                    # A caller whose key was changed is not known any more: every call that needs a caller is refused.
                    known = {role for (role, path_), (status, _) in said.items() if path_.startswith("/v1/") and status != 401}
                    wrong = [
                        (role, path_, status) for (role, path_), (status, body) in said.items()
                        if status < 500 and (status, body) != before[role, path_] and role in known
                    ]
                    if wrong:
                        return kind, told, f"served although changed ({findings} findings): {wrong[:3]}"
                    return kind + ", served", told, None
                finally:
                    served.stop()
            finally:
                remove(path)

        counts: dict[str, int] = {}
        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            for kind, told, fault in pool.map(one, range(1, options.changes + 1)):
                counts[kind] = counts.get(kind, 0) + 1
                if fault:
                    verdict.faults.append(f"{kind}: {told}: {fault}")
        for kind, count in sorted(counts.items()):
            verdict.report(kind, count)
        verdict.report("seed", options.seed)
        verdict.report("questions", len(asked))
    verdict.end()


if __name__ == "__main__":
    main()
