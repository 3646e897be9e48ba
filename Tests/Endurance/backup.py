#!/usr/bin/env python3
"""Makes backups under load. Each is restored and compared with a ledger of acknowledged writes, which was written before the backup was requested.

Writers register clients without pause and append each acknowledged id to a ledger. In turn the script lets them run alone for a while (quiet), then
requests a backup and waits until it is done (meanwhile); the 99th percentiles of the writes in both are compared. Then it restores the backup,
verifies it, and looks for every id that was in the ledger before the request.

The run can be interrupted: --folder keeps the database, the ledger and the results, and the next run continues. After some backups a new county
begins. The last line is a JSON object
with the figures; the exit code is 0 if there is no fault.
"""

from __future__ import annotations

import datetime
import json
import multiprocessing
import os
import pathlib
import shutil
import subprocess
import time

from caller import Caller
from service import ENVIRONMENT, ROOT, Service, arguments, die_with_parent, rows
from verdict import Verdict

TABLE = "0123456789ABCDEFHJKLMNPRSTUVWXY"


def hetu(number: int) -> str:
    """A national id of the artificial range (900 to 999), another one for each number."""
    day = number // 100
    date = f"{day % 28 + 1:02}{day // 28 % 12 + 1:02}{20 + day // 336 % 70:02}"
    individual = 900 + number % 100
    return f"{date}-{individual}{TABLE[int(f'{date}{individual}') % 31]}"


def write(port: int, token: str, path: str, first: int, step: int, rate: float, stopping) -> None:
    """Registers clients until it is told to stop, and appends time, milliseconds and id of each acknowledged one to a file."""
    die_with_parent()
    caller = Caller(port, token, seconds=30)
    number = first
    due = time.monotonic()
    with open(path, "ab", buffering=0) as ledger:
        while not stopping.is_set():
            body = {"hetu": hetu(number), "givenNames": "Aino", "familyName": "Kuorma", "language": "fi", "municipality": "837"}
            number += step
            began = time.monotonic()
            try:
                answer = caller.ask("POST", "/v1/clients", json.dumps(body).encode())
            except OSError:
                caller.close()
                continue
            ended = time.monotonic()
            if answer.status == 201:
                ledger.write(f"{ended:.6f} {(ended - began) * 1000:.3f} {answer.document['id']}\n".encode())
            if rate:
                due = max(due + 1 / rate, ended - 0.2)
                time.sleep(max(0, due - ended))


class Load:
    """The writers, each a process of its own."""

    def __init__(self, service: Service, folder: pathlib.Path, options) -> None:
        context = multiprocessing.get_context("fork")
        self.stopping = context.Event()
        # A number that no earlier run has used.
        first = int(time.time()) % 400_000 * 5
        self.files = [folder / f"ledger-{number}.txt" for number in range(options.writers)]
        self.processes = [
            context.Process(
                target=write,
                args=(service.port, service.worker, str(path), first + number, options.writers, options.rate / options.writers, self.stopping),
                daemon=True,
            )
            for number, path in enumerate(self.files)
        ]
        for process in self.processes:
            process.start()

    def lines(self) -> list[tuple[float, float, str]]:
        found = []
        for path in self.files:
            for line in path.read_text().splitlines() if path.exists() else []:
                parts = line.split()
                # The last line of an interrupted run may be incomplete.
                if len(parts) == 3 and len(parts[2]) == 36:
                    found.append((float(parts[0]), float(parts[1]), parts[2]))
        return found

    def wait_for_writes(self) -> None:
        """Returns when each writer has had an answer."""
        while not all(path.exists() and path.stat().st_size for path in self.files):
            time.sleep(0.05)

    def stop(self) -> None:
        self.stopping.set()
        for process in self.processes:
            process.join(40)


def share(values: list[float], part: float) -> float:
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * part))] if values else float("nan")


class Kept(Service):
    """A service whose folder stays, so that an interrupted run can continue."""

    def __init__(self, program: pathlib.Path, folder: pathlib.Path, clients: int, options: tuple[str, ...]) -> None:
        self.program = program.resolve()
        self.options = options
        self.folder = folder
        self.database = folder / "avain.sqlite"
        self.process = None
        self.port = 0
        keys = folder / "tokens.json"
        if not keys.exists():
            folder.mkdir(parents=True, exist_ok=True)
            self.command("generate-county", "--clients", str(clients), "--today", str(datetime.date.today()))
            tokens = {"worker": self._key("social_worker", "Endurance Worker"), "admin": self._key("admin", "Endurance Admin")}
            keys.write_text(json.dumps(tokens))
        tokens = json.loads(keys.read_text())
        self.worker, self.admin = tokens["worker"], tokens["admin"]

    def __exit__(self, *_: object) -> None:
        if self.alive:
            self.process.kill()
            self.process.wait()


def backed_up(admin: Caller) -> dict:
    """Requests a backup and waits until it has ended."""
    asked = admin.ask("POST", "/v1/admin/backups", b"{}")
    if asked.status != 201:
        raise RuntimeError(f"no backup: {asked.status} {asked.body[:300]!r}")
    while True:
        found = admin.ask("GET", f"/v1/admin/backups/{asked.document['id']}").document
        if found["state"] != "requested":
            return found
        time.sleep(0.1)


def compare(service: Kept, backup: dict, wanted: set[str]) -> dict:
    """Restores a backup aside, verifies it, and counts the wanted ids that it lacks."""
    restored = service.folder / "restored" / "avain.sqlite"
    shutil.rmtree(restored.parent, ignore_errors=True)
    restored.parent.mkdir()
    key = ["--key-file", str(service.database) + ".keys"]
    began = time.monotonic()
    source = f"{service.database}.backups/{backup['file']}"
    done = subprocess.run(
        [service.program, "restore", "--database", restored, "--from", source, *key], env=ENVIRONMENT, capture_output=True, text=True)
    seconds = time.monotonic() - began
    verified = subprocess.run([service.program, "verify", "--database", restored, *key], env=ENVIRONMENT, capture_output=True, text=True)
    lost = len(wanted)
    if done.returncode == 0:
        lost = len(wanted - {row[0] for row in rows(restored, "SELECT id FROM clients")})
    shutil.rmtree(restored.parent, ignore_errors=True)
    return {
        "restore": done.returncode, "said": done.stderr.strip()[-300:], "verify": verified.returncode, "found": verified.stdout.strip()[-300:],
        "lost": lost, "restoreSeconds": round(seconds, 2),
    }


def back_up_once(number: int, service: Kept, admin: Caller, load: Load, options) -> dict:
    """Lets the writers run alone, then makes one backup beside them and compares it."""
    quiet = (time.monotonic(), time.monotonic() + options.quiet)
    time.sleep(options.quiet)
    wanted = {line[2] for line in load.lines()}
    began = time.monotonic()
    backup = backed_up(admin)
    ended = time.monotonic()
    lines = load.lines()
    result = {
        "backup": number, "state": backup["state"], "fault": backup.get("fault"), "size": backup.get("size"),
        "seconds": round(ended - began, 2), "acknowledged": len(wanted),
        "quiet": [line[1] for line in lines if quiet[0] <= line[0] <= quiet[1]],
        "meanwhile": [line[1] for line in lines if began <= line[0] <= ended],
    }
    if backup["state"] == "done":
        result |= compare(service, backup, wanted)
    print(
        f"{number + 1}/{options.backups}: {result['state']}, {(result['size'] or 0) / 1e6:.0f} MB in {result['seconds']} s, "
        f"{len(wanted)} acknowledged before, {result.get('lost')} lost, p99 {share(result['quiet'], 0.99):.1f} ms alone, "
        f"{share(result['meanwhile'], 0.99):.1f} ms meanwhile", flush=True)
    return result


def main() -> None:
    parser = arguments(__doc__.split("\n")[0])
    parser.add_argument("--backups", type=int, default=50)
    parser.add_argument("--folder", type=pathlib.Path, default=ROOT / ".build" / "backups", help="keeps what an interrupted run has done")
    parser.add_argument("--clients", type=int, default=5_000, help="the size of the county")
    parser.add_argument("--per-county", type=int, default=5, help="backups of one county. Each is larger than the last, so a new one begins then")
    parser.add_argument("--writers", type=int, default=4)
    parser.add_argument("--rate", type=float, default=400, help="writes a second, all writers together; 0 for as many as possible")
    parser.add_argument("--quiet", type=float, default=5, help="seconds of load without a backup before each")
    options = parser.parse_args()
    verdict = Verdict()
    results = options.folder / "results.jsonl"
    known = [json.loads(line) for line in results.read_text().splitlines()] if results.exists() else []
    while len(known) < options.backups:
        county = len(known) // options.per_county
        folder = options.folder / f"county-{county}"
        with Kept(options.program, folder, options.clients, ("--backup-keep", "3")) as service:
            service.start()
            admin = Caller(service.port, service.admin, seconds=30)
            load = Load(service, folder, options)
            load.wait_for_writes()
            for number in range(len(known), min(options.backups, (county + 1) * options.per_county)):
                known.append(back_up_once(number, service, admin, load, options))
                with open(results, "a") as file:
                    file.write(json.dumps(known[-1]) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
            load.stop()
            verdict.equal(f"exit of county {county}", service.stop(), 0)
        shutil.rmtree(folder)
    verdict.equal("backups", len([one for one in known if one["state"] == "done"]), options.backups)
    verdict.equal("restored", len([one for one in known if one.get("restore") == 0 and one.get("verify") == 0]), options.backups)
    verdict.equal("lost", sum(one.get("lost", 1) for one in known), 0)
    # The last backup of each county knows all acknowledged writes of that county.
    last = known[options.per_county - 1::options.per_county] + (known[-1:] if len(known) % options.per_county else [])
    verdict.report("acknowledged", sum(one["acknowledged"] for one in last))
    verdict.report("largest megabytes", max(one["size"] or 0 for one in known) / 1e6)
    verdict.report("longest backup s", max(one["seconds"] for one in known))
    verdict.report("longest restore s", max(one.get("restoreSeconds", 0) for one in known))
    quiet = [value for one in known for value in one["quiet"]]
    meanwhile = [value for one in known for value in one["meanwhile"]]
    verdict.report("writes alone, meanwhile", [len(quiet), len(meanwhile)])
    verdict.report("p50 ms alone, meanwhile", [round(share(quiet, 0.5), 2), round(share(meanwhile, 0.5), 2)])
    verdict.report("p99 ms alone, meanwhile", [round(share(quiet, 0.99), 2), round(share(meanwhile, 0.99), 2)])
    verdict.at_most("p99 meanwhile / alone", share(meanwhile, 0.99) / share(quiet, 0.99), 1.2)
    verdict.end()


if __name__ == "__main__":
    main()
