"""Makes one operation on a file fail, or all from one on, at every point of a short scenario (row 117).

Each scenario runs once to number its operations. Then it runs once for each point: the number of an operation, a fault (EIO, ENOSPC,
EDQUOT, EINTR, half a transfer, half a write and EIO, a file system that became read-only), once or for good. During the fault the program
may refuse with a documented problem or end with a documented exit code and one line on standard error. Afterwards it runs without faults:
every acknowledged write must be there and whole, nothing half applied, and `avain verify` must find nothing (aftermath.py).

    io_points.py                              2,000 points; continues after an interruption
    io_points.py --seconds 170                a part of them; exits with 3 until all are done
    io_points.py --point serve/212/EIO/once   one point, with all that was said
    io_points.py --check-with-strace 100      compares the layer with strace: without a fault, and at this many points
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import pathlib
import random
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable

import aftermath
import parts
from fault_layer import Fault, Flag, Layer, Operation, Record
from instance import County, Ended, Instance
from results import ROOT, Results, commit
from service import arguments
from verdict import Verdict
from writes import Caller, Entry, Ledger

SCRIPTS = [
    "aftermath.py", "caller.py", "fault_layer.py", "faultlayer/faultlayer.c", "instance.py", "io_points.py", "parts.py", "writes.py",
]  # fmt: skip
# An import of two transactions.
IMPORTED_ROWS = 260
FULL = (Fault.ENOSPC, Fault.EDQUOT, Fault.SHORT)


# MARK: Points


@dataclasses.dataclass(frozen=True)
class Point:
    scenario: str
    number: int
    fault: Fault
    for_good: bool

    def __str__(self) -> str:
        return f"{self.scenario}/{self.number}/{self.fault.name}/{'for_good' if self.for_good else 'once'}"

    @staticmethod
    def parse(text: str) -> Point:
        scenario, number, fault, how = text.split("/")
        return Point(scenario, int(number), Fault[fault], how == "for_good")


def faults_of(record: Record) -> list[tuple[Fault, bool]]:
    """The faults that an operation can have, each once (False) or for good (True)."""
    both, once, good = (False, True), (False,), (True,)
    how: dict[Fault, tuple[bool, ...]] = {Fault.EIO: both}
    match record.operation:
        case Operation.OPEN:
            how[Fault.EINTR] = once
            if record.flags & Flag.CREATED:
                how |= {Fault.ENOSPC: both, Fault.EDQUOT: both}
            if record.flags & Flag.IS_WRITABLE:
                how[Fault.EROFS] = good
        case Operation.READ:
            how |= {Fault.EINTR: once, Fault.SHORT: once}
        case Operation.WRITE:
            how |= {Fault.ENOSPC: both, Fault.EDQUOT: both, Fault.EINTR: once, Fault.SHORT: both, Fault.TORN: both, Fault.EROFS: good}
        case Operation.SYNC:
            how |= {Fault.ENOSPC: both, Fault.EDQUOT: once, Fault.EINTR: once, Fault.EROFS: good}
        case Operation.TRUNCATE | Operation.ALLOCATE:
            how |= {Fault.ENOSPC: both, Fault.EINTR: once, Fault.EROFS: good}
        case Operation.RENAME | Operation.LINK | Operation.FOLDER:
            how |= {Fault.ENOSPC: both, Fault.EROFS: good}
        case Operation.UNLINK:
            how[Fault.EROFS] = good
        case Operation.CLOSE:
            how = {Fault.EIO: once, Fault.EDQUOT: once}
        case Operation.STAT:
            how = {Fault.EIO: once}
    return [(fault, for_good) for fault, options in how.items() for for_good in options]


def points_of(scenario: str, records: list[Record], seed: int) -> list[Point]:
    """All points of a scenario. Every operation on every file comes early, however rare it is: the points of one operation on one file have
    turns in proportion to the square root of their number."""
    choice = random.Random(seed)
    places: dict[tuple[Operation, str], list[Point]] = {}
    for record in records:
        # The names of temporary files are random.
        name = "temporary" if record.name.startswith(".dat") else record.name
        places.setdefault((record.operation, name), []).extend(Point(scenario, record.number, *fault) for fault in faults_of(record))
    turns = []
    for points in places.values():
        choice.shuffle(points)
        turns += [((index + choice.random()) / len(points) ** 0.5, point) for index, point in enumerate(points)]
    return [point for _, point in sorted(turns, key=lambda turn: turn[0])]


# MARK: Scenarios


@dataclasses.dataclass
class Run:
    """One run of a scenario."""

    program: pathlib.Path
    county: County
    place: pathlib.Path  # an empty folder of its own
    layer: Layer
    fault: Fault = Fault.NONE
    for_good: bool = False
    ledger: Ledger = dataclasses.field(default_factory=Ledger)
    faults: list[str] = dataclasses.field(default_factory=list)
    figures: dict[str, object] = dataclasses.field(default_factory=dict)
    prefix: tuple[str, ...] = ()
    listening: int = 0  # the number of the last operation before the service listened

    @property
    def data(self) -> pathlib.Path:
        return self.layer.root

    def instance(self, has_layer: bool = True) -> Instance:
        return Instance(self.program, self.data, self.layer, self.prefix) if has_layer else Instance(self.program, self.data)

    @property
    def is_hit(self) -> bool:
        return self.layer["hits"] > 0

    @property
    def hit(self) -> str:
        return f"{Operation(self.layer['hit_operation']).name} {self.layer.text('hit_file')}" if self.is_hit else ""

    def judge_end(self, code: int | None, said: str, when: str) -> None:
        """Judges the exit code and the message of a process that may have met the fault."""
        self.figures["exit"], self.figures["ended"] = code, when
        lines = [line for line in said.splitlines() if line.strip()]
        if code:
            self.figures["message"] = lines[-1][:300] if lines else ""
        strange = [line for line in lines if not line.startswith(("avain: ", "{"))]
        if strange:
            self.faults.append(f"{when}: a line that is neither a message nor JSON")
            self.figures["line"] = strange[0][:200]
        if code is None:
            self.faults.append(f"{when}: does not end")
        elif code < 0:
            self.faults.append(f"{when}: killed by signal {-code}")
        elif code and code not in EXITS[self.fault]:
            self.faults.append(f"{when}: exit {code}, not one of {EXITS[self.fault]}")
        if code and code > 0 and not lines:
            self.faults.append(f"{when}: exit {code} without a message")

    def judge_answers(self, is_alive: bool) -> None:
        """Judges what was answered during the fault."""
        for entry in self.ledger.entries:
            if entry.is_acknowledged:
                continue
            if entry.status == 0:
                if is_alive:
                    self.faults.append(f"{entry.kind}: no answer, though the service runs on")
            elif entry.code not in aftermath.REFUSALS.get(entry.status, ()):
                self.faults.append(f"{entry.kind}: {entry.status} {entry.code} during the fault")


# The exit codes of a failing disk (Docs/operations.md): 74, an input or output error; 73, a file cannot be made.
EXITS: dict[Fault, tuple[int, ...]] = {fault: (73, 74) for fault in Fault}
EXITS[Fault.NONE] = ()


def serve(run: Run) -> None:
    """Start, writes of every kind, reads on record, a rotation of the key, a backup, stop."""
    instance = run.instance()
    try:
        instance.start()
    except Ended:
        run.judge_end(instance.process.poll(), instance.said(), "start")
        return
    run.listening = run.layer["count"]
    caller = Caller(run.county, instance.port, run.ledger, run.layer)
    steps(run, instance, caller)
    if run.is_hit and became_full(run) and instance.is_alive:
        recover(run, caller)
    caller.close()
    sync_rules(run, instance)
    is_alive = instance.is_alive
    run.judge_answers(is_alive)
    code = instance.stop()
    run.judge_end(code, instance.said(), "stop" if is_alive else "serving")


def steps(run: Run, instance: Instance, caller: Caller) -> None:
    baseline: dict | None = None

    def read(label: str) -> None:
        nonlocal baseline
        entry = caller.read(label)
        if entry.is_acknowledged:
            baseline = baseline or entry.document
            if entry.document != baseline:
                run.faults.append("read: 200 with another content")
        # A service that starts on a full disk may have found no room for its reserve.
        elif entry.status in (503, 507) and became_full(run) and run.layer["hit_number"] > run.listening:
            run.faults.append("read: refused while the disk is full")

    meeting = client = Entry("", "", "", "", "")

    def first_writes() -> None:
        nonlocal meeting, client
        caller.service_type("tyyppi")
        client = caller.client("Haapala", 1)
        meeting = caller.meeting("kirjasto")

    def rotate() -> None:
        entry = caller.rotation("kierto")
        if entry.is_acknowledged:
            # Under a fault the rotation may have to wait for the next start.
            deadline = time.monotonic() + 0.5
            while instance.is_alive and time.monotonic() < deadline:
                answer = caller.ask("admin", "GET", entry.location)
                if answer is None or answer.status != 200 or answer.document["state"] == "done":
                    break
                if "rotation" in instance.said():
                    break

    for step in (
        lambda: read("luku"),
        first_writes,
        lambda: caller.case("asia", client) if client.is_acknowledged else None,
        lambda: caller.change("muistio", meeting) if meeting.is_acknowledged else None,
        lambda: caller.batch("era", 3),
        lambda: caller.lines_import("tuonti", IMPORTED_ROWS),
        rotate,
        lambda: caller.backup("kopio"),
        lambda: read("loppu"),
        lambda: caller.meeting("uimahalli"),
    ):
        if not instance.is_alive:
            return
        step()


def recover(run: Run, caller: Caller) -> None:
    """Space is there again: the service must write again within five seconds, without a restart."""
    run.layer.heal()
    began = time.monotonic()
    entry = caller.service_type("jalkeen")
    while not entry.is_acknowledged and time.monotonic() - began < 5:
        time.sleep(0.05)
        run.ledger.entries.remove(entry)
        entry = caller.send(entry)
    run.figures["recovered_in_s"] = round(time.monotonic() - began, 3)
    if not entry.is_acknowledged:
        run.faults.append(f"does not write again within 5 s after the disk was full: {entry.status} {entry.code}")


def became_full(run: Run) -> bool:
    """Whether the disk is full for good, and the process can go on."""
    return run.for_good and run.fault in FULL and not lost_a_sync(run)


def lost_a_sync(run: Run) -> bool:
    """Whether a sync of the database or its log failed. Then the process ends; until it does, it refuses what needs the disk."""
    is_database = run.layer.text("hit_file").endswith((".sqlite", ".sqlite-wal"))
    return run.is_hit and run.layer["hit_operation"] == Operation.SYNC and is_database


def sync_rules(run: Run, instance: Instance) -> None:
    """After a failed sync of the database or its log nothing is acknowledged, and the process ends within a second."""
    if not lost_a_sync(run):
        return
    hit_at = run.layer["hit_at"]
    late = [entry for entry in run.ledger.entries if entry.is_acknowledged and entry.answered_at > hit_at]
    if any(not entry.is_read for entry in late):
        run.faults.append("a write is acknowledged after a failed fsync")
    if any(entry.is_read for entry in late):
        run.faults.append("a read on record is answered after a failed fsync")
    if instance.is_alive:
        deadline = hit_at / 1e9 + 1
        while instance.is_alive and time.monotonic() < deadline:
            time.sleep(0.01)
    if instance.is_alive:
        run.faults.append("the process runs on after a failed fsync")
    elif instance.process.returncode != 74:
        run.faults.append(f"exit {instance.process.returncode} after a failed fsync, not 74")
    else:
        while instance.ended_at is None:
            time.sleep(0.001)
        run.figures["ended_after_ms"] = round((instance.ended_at - hit_at) / 1e6, 1)


def serve_aftermath(run: Run) -> list[str]:
    return aftermath.all_of_it(run.instance(has_layer=False), run.county, run.ledger)


def create(run: Run) -> None:
    """The first command on an empty folder makes the database and a key."""
    shutil.rmtree(run.data)
    run.data.mkdir()
    instance = run.instance()
    done = instance.run("keys", "create", "--role", "admin", "--name", "Anna Admin")
    run.judge_end(done.returncode, done.stderr, "create")
    if done.returncode == 0:
        run.figures["token"] = done.stdout.strip()


def create_aftermath(run: Run) -> list[str]:
    instance = run.instance(has_layer=False)
    again = instance.run("keys", "create", "--role", "admin", "--name", "Anna Admin")
    if again.returncode != 0:
        return [f"the same command fails afterwards: exit {again.returncode}: {again.stderr.strip()[:200]}"]
    if faults := aftermath.start(instance):
        return faults
    tokens = [again.stdout.strip()] + ([run.figures["token"]] if "token" in run.figures else [])
    for token in tokens:
        county = dataclasses.replace(run.county, tokens={"admin": token})
        caller = Caller(county, instance.port, Ledger())
        answer = caller.ask("admin", "GET", "/v1/me")
        if answer is None or answer.status != 200:
            faults.append(f"a key was printed, and is not known afterwards: {answer.status if answer else 'no answer'}")
        caller.close()
    return faults + aftermath.stop(instance) + aftermath.verify(instance)


def backup(run: Run) -> None:
    """A backup of a stopped database."""
    done = run.instance().run("backup", "--to", str(run.data / "copy.sqlite"))
    run.judge_end(done.returncode, done.stderr, "backup")
    run.figures["is_done"] = done.returncode == 0


def backup_aftermath(run: Run) -> list[str]:
    faults = []
    copy = run.data / "copy.sqlite"
    if copy.exists():
        # Whether reported as failed or not: what has the name of the copy is a whole copy.
        checked = copied(run, copy)
        faults += [f"a copy under its final name is bad: {checked}"] if checked else []
        for path in run.data.glob("copy.sqlite*"):
            path.unlink()
    elif run.figures["is_done"]:
        faults.append("the backup was reported and is missing")
    instance = run.instance(has_layer=False)
    again = instance.run("backup", "--to", str(copy))
    if again.returncode != 0:
        faults.append(f"the same command fails afterwards: exit {again.returncode}: {again.stderr.strip()[:200]}")
    elif checked := copied(run, copy):
        faults.append(f"the next backup is bad: {checked}")
    left = [path.name for path in run.data.iterdir() if ".partial" in path.name]
    if left:
        faults.append(f"left behind: {', '.join(sorted(left))}")
    return faults + aftermath.verify(instance)


def copied(run: Run, copy: pathlib.Path) -> str:
    """What `avain verify` says against a copy; empty if nothing."""
    words = ["verify", "--without-anchors", "--key-file", str(run.data / "avain.sqlite.keys")]
    instance = Instance(run.program, run.data)
    instance.database = copy
    done = instance.run(*words)
    for suffix in ("-wal", "-shm", ".lock"):
        pathlib.Path(f"{copy}{suffix}").unlink(missing_ok=True)
    if done.returncode == 0 and "all holds" in done.stdout:
        return ""
    return (done.stdout + done.stderr).strip()[:200] or f"exit {done.returncode}"


def restore(run: Run) -> None:
    """The restore of a backup in the place of a lost database."""
    plain = run.instance(has_layer=False)
    plain.command("backup", "--to", str(run.place / "copy.sqlite"))
    for suffix in ("", "-wal", "-shm"):
        pathlib.Path(f"{plain.database}{suffix}").unlink(missing_ok=True)
    done = run.instance().run("restore", "--from", str(run.place / "copy.sqlite"))
    run.judge_end(done.returncode, done.stderr, "restore")
    run.figures["is_done"] = done.returncode == 0


def restore_aftermath(run: Run) -> list[str]:
    instance = run.instance(has_layer=False)
    faults = []
    if run.figures["is_done"] and not instance.database.exists():
        return ["the restore was reported and the database is missing"]
    if not run.figures["is_done"]:
        if instance.database.exists():
            # The restore failed late or was killed. What has the name of the database is whole.
            faults += aftermath.verify(instance, " of what is left")
        # As the guide says: move what is there away, and try again.
        for suffix in ("", "-wal", "-shm"):
            pathlib.Path(f"{instance.database}{suffix}").unlink(missing_ok=True)
        again = instance.run("restore", "--from", str(run.place / "copy.sqlite"))
        if again.returncode != 0:
            return [f"the same command fails afterwards: exit {again.returncode}: {again.stderr.strip()[:200]}"]
        left = [path.name for path in run.data.iterdir() if ".partial" in path.name]
        if left:
            faults.append(f"left behind: {', '.join(sorted(left))}")
    if not_started := aftermath.start(instance):
        return faults + not_started
    caller = Caller(run.county, instance.port, run.ledger)
    if not caller.read("luku").is_acknowledged:
        faults.append("a client of the backup is not there")
    caller.close()
    return faults + aftermath.stop(instance) + aftermath.verify(instance)


SCENARIOS: dict[str, tuple[Callable[[Run], None], Callable[[Run], list[str]]]] = {
    "serve": (serve, serve_aftermath),
    "create": (create, create_aftermath),
    "backup": (backup, backup_aftermath),
    "restore": (restore, restore_aftermath),
}
# How many of a hundred points each scenario has.
SHARES = {"serve": 60, "create": 14, "backup": 10, "restore": 16}


# MARK: Running


@dataclasses.dataclass
class Bench:
    """What all runs share."""

    program: pathlib.Path
    layer: pathlib.Path
    county: County
    place: pathlib.Path

    @staticmethod
    def prepare(program: pathlib.Path, place: pathlib.Path, clients: int = 20) -> Bench:
        return Bench(program.resolve(), Layer.build(place), County.prepare(program, place, clients), place)

    def run(self, scenario: str, prefix: tuple[str, ...] = ()) -> tuple[Run, pathlib.Path]:
        place = pathlib.Path(tempfile.mkdtemp(dir=self.place, prefix=f"{scenario}-"))
        self.county.copy(place)
        return Run(self.program, self.county, place, Layer(self.layer, place / "data", place), prefix=prefix), place

    def count(self, scenario: str) -> list[Record]:
        """The operations of a scenario without a fault, which must have no fault then."""
        run, place = self.run(scenario)
        run.layer["level"] = 1
        body, check = SCENARIOS[scenario]
        body(run)
        records = list(run.layer.records())
        refused = [f"{entry.kind} {entry.status} {entry.answer[:300]}" for entry in run.ledger.entries if not entry.is_acknowledged]
        faults = run.faults + refused + check(run)
        if faults or run.layer["unseen"]:
            said = run.instance().said()
            sys.exit(f"the scenario {scenario} has faults without a fault of the disk: {faults}; unseen {run.layer['unseen']}\n{said}")
        shutil.rmtree(place)
        return records

    def at(self, point: Point, keeps: bool = False) -> dict[str, object]:
        run, place = self.run(point.scenario)
        run.fault, run.for_good = point.fault, point.for_good
        run.layer.fail(point.number, point.fault, point.for_good)
        body, check = SCENARIOS[point.scenario]
        began = time.monotonic()
        try:
            body(run)
            run.layer.heal()
            faults = run.faults + (check(run) if run.is_hit else [])
        except Exception as error:  # noqa: BLE001 - a fault of the check is a result as well, and the others go on
            faults = run.faults + [f"the check failed: {type(error).__name__}: {error}"[:600]]
        result = {
            "hit": run.hit, "number": run.layer["hit_number"], **{name: value for name, value in run.figures.items() if name != "token"},
            "acknowledged": sum(entry.rows for entry in run.ledger.entries if entry.is_acknowledged),
            "seconds": round(time.monotonic() - began, 2), "faults": sorted(set(faults)),
        }  # fmt: skip
        if keeps:
            result["said"] = run.instance().said()
            result["answers"] = [f"{entry.kind} {entry.status} {entry.code} {entry.detail}" for entry in run.ledger.entries]
            result["folder"] = str(place)
        else:
            run.layer.close()
            shutil.rmtree(place)
        return result


def _at(bench: Bench, point: Point) -> tuple[Point, dict[str, object]]:
    return point, bench.at(point)


def chosen(bench: Bench, options: argparse.Namespace) -> list[Point]:
    """The points in the order in which they run: the scenarios take turns by their shares."""
    lists = {name: points_of(name, bench.count(name), options.seed) for name in options.scenarios}
    merged = [((index + 0.5) / SHARES[name], point) for name, points in lists.items() for index, point in enumerate(points)]
    return [point for _, point in sorted(merged, key=lambda pair: pair[0])]


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--points", type=int, default=2_000, help="how many operations must have failed; 0: all points there are")
    parser.add_argument("--scenarios", nargs="+", default=list(SCENARIOS), choices=list(SCENARIOS))
    parser.add_argument("--seconds", type=float, default=0, help="stop after this time, to be continued; 0: run to the end")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="how many points run at a time")
    parser.add_argument("--results", type=pathlib.Path, default=ROOT / ".build" / "endurance" / "io-points.jsonl")
    parser.add_argument("--place", type=pathlib.Path, default=shared_memory(), help="where the databases are; in memory it is faster")
    parser.add_argument("--point", type=Point.parse, help="run this point alone and keep its folder")
    parser.add_argument("--check-with-strace", type=int, metavar="N", help="compare the layer with strace at this many points")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="avain-io-points-", dir=options.place) as place:
        bench = Bench.prepare(options.program, pathlib.Path(place))
        if options.point:
            bench.place = pathlib.Path(tempfile.mkdtemp(prefix="avain-io-point-", dir=options.place))
            print(json.dumps(bench.at(options.point, keeps=True), indent=2, ensure_ascii=False))
            return
        if options.check_with_strace is not None:
            return check_with_strace(bench, options)
        run_all(bench, options)


def run_all(bench: Bench, options: argparse.Namespace) -> None:
    results = Results(options.results, options.program, SCRIPTS)
    wanted = options.points or sys.maxsize
    points = chosen(bench, options)

    def hit() -> int:
        return sum(bool(line["hit"]) for line in results.lines.values())

    began, is_late = time.monotonic(), False
    left = (point for point in points if str(point) not in results)
    for point, result in parts.run(_at, bench, parts.take_while(left, lambda: hit() < wanted and not is_late), options.workers):
        results.add(str(point), **result)
        results.progress(f"{hit()} points, {sum(bool(line['faults']) for line in results.lines.values())} with faults")
        is_late = bool(options.seconds) and time.monotonic() - began > options.seconds
    verdict = Verdict()
    summarise(verdict, results)
    if hit() < wanted and is_late:
        print(f"{hit()} of {wanted} points; run it again to continue", file=sys.stderr)
        sys.exit(3)
    if options.points:
        verdict.at_most("points_missing", max(0, options.points - hit()), 0)
    verdict.end()


def summarise(verdict: Verdict, results: Results) -> None:
    lines = [line for line in results.lines.values() if line["hit"]]
    verdict.report("commit", commit())
    verdict.report("program", results.program)
    verdict.report("points", len(lines))
    verdict.report("once", sum(part.endswith("/once") and bool(line["hit"]) for part, line in results.lines.items()))
    verdict.report("without_a_hit", len(results.lines) - len(lines))
    operations: dict[str, int] = {}
    exits: dict[str, int] = {}
    for line in lines:
        operation = line["hit"].split()[0]
        operations[operation] = operations.get(operation, 0) + 1
        end = f"{line.get('ended')} {line.get('exit')}"
        exits[end] = exits.get(end, 0) + 1
    verdict.report("operations", operations)
    verdict.report("ends", exits)
    verdict.report("acknowledged", sum(line["acknowledged"] for line in lines))
    ended = [line["ended_after_ms"] for line in lines if "ended_after_ms" in line]
    if ended:
        verdict.at_most("slowest_end_after_failed_fsync_ms", max(ended), 1_000)
    recovered = [line["recovered_in_s"] for line in lines if "recovered_in_s" in line]
    if recovered:
        verdict.at_most("slowest_recovery_from_full_disk_s", max(recovered), 5)
    verdict.report("points_with_faults", sum(bool(line["faults"]) for line in lines))
    verdict.faults += results.faults()


def shared_memory() -> pathlib.Path:
    """A file system in memory if there is one: the layer makes the faults, so no disk is needed."""
    memory = pathlib.Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > 2 << 30 else pathlib.Path(tempfile.gettempdir())


# MARK: strace

_CALLS = {
    "openat": Operation.OPEN, "read": Operation.READ, "pread64": Operation.READ, "readv": Operation.READ, "preadv": Operation.READ,
    "write": Operation.WRITE, "pwrite64": Operation.WRITE, "writev": Operation.WRITE, "pwritev": Operation.WRITE, "fsync": Operation.SYNC,
    "fdatasync": Operation.SYNC, "ftruncate": Operation.TRUNCATE, "fallocate": Operation.ALLOCATE, "renameat2": Operation.RENAME,
    "linkat": Operation.LINK, "unlinkat": Operation.UNLINK, "mkdirat": Operation.FOLDER,
}  # fmt: skip
# Calls that the layer would miss if the program made them past it.
_OTHERS = (
    "open", "creat", "preadv2", "pwritev2", "sync", "syncfs", "sync_file_range", "truncate", "rename", "renameat", "link", "symlink",
    "symlinkat", "unlink", "rmdir", "mkdir", "sendfile", "copy_file_range", "io_uring_setup", "mknodat",
)  # fmt: skip
_LINE = re.compile(r"(\d+) +(\w+)\((.*)\) += (-?\d+)")


def kernel_calls(text: str, root: pathlib.Path) -> list[tuple[str, str, int]]:
    """The calls on files below a folder that strace saw, in order: operation, name, result."""
    begun: dict[str, str] = {}
    calls = []
    for line in text.splitlines():
        pid, _, rest = line.partition(" ")
        if line.endswith("<unfinished ...>"):
            begun[pid] = line.removesuffix("<unfinished ...>")
            continue
        if resumed := re.match(r"\s*<\.\.\. \w+ resumed>(.*)", rest):
            line = begun.pop(pid, "") + resumed[1]
        found = _LINE.match(line)
        if not found or f"{root}" not in found[3]:
            continue
        call, words, result = found[2], found[3], int(found[4])
        if call in ("openat", "unlinkat", "mkdirat", "renameat2", "linkat"):
            named = re.findall(r'"([^"]*)"', words)[-1 if call == "linkat" else 0]
        else:
            named = re.match(r"\d+<([^>]*)>", words)[1].removesuffix(" (deleted)")
        if named != str(root) and not named.startswith(f"{root}/"):
            continue
        name = str(pathlib.Path(named).relative_to(root))
        operation = _CALLS[call].name if call in _CALLS else call
        calls.append((operation, name, result if operation in ("READ", "WRITE") else int(result >= 0)))
    return calls


def layer_calls(records: list[Record]) -> list[tuple[str, str, int]]:
    """The operations that the layer passed on to the kernel, in the same form."""
    calls = []
    for record in records:
        if record.operation in (Operation.STAT, Operation.CLOSE) or (record.flags & Flag.IS_FAULT and record.result < 0):
            continue
        is_transfer = record.operation in (Operation.READ, Operation.WRITE)
        name = record.other if record.operation is Operation.LINK else record.name
        calls.append((record.operation.name, name, record.result if is_transfer else int(record.result >= 0)))
    return calls


def check_with_strace(bench: Bench, options: argparse.Namespace) -> None:
    """Exits with 1 if strace and the layer disagree about one call, or if too little was compared; else with 0."""
    verdict = Verdict()
    verdict.name = "check_with_strace"
    points: list[Point | None] = [None] + chosen(bench, options)
    compared = hit = 0
    for point in points:
        if point and hit == options.check_with_strace:
            break
        scenario = point.scenario if point else "serve"
        log = bench.place / "strace"
        names = ",".join([*_CALLS, *(f"?{name}" for name in _OTHERS)])
        run, place = bench.run(scenario, ("strace", "-D", "-f", "-qq", "-y", "-s", "0", "-e", f"trace={names}", "-o", str(log)))
        run.layer["level"] = 1
        if point:
            run.fault, run.for_good = point.fault, point.for_good
            run.layer.fail(point.number, point.fault, point.for_good)
        SCENARIOS[scenario][0](run)
        # strace ends after the process; its log is complete when its last line says so.
        kernel = layer = []
        for _ in range(200):
            kernel = kernel_calls(log.read_text(errors="replace"), run.data)
            layer = layer_calls(list(run.layer.records()))
            if kernel == layer:
                break
            time.sleep(0.01)
        compared += len(kernel)
        hit += run.is_hit
        if kernel != layer:
            place_of = next((index for index, (one, two) in enumerate(zip(kernel, layer)) if one != two), min(len(kernel), len(layer)))
            verdict.faults.append(
                f"{point}: call {place_of}: strace {kernel[place_of : place_of + 2]}, layer {layer[place_of : place_of + 2]}"
            )
        shutil.rmtree(place)
        log.unlink()
    verdict.report("points", hit)
    verdict.report("calls_compared", compared)
    verdict.equal("points_missing", max(0, options.check_with_strace - hit), 0)
    if compared == 0:
        verdict.faults.append("nothing was compared")
    verdict.end()


if __name__ == "__main__":
    main()
