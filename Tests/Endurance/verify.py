"""Checks that `avain verify` verifies a million rows of the access log and a month of anchors within ten seconds. It must find a changed row,
and name the rows between two anchors if all later hashes were recomputed too.

This script, not the service, writes the log and the anchors. So the check also shows that two implementations agree on every hash and seal."""

from __future__ import annotations

import datetime
import hashlib
import hmac
import pathlib
import random
import sqlite3
import struct
import subprocess
import tempfile
import time
import uuid

from service import ENVIRONMENT, arguments, die_with_parent
from verdict import Verdict

FIRST = ("sequence", "at", "user_id", "role", "unit_id", "client_ids", "case_id", "operation", "purpose", "status", "request_id")
# Columns added later: if they are null at the end of a row, they are not hashed.
COLUMNS = (*FIRST, "grounds", "manner", "purpose_digest")


PURPOSE = "puhelu asiakkaalta"


def salt(sequence: int) -> bytes:
    return uuid.UUID(int=sequence).bytes


def octets(value: int | str | bytes | None) -> bytes:
    """A column in the form that is hashed: type, length, value."""
    if value is None:
        return b"\0"
    if isinstance(value, int):
        return b"\1" + struct.pack(">q", value)
    if isinstance(value, str):
        text = value.encode()
        return b"\2" + struct.pack(">Q", len(text)) + text
    return b"\3" + struct.pack(">Q", len(value)) + value


def chained(previous: bytes, row: tuple) -> bytes:
    """The hash of a row, given the hash of the row before."""
    end = len(row)
    while end > len(FIRST) and row[end - 1] is None:
        end -= 1
    return hashlib.sha256(previous + b"".join(map(octets, row[:end]))).digest()


def rows(count: int, seed: int):
    """A county's log: single reads, and every tenth row a page of fifty clients."""
    numbers = random.Random(seed)
    clients = [numbers.randbytes(16) for _ in range(20_000)]
    users = [str(uuid.UUID(bytes=numbers.randbytes(16))) for _ in range(300)]
    units = [str(uuid.UUID(bytes=numbers.randbytes(16))) for _ in range(12)]
    at, previous = 1_780_000_000_000_000, bytes(32)
    for sequence in range(1, count + 1):
        at += numbers.randrange(1, 400_000)
        is_page = sequence % 10 == 0
        row = (
            sequence,
            at,
            numbers.choice(users),
            "social_worker",
            numbers.choice(units),
            b"".join(numbers.choices(clients, k=50)) if is_page else numbers.choice(clients),
            None if is_page else str(uuid.UUID(bytes=numbers.randbytes(16))),
            "listClients" if is_page else "findCase",
            PURPOSE if sequence % 7 == 0 and sequence <= count / 2 else None,
            200,
            str(uuid.UUID(int=sequence)),
            None if is_page or sequence < count / 4 else "unit",
            "dry_run" if sequence % 100 == 1 else None,
            # The newer half has its texts beside the log.
            hashlib.sha256(salt(sequence) + PURPOSE.encode()).digest() if sequence % 7 == 0 and sequence > count / 2 else None,
        )
        previous = chained(previous, row)
        yield (*row, previous)


def anchors(secret: bytes, heads: dict[int, bytes]) -> list[str]:
    """The anchor lines, one for each of the given rows of the access log."""

    def derived(name: str) -> bytes:
        return hmac.digest(secret, name.encode(), "sha256")

    key, database = derived("anchors"), derived("name of the database").hex()[:16]
    at, previous, lines = datetime.datetime(2026, 6, 1), "0" * 32, []
    for number, (row, head) in enumerate(heads.items(), 1):
        at += datetime.timedelta(minutes=1)
        kind = "open" if number == 1 else "close" if number == len(heads) else "serving"
        chains = ",".join(
            f'"{table}":{{"row":{place},"hash":"{last.hex()}"}}'
            for table, place, last in (("events", 0, bytes(32)), ("access_log", row, head), ("ledger_entries", 0, bytes(32)))
        )
        body = (
            f'{{"line":{number},"at":"{at.isoformat()}Z","kind":"{kind}","database":"{database}",{chains},"previous":"{previous}"'
        )
        lines.append(f'{body},"seal":"{hmac.digest(key, body.encode(), "sha256").hex()}"}}')
        previous = hashlib.sha256(lines[-1].encode()).hexdigest()[:32]
    return lines


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--anchors", type=int, default=43_200, help="one for each minute of a month")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    verdict = Verdict()
    with tempfile.TemporaryDirectory(prefix="avain-endurance-") as folder:
        database = pathlib.Path(folder) / "avain.sqlite"

        def avain(*words: str) -> subprocess.CompletedProcess[str]:
            command = [options.program.resolve(), *words, "--database", database]
            return subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, preexec_fn=die_with_parent, check=False)

        verdict.equal("migrated", avain("migrate").returncode, 0)
        places = ", ".join("?" * (len(COLUMNS) + 1))
        with sqlite3.connect(database) as connection:
            connection.executemany(
                f"INSERT INTO access_log ({', '.join(COLUMNS)}, hash) VALUES ({places})", rows(options.rows, options.seed)
            )
            connection.executemany(
                "INSERT INTO log_texts (chain, sequence, salt, text) VALUES ('access_log', ?, ?, ?)",
                ((place, salt(place), PURPOSE) for place in range(7, options.rows + 1, 7) if place > options.rows / 2),
            )
            step = options.rows // options.anchors
            heads = connection.execute(f"SELECT sequence, hash FROM access_log WHERE sequence % {step} = 0 OR sequence = {options.rows}")
            secret = connection.execute("SELECT value FROM secrets WHERE name = 'seal'").fetchone()[0]
            lines = anchors(secret, dict(heads.fetchall()))
            connection.execute("UPDATE anchors SET line = ?", (len(lines),))
        connection.close()
        pathlib.Path(f"{database}.anchors").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        verdict.report("anchor_lines", len(lines))
        verdict.report("megabytes", database.stat().st_size / 1e6)
        began = time.monotonic()
        whole = avain("verify")
        verdict.at_most("verified_in_s", time.monotonic() - began, 10 * options.rows / 1_000_000)
        verdict.equal("whole", whole.stdout + whole.stderr, "all holds\n")

        # Changes the purpose of a row in the middle; then recomputes all hashes from there on, as somebody would who knows the chain.
        row = options.rows // 2 // 7 * 7
        with sqlite3.connect(database) as connection:
            trigger = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'access_log_keep'").fetchone()[0]
            connection.executescript(
                "DROP TRIGGER access_log_keep; "
                f"UPDATE access_log SET purpose = 'puhelu asiakkaalle' WHERE sequence = {row}; {trigger}"
            )
        connection.close()
        tampered = avain("verify")
        verdict.equal("tampered_exit", tampered.returncode, 65)
        verdict.equal("tampered_names_row", f"access_log: row {row} was edited" in tampered.stdout, True)
        with sqlite3.connect(database) as connection:
            connection.execute("DROP TRIGGER access_log_keep")
            previous = connection.execute("SELECT hash FROM access_log WHERE sequence = ?", (row - 1,)).fetchone()[0]
            made = []
            for later in connection.execute(f"SELECT {', '.join(COLUMNS)} FROM access_log WHERE sequence >= ? ORDER BY sequence", (row,)):
                previous = chained(previous, later)
                made.append((previous, later[0]))
            connection.executemany("UPDATE access_log SET hash = ? WHERE sequence = ?", made)
            connection.execute(trigger)
        connection.close()
        rewritten = avain("verify")
        first, last = (row - 1) // step * step + 1, (row - 1) // step * step + step
        verdict.equal("rewritten_findings", rewritten.stdout.count("\n"), 1)
        verdict.equal("rewritten_between", f"access_log: rows {first} to {last}: a row was changed" in rewritten.stdout, True)
    verdict.end()


if __name__ == "__main__":
    main()
