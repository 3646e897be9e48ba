"""What must hold after a fault, when the program runs without faults again: every acknowledged write is there and whole, nothing is half
applied, a request without an acknowledgement has exactly one effect when it is sent again, and `avain verify` accuses nobody."""

from __future__ import annotations

import collections
import json
import pathlib
import re
import sqlite3
import time

from instance import County, Ended, Instance
from writes import Caller, Entry, Ledger

# Answers that storage may give while it fails: Docs/problems.md.
REFUSALS = {503: ("storage_failing", "busy"), 507: ("storage_full",)}
# A newest line of the anchors that a power cut tore is mended at the next start, which says so.
MENDED = "it is written again from the database"


def start(instance: Instance) -> list[str]:
    """Starts the service; it must start."""
    try:
        instance.start()
        return []
    except Ended:
        said = instance.said().strip().splitlines()[-1:] or ["nothing"]
        return [f"does not start afterwards: exit {instance.process.poll()}: {_plain(said[0], instance)}"]


def stop(instance: Instance) -> list[str]:
    code = instance.stop()
    return [] if code == 0 else [f"exit {code} at a stop without faults"]


def verify(instance: Instance, when: str = "") -> list[str]:
    """`avain verify` must find nothing."""
    done = instance.run("verify")
    findings = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("note:") and MENDED not in line]
    if done.returncode == 0 and findings == ["all holds"]:
        return []
    first = findings[0] if findings else "no message"
    return [f"verify{when} accuses: exit {done.returncode}: {_plain(first, instance)}"]


def _plain(text: str, instance: Instance) -> str:
    """A message without its numbers, so that equal faults are counted together."""
    text = text.replace(str(instance.folder), "FOLDER")
    return re.sub(r"[0-9a-f]*[0-9][0-9a-f]*", "N", text)[:250]


def served(caller: Caller, required: list[Entry], possible: list[Entry]) -> list[str]:
    """Reads over HTTP what must be there.

    required: acknowledged entries
    possible: later or unacknowledged entries that may have taken effect
    """
    faults = []
    chains: dict[str, list[Entry]] = collections.defaultdict(list)
    for entry in required + possible:
        if entry.location and entry.kind in ("service_type", "client", "case", "meeting", "change"):
            chains[entry.location].append(entry)
    wanted = {id(entry) for entry in required}
    for location, chain in chains.items():
        # The versions from the newest one that must be there on.
        newest = max((index for index, entry in enumerate(chain) if id(entry) in wanted), default=None)
        if newest is None:
            continue
        first = chain[newest]
        answer = caller.ask(first.role, "GET", location)
        if answer is None or answer.status != 200:
            faults.append(f"{first.kind}: acknowledged, then {answer.status if answer else 'no answer'}")
        elif not any(_is_equal(answer.document, entry, first) for entry in chain[newest:]):
            faults.append(f"{first.kind}: acknowledged, then different")
    for entry in required:
        if entry.kind == "client":
            found = caller.ask("social_worker", "POST", "/v1/clients/search", {"hetu": json.loads(entry.body)["hetu"]})
            if found is None or found.status != 200 or [item["id"] for item in found.document["items"]] != [entry.document["id"]]:
                faults.append("client: acknowledged, then not found by its national id")
        elif entry.kind == "batch":
            faults += _batch(caller, entry, entry.location)
        elif entry.kind == "import":
            counts = [_count(caller, f"/v1/service-data/batches/{part['id']}") for part in entry.document["batches"]]
            if sum(counts) != entry.rows:
                faults.append(f"import: acknowledged {entry.rows} rows, then {sum(counts)}")
        elif entry.kind == "rotation":
            faults += rotated(caller, entry)
    return faults


def _is_equal(found: dict, entry: Entry, first: Entry) -> bool:
    if entry.is_acknowledged:
        return found == entry.document
    # A change without an answer: only its member is known.
    return found.get("minutes") == json.loads(entry.body).get("minutes") and found["id"] == first.document["id"]


def _count(caller: Caller, path: str) -> int:
    answer = caller.ask("system", "GET", path)
    return answer.document["rowCount"] if answer and answer.status == 200 else 0


def _batch(caller: Caller, entry: Entry, path: str) -> list[str]:
    count = _count(caller, path)
    if count != entry.rows:
        return [f"batch: acknowledged {entry.rows} rows, then {count}"]
    items = caller.ask("system", "GET", f"{path}/items?limit=200")
    if items is None or [item["eventId"] for item in items.document["items"]] != entry.events[:200]:
        return ["batch: acknowledged rows, then others"]
    return []


def rotated(caller: Caller, entry: Entry, seconds: float = 10) -> list[str]:
    """A rotation that was acknowledged ends, and no national id stays under the old key."""
    deadline = time.monotonic() + seconds
    while True:
        answer = caller.ask("admin", "GET", entry.location)
        if answer is None or answer.status != 200:
            return [f"rotation: acknowledged, then {answer.status if answer else 'no answer'}"]
        if answer.document["state"] == "done":
            break
        if time.monotonic() > deadline:
            return [f"rotation: still {answer.document['state']} after {seconds:.0f} s"]
        time.sleep(0.02)
    keys = caller.ask("admin", "GET", "/v1/hetu-keys").document["versions"]
    newest = max(use["version"] for use in keys)
    if any(use["clients"] or use["actuals"] for use in keys if use["version"] != newest):
        return ["rotation: done, but national ids are under an older key"]
    return []


def again(caller: Caller, entry: Entry) -> tuple[Entry, list[str]]:
    """Sends again what was not acknowledged, with the same key. Returns the acknowledged entry and the faults."""
    was_refused = entry.code and "nothing was kept" in entry.detail
    if entry.kind == "change":
        now = caller.ask(entry.role, "GET", entry.path)
        if now is None or now.status != 200:
            return entry, [f"change: its meeting is {now.status if now else 'not answered'}"]
        if now.document.get("minutes") == json.loads(entry.body)["minutes"]:
            entry.status, entry.answer, entry.etag = 200, now.body.decode(), now.headers["ETag"]
            return entry, ["change: refused with nothing was kept, but kept"] if was_refused else []
        entry.tag = now.headers["ETag"]
    done = caller.send(entry)
    if not done.is_acknowledged:
        return done, [f"{entry.kind}: sent again, then {done.status} {done.code}"]
    return done, []


def kept(instance: Instance, entries: list[Entry], required: list[Entry]) -> list[str]:
    """Counts in the stopped database: what must be there is there once, everything else at most once, and nothing is half applied."""
    faults: list[str] = []
    must = {entry.label for entry in required}

    def check(kind: str, wanted: dict[str, bool], found: list[tuple[str, int]]) -> None:
        count = dict(found)
        lost = sum(is_must and count.get(label, 0) == 0 for label, is_must in wanted.items())
        doubled = sum(count.get(label, 0) > 1 for label in wanted)
        if lost:
            faults.append(f"{kind}: acknowledged, then missing in the database")
        if doubled:
            faults.append(f"{kind}: kept twice")

    by_kind: dict[str, dict[str, bool]] = collections.defaultdict(dict)
    for entry in entries:
        if entry.kind in ("batch", "import"):
            by_kind["row"] |= {event: entry.label in must for event in entry.events}
        elif entry.kind == "read":
            if entry.label in must:
                by_kind["read"][entry.request_id] = True
        else:
            by_kind[entry.kind][entry.label] = entry.label in must
    queries = {
        "service_type": "SELECT code, count(*) FROM service_types GROUP BY code",
        "client": "SELECT family_name, count(*) FROM clients GROUP BY family_name",
        "meeting": "SELECT place, count(*) FROM meetings GROUP BY place",
        "row": "SELECT event_id, count(*) FROM actuals WHERE source_system = 'endurance' GROUP BY event_id",
        "read": "SELECT request_id, 1 FROM access_log WHERE operation = 'findClient'",
    }
    try:
        for kind, query in queries.items():
            if by_kind[kind]:
                check(kind, by_kind[kind], instance.query(query))
        # A rotation has no label of its own, so only their number can be compared.
        rotations = instance.query("SELECT count(*) FROM hetu_key_rotations")[0][0]
        asked = by_kind["rotation"]
        if rotations < sum(asked.values()):
            faults.append("rotation: acknowledged, then missing in the database")
        if rotations > len(asked):
            faults.append("rotation: kept twice")
        torn = instance.query(
            """SELECT count(*) FROM service_data_batches AS batch
               WHERE row_count <> (SELECT count(*) FROM service_data_items WHERE batch_id = batch.id)"""
        )[0][0]
        if torn:
            faults.append("batch: half applied")
        is_sound = instance.query("PRAGMA integrity_check") == [("ok",)]
    except sqlite3.DatabaseError:
        is_sound = False
    return faults if is_sound else faults + ["the database is corrupt"]


def copy_fault(instance: Instance, path: pathlib.Path) -> str:
    """What `avain verify` says of a file that has the name of a copy; nothing if it is a whole one."""
    copy = Instance(instance.program, instance.folder)
    copy.database = path
    done = copy.run("verify", "--without-anchors", "--key-file", f"{instance.database}.keys")
    return "" if done.returncode == 0 else (done.stdout + done.stderr).strip() or f"exit {done.returncode}"


def backups(instance: Instance, required: list[Entry]) -> list[str]:
    """Every file with the name of a backup is a whole one, and those that were reported as done are there."""
    folder = instance.folder / f"{instance.database.name}.backups"
    wanted = {entry.label for entry in required if entry.kind == "copy"}
    found = set()
    faults = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if ".partial" in path.name or path.suffix in (".json", ".new") or not path.is_file():
            continue
        found.add(path.name)
        if bad := copy_fault(instance, path):
            faults.append(f"backup: a file under its final name is bad: {_plain(bad, instance)}")
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
    return faults + ["backup: reported as done, then missing"] * bool(wanted - found)


def all_of_it(instance: Instance, county: County, ledger: Ledger) -> list[str]:
    """All checks after the scenario of one fault: `ledger` has its entries, acknowledged or not. The instance must be stopped."""
    entries = [entry for entry in ledger.entries if not entry.is_read]
    reads = [entry for entry in ledger.entries if entry.is_read and entry.is_acknowledged]
    required = [entry for entry in entries if entry.is_acknowledged]
    missing = [entry for entry in entries if not entry.is_acknowledged]
    faults = verify(instance, " at once")
    if not_started := start(instance):
        return faults + not_started
    caller = Caller(county, instance.port, Ledger())
    faults += served(caller, required, missing)
    for entry in missing:
        done, wrong = again(caller, entry)
        faults += wrong
        if done.is_acknowledged:
            required.append(done)
            if done.kind == "rotation":
                faults += rotated(caller, done)
    caller.close()
    faults += stop(instance)
    faults += kept(instance, entries + reads, required + reads)
    return faults + backups(instance, required) + verify(instance)
