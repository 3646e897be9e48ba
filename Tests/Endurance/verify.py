"""A million rows of the access log are verified within ten seconds; one octet that was changed is found, and its row named.

The log is written here, by the document of the chain and not by the service: that both agree on every hash is half of the check."""

from __future__ import annotations

import hashlib
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

COLUMNS = ("sequence", "at", "user_id", "role", "unit_id", "client_ids", "case_id", "operation", "purpose", "status", "request_id")


def octets(value: int | str | bytes | None) -> bytes:
    """A column as it stands under the hash: its type, its length, itself."""
    if value is None:
        return b"\0"
    if isinstance(value, int):
        return b"\1" + struct.pack(">q", value)
    if isinstance(value, str):
        text = value.encode()
        return b"\2" + struct.pack(">Q", len(text)) + text
    return b"\3" + struct.pack(">Q", len(value)) + value


def rows(count: int, seed: int):
    """A county's log: single reads, and each tenth a page of fifty clients."""
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
            "puhelu asiakkaalta" if sequence % 7 == 0 else None,
            200,
            str(uuid.UUID(int=sequence)),
        )
        previous = hashlib.sha256(previous + b"".join(map(octets, row))).digest()
        yield (*row, previous)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
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
        connection.close()
        verdict.tell("megabytes", database.stat().st_size / 1e6)
        began = time.monotonic()
        whole = avain("verify")
        verdict.at_most("verified_in_s", time.monotonic() - began, 10 * options.rows / 1_000_000)
        verdict.equal("whole", whole.stdout + whole.stderr, "all holds\n")

        row = options.rows // 2 + 1
        with sqlite3.connect(database) as connection:
            connection.executescript(
                "DROP TRIGGER access_log_keep; "
                f"UPDATE access_log SET purpose = 'puhelu asiakkaalle' WHERE sequence = (SELECT min(sequence) FROM access_log "
                f"WHERE sequence >= {row} AND purpose IS NOT NULL)"
            )
            row = connection.execute("SELECT sequence FROM access_log WHERE purpose = 'puhelu asiakkaalle'").fetchone()[0]
        connection.close()
        tampered = avain("verify")
        verdict.equal("tampered_exit", tampered.returncode, 65)
        verdict.equal("tampered_names_row", f"access_log: row {row} was edited" in tampered.stdout, True)
    verdict.end()


if __name__ == "__main__":
    main()
