"""Kills the service (SIGKILL) again and again under load and looks for acknowledged writes that are missing (rows 86 and 117).

Four callers write, change, import and read. After each answer 2xx an entry is synced into the ledger, which is outside the database. After
a random time the process is killed. The next process must have everything that the ledger has: the entries of the cycle are read over HTTP,
and requests without an answer are sent again with their key and must have exactly one effect. Every --verify-every cycles the service is
stopped, the whole ledger is counted in the database, and `avain verify` runs. A row of an import or a batch counts as one write.

    kills.py                  1,000 kills and 500,000 acknowledged writes; continues after an interruption
    kills.py --seconds 170    a part of them; exits with 3 until all are done

The database and the ledger stay in the folder of the results, so that a later part continues with them. Every --per-county cycles the county
is checked as at the end, and a new one begins: all writes go to a few cases, whose budgets would have more entries than any real one.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import json
import pathlib
import random
import shutil
import sys
import time

import aftermath
from instance import County, Instance
from load import Load
from results import ROOT, Results, commit
from service import arguments
from verdict import Verdict
from writes import Caller, Entry, Ledger, letters

# The share of cycles in which the key of national ids is rotated.
ROTATIONS = 0.1
# Each tenth process is stopped and not killed, in the middle of its work; verify must find nothing then.
STOP_EVERY = 10
SCRIPTS = ["aftermath.py", "caller.py", "instance.py", "kills.py", "load.py", "writes.py"]


class Kept:
    """The folder in which a check continues: the county, its database and the ledger."""

    def __init__(self, folder: pathlib.Path, program: pathlib.Path, is_new: bool) -> None:
        self.folder, self.program = folder, program
        if is_new:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            county = County.prepare(program, folder, 40)
            kept = {**dataclasses.asdict(county), "folder": str(county.folder)}
            (folder / "county.json").write_text(json.dumps(kept), encoding="utf-8")
        read = json.loads((folder / "county.json").read_text(encoding="utf-8"))
        self.county = County(**{**read, "folder": pathlib.Path(read["folder"])})
        self.path = folder / "ledger.jsonl"
        # What was sent while the check itself was interrupted is in no ledger: new labels begin with other letters.
        self.name = letters(random.randrange(8_000, 160_000))

    def ledger(self) -> list[Entry]:
        return Ledger.read(self.path)


def cycle(kept: Kept, options: argparse.Namespace, number: int, labels: itertools.count, last: list[Entry]) -> tuple[dict, list[Entry]]:
    """One start, the checks of the cycle before, load, and a kill. Returns the result and the entries of this cycle."""
    choice = random.Random(f"{options.seed}.{number}.{kept.name}")
    instance = Instance(kept.program, kept.county.folder)
    faults = aftermath.start(instance)
    if faults:
        return {"end": "none", "faults": faults, "writes": 0, "next_label": next(labels)}, []
    ledger = Ledger(kept.path)
    faults, retried = check(kept, instance, ledger, last)
    load = Load(
        kept.county, instance, ledger, choice.random(), labels, name=kept.name, callers=options.callers, import_rows=options.import_rows
    ).start()
    if choice.random() < ROTATIONS:
        rotator = Caller(kept.county, instance.port, ledger)
        rotator.rotation(kept.name + letters(next(labels)))
        rotator.close()
    time.sleep(choice.uniform(options.shortest, options.longest))
    is_stop = number % STOP_EVERY == STOP_EVERY - 1
    if is_stop:
        faults += aftermath.stop(instance)
    else:
        instance.kill()
    load.wait()
    if is_stop:
        faults += aftermath.verify(instance, " after a stop")
    entries = [entry for entry in ledger.entries if (entry.kind, entry.status) != ("rotation", 409)]
    for entry in entries:
        if not entry.is_acknowledged and entry.status:
            faults.append(f"{entry.kind}: {entry.status} {entry.code}")
    writes = sum(entry.rows for entry in entries if entry.is_acknowledged and not entry.is_read)
    reads = sum(entry.is_acknowledged and entry.is_read for entry in entries)
    result = {
        "end": "stop" if is_stop else "kill", "faults": sorted(set(faults)), "writes": writes, "reads": reads, "retried": retried,
        "next_label": next(labels),
    }  # fmt: skip
    return result, entries


def check(kept: Kept, instance: Instance, ledger: Ledger, last: list[Entry]) -> tuple[list[str], int]:
    """Reads what the last cycle acknowledged and sends again what it did not."""
    caller = Caller(kept.county, instance.port, ledger)
    required = [entry for entry in last if entry.is_acknowledged and not entry.is_read]
    missing = [entry for entry in last if not entry.is_acknowledged and not entry.is_read]
    faults = aftermath.served(caller, required, missing)
    for entry in missing:
        faults += aftermath.again(caller, entry)[1]
    caller.close()
    return faults, len(missing)


def count(kept: Kept) -> tuple[list[str], dict[str, int]]:
    """Stops a last process, counts the whole ledger in the database and verifies the chains."""
    instance = Instance(kept.program, kept.county.folder)
    faults = aftermath.start(instance)
    if not faults:
        faults = aftermath.stop(instance)
    entries = kept.ledger()
    faults += aftermath.kept(instance, entries, entries)
    faults += aftermath.verify(instance)
    writes = sum(entry.rows for entry in entries if not entry.is_read)
    return faults, {"ledger": writes, "reads_on_record": sum(entry.is_read for entry in entries)}


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--kills", type=int, default=1_000)
    parser.add_argument("--writes", type=int, default=500_000, help="acknowledged writes that the kills together must reach")
    parser.add_argument("--callers", type=int, default=4)
    parser.add_argument("--import-rows", type=int, default=250, help="the rows of one import")
    parser.add_argument("--shortest", type=float, default=0.05, help="seconds of load before a kill, at least")
    parser.add_argument("--longest", type=float, default=0.5, help="seconds of load before a kill, at most")
    parser.add_argument("--verify-every", type=int, default=50, help="cycles between two counts of the whole ledger")
    parser.add_argument("--per-county", type=int, default=100, help="cycles after which a new county begins")
    parser.add_argument("--seconds", type=float, default=0, help="stop after this time, to be continued; 0: run to the end")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--results", type=pathlib.Path, default=ROOT / ".build" / "endurance" / "kills.jsonl")
    options = parser.parse_args()
    results = Results(options.results, options.program, SCRIPTS)
    kept = Kept(options.results.with_suffix(".data"), options.program, is_new=not results.lines)
    # Labels of requests that an interruption kept from the results are left out.
    labels = itertools.count(max([line["next_label"] + 10_000 for line in results.lines.values() if "next_label" in line], default=0))
    began = time.monotonic()
    last: list[Entry] = []

    def totals() -> tuple[int, int]:
        cycles = [line for part, line in results.lines.items() if part.startswith("cycle/")]
        return sum(line["end"] == "kill" for line in cycles), sum(line["writes"] for line in cycles)

    def finish() -> None:
        """Checks the county and what its last cycle left open."""
        instance = Instance(kept.program, kept.county.folder)
        if not aftermath.start(instance):
            faults, _ = check(kept, instance, Ledger(kept.path), last)
            instance.stop()
            counted, figures = count(kept)
            results.add(f"count/end of {kept.name}", faults=faults + counted, **figures)

    kills, writes = totals()
    number = sum(part.startswith("cycle/") for part in results.lines)
    while kills < options.kills or writes < options.writes:
        if options.seconds and time.monotonic() - began > options.seconds:
            break
        result, last = cycle(kept, options, number, labels, last)
        results.add(f"cycle/{number}", **result)
        number += 1
        kills, writes = totals()
        faulty = sum(bool(line["faults"]) for line in results.lines.values())
        results.progress(f"{kills} kills, {writes} acknowledged writes, {faulty} cycles with faults")
        if number % options.per_county == 0:
            finish()
            kept, last = Kept(options.results.with_suffix(".data"), options.program, is_new=True), []
        elif number % options.verify_every == 0:
            faults, figures = count(kept)
            results.add(f"count/{number}", faults=faults, **figures)
        if result["end"] == "none":
            break
    finish()
    verdict = Verdict()
    verdict.report("commit", commit())
    verdict.report("program", results.program)
    verdict.report("kills", kills)
    verdict.report("stops", sum(line.get("end") == "stop" for line in results.lines.values()))
    verdict.report("acknowledged_writes", writes)
    verdict.report("reads_on_record", sum(line.get("reads", 0) for line in results.lines.values()))
    verdict.report("sent_again", sum(line.get("retried", 0) for line in results.lines.values()))
    verdict.report("counts_of_the_whole_ledger", sum(part.startswith("count/") for part in results.lines))
    verdict.faults += results.faults()
    if kills < options.kills or writes < options.writes:
        print(f"{kills} of {options.kills} kills, {writes} of {options.writes} writes; run it again to continue", file=sys.stderr)
        if not verdict.faults:
            sys.exit(3)
    verdict.end()


if __name__ == "__main__":
    main()
