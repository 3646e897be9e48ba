"""Cuts the power at random points of busy runs and starts the program on what the disk may hold then (row 117).

A run is recorded operation by operation, with the octets that were written. For each image a point of the record is chosen; disk.py says
what may be left of the files at a cut there: unsynced writes in any subset, torn at sectors of 512 octets, unsynced names, forgotten pages
after a failed sync. The program starts on the image without faults. Every write that was acknowledged before the cut must be there and
whole, every read that was answered must be on record, nothing may be half applied, a request that was under way has one effect when it is
sent again, and `avain verify` finds nothing (aftermath.py).

    power_cuts.py                  1,000 images; continues after an interruption
    power_cuts.py --seconds 170    a part of them; exits with 3 until all are done
    power_cuts.py --run busy/3     one run with all its images
    power_cuts.py --run busy/0 --without-syncs --results …    the control: it must find lost writes
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
import pathlib
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

import aftermath
import disk
import parts
from fault_layer import Fault, Layer, Operation, Record
from instance import NAME, County, Ended, Instance
from io_points import shared_memory
from load import Load
from results import ROOT, Results, commit
from service import arguments
from verdict import Verdict
from writes import Caller, Entry, Ledger

SCRIPTS = [
    "aftermath.py", "caller.py", "disk.py", "fault_layer.py", "faultlayer/faultlayer.c", "instance.py", "load.py", "parts.py",
    "power_cuts.py", "writes.py",
]  # fmt: skip
# Reading all entries of every image over HTTP would take most of the time. The newest are at risk; the database is asked for all.
NEWEST, OTHERS = 60, 20
# The layout of SQLite's log: a header, then frames of a header and a page.
LOG_HEADER, LOG_FRAME = 32, 24 + 4096


@dataclasses.dataclass
class Recording:
    """A recorded run: the files before it, its operations, and what was acknowledged at which of them."""

    kind: str
    before: disk.Disk
    records: list[Record]
    ledger: list[Entry]
    backup: bytes | None


@dataclasses.dataclass
class Image:
    """What is left after a cut."""

    part: str
    kind: str
    cut: int  # the number of the last operation before the cut
    model: disk.Model
    fate: disk.Fate
    files: dict[str, bytes | None]
    ledger: list[Entry]
    backup: bytes | None  # outside the folder; whole


# MARK: Runs


@dataclasses.dataclass
class Run:
    """What a run needs to be recorded."""

    program: pathlib.Path
    county: County
    layer: Layer
    seed: str
    ledger: Ledger

    @property
    def data(self) -> pathlib.Path:
        return self.layer.root

    def instance(self) -> Instance:
        return Instance(self.program, self.data, self.layer)


def busy(run: Run) -> None:
    """Four callers, a rotation of the key, a checkpoint, a stop and a second start."""
    choice = random.Random(run.seed)
    labels = itertools.count()
    for is_last in (False, True):
        instance = run.instance()
        try:
            instance.start()
        except Ended:
            return
        load = Load(run.county, instance, run.ledger, choice.random(), labels, name="k", layer=run.layer, import_rows=60).start()
        rotator = Caller(run.county, instance.port, run.ledger, run.layer)
        enough = len(run.ledger.entries) + (100 if is_last else 200)
        if not is_last:
            time.sleep(0.2)
            entry = rotator.rotation("kierto")
            if entry.is_acknowledged:
                aftermath.rotated(rotator, entry)
            rotator.backup("kopio")
        while len(run.ledger.entries) < enough and instance.is_alive:
            time.sleep(0.01)
        load.stop()
        rotator.close()
        if is_last and choice.random() < 0.5:
            instance.kill()
        else:
            instance.stop()


def failing(run: Run) -> None:
    """As busy, but one sync fails. A program that goes on has lost what the kernel forgot."""
    choice = random.Random(run.seed)
    file = choice.choice(("-wal", "-wal", ".sqlite", ".anchors", ".keys.new", ""))
    run.layer.fail(choice.randint(1, 5_000 if file == "-wal" else 100), Fault.EIO, only=(Operation.SYNC,), file=file)
    busy(run)


def first(run: Run) -> None:
    """The first commands on an empty folder, then some writes."""
    instance = run.instance()
    for role, more in (("admin", ()), ("social_worker", ("--unit", "Itä")), ("admin", ())):
        sent, name = run.layer["done"], f"Anna {role}"
        done = instance.run("keys", "create", "--role", role, "--name", name, *more)
        entry = Entry(name, "token", role, "", "", sent=sent, answered=run.layer["done"], answer=done.stdout.strip())
        entry.status = 200 if done.returncode == 0 else 0
        run.ledger.add(entry)
    instance.start()
    caller = Caller(dataclasses.replace(run.county, tokens={"admin": run.ledger.entries[0].answer}), instance.port, run.ledger, run.layer)
    for label in ("ensin", "toiseksi", "kolmanneksi"):
        caller.service_type(label)
    caller.close()
    instance.stop()


def backup(run: Run) -> None:
    """A backup of a stopped database, and one over an older name's remains."""
    for label in ("a", "b"):
        sent = run.layer["done"]
        done = run.instance().run("backup", "--to", str(run.data / f"copy-{label}.sqlite"))
        run.ledger.add(_command(f"copy-{label}.sqlite", "copy", sent, run.layer["done"], done.returncode))


def restore(run: Run) -> None:
    """A restore in the place of a lost database."""
    sent = run.layer["done"]
    done = run.instance().run("restore", "--from", str(run.data.parent / "copy.sqlite"))
    run.ledger.add(_command(NAME, "restored", sent, run.layer["done"], done.returncode))


def _command(label: str, kind: str, sent: int, answered: int, code: int) -> Entry:
    return Entry(label, kind, "", "", "", sent=sent, answered=answered, status=200 if code == 0 else 0)


# Each with its share of the images. Those of `log` are beside the count of power cuts.
RUNS: dict[str, tuple[Callable[[Run], None], float]] = {
    "busy": (busy, 0.55), "failing": (failing, 0.25), "first": (first, 0.08), "backup": (backup, 0.06), "restore": (restore, 0.06),
    "log": (busy, 0.2),
}  # fmt: skip
# The share of images on which the program starts, writes, and loses the power again.
CUT_TWICE = 0.15


# MARK: Checks of an image


def check(bench: Bench, image: Image, place: pathlib.Path) -> list[str]:
    county, folder = bench.county, place / "data"
    folder.mkdir()
    disk.write(image.files, folder)
    instance = Instance(bench.program, folder)
    required = [entry for entry in image.ledger if entry.is_acknowledged and entry.answered <= image.cut]
    under_way = [dataclasses.replace(entry) for entry in image.ledger if entry.sent <= image.cut < entry.answered]
    later = [entry for entry in image.ledger if entry.answered > image.cut]
    match image.kind:
        case "first":
            return _first(instance, county, required)
        case "backup":
            return _copies(instance, image, required)
        case "restore":
            return _restored(instance, county, image, required)
        case "log":
            return _log(instance, image)
    faults = []
    if random.Random(image.part).random() < CUT_TWICE:
        required, faults = _cut_again(bench, instance, image, required, place)
    return faults or _served(instance, county, image, required, under_way, later)


def _cut_again(
    bench: Bench, instance: Instance, image: Image, required: list[Entry], place: pathlib.Path
) -> tuple[list[Entry], list[str]]:
    """Starts on the image, writes a little, and cuts the power again, also in the middle of the start. Returns what is required now."""
    choice = random.Random(f"again {image.part}")
    before = disk.Disk(instance.folder)
    layer = Layer(bench.layer, instance.folder, place)
    layer["level"] = 2
    ledger = Ledger()
    second = Instance(bench.program, instance.folder, layer)
    if not_started := aftermath.start(second):
        return required, not_started
    caller = Caller(bench.county, second.port, ledger, layer)
    for label in ("uudestaan", "viel", "kerran"):
        caller.meeting(label)
    second.kill()
    caller.close()
    records = list(layer.records())
    cut = choice.choice([0] + [record.number for record in records])
    for record in records:
        if record.number <= cut:
            before.apply(record)
    _, files = before.after_cut(choice, image.model)
    shutil.rmtree(instance.folder)
    instance.folder.mkdir()
    disk.write(files, instance.folder)
    return required + [entry for entry in ledger.entries if entry.is_acknowledged and entry.answered <= cut], []


def _served(
    instance: Instance, county: County, image: Image, required: list[Entry], under_way: list[Entry], later: list[Entry]
) -> list[str]:
    choice = random.Random(image.part)
    faults = aftermath.verify(instance, " at once")
    if not_started := aftermath.start(instance):
        return faults + not_started
    writes = [entry for entry in required if not entry.is_read]
    older = writes[:-NEWEST]
    looked_at = {id(entry) for entry in writes[-NEWEST:] + choice.sample(older, min(OTHERS, len(older)))}
    # A resource is looked at with all its changes, or not at all.
    places = {entry.location for entry in writes if id(entry) in looked_at}
    shown = [entry for entry in writes if id(entry) in looked_at or entry.location in places]
    caller = Caller(county, instance.port, Ledger())
    faults += aftermath.served(caller, shown, [entry for entry in later if not entry.is_read])
    for entry in under_way:
        if entry.is_read or entry.kind == "copy":
            continue
        entry.status = 0
        entry.location = entry.location if entry.kind == "change" else ""
        done, wrong = aftermath.again(caller, entry)
        faults += wrong
        if done.is_acknowledged:
            required = required + [done]
    caller.close()
    faults += aftermath.stop(instance)
    faults += aftermath.kept(instance, required + later, required)
    return faults + aftermath.backups(instance, required) + aftermath.verify(instance)


def _first(instance: Instance, county: County, required: list[Entry]) -> list[str]:
    """Whatever was left, the first command works again, and the keys that were printed are known."""
    made = instance.run("keys", "create", "--role", "admin", "--name", "Toinen Admin")
    if made.returncode != 0:
        return [f"first: the first command fails afterwards: exit {made.returncode}: {made.stderr.strip()[:200]}"]
    faults = aftermath.verify(instance, " at once")
    if not_started := aftermath.start(instance):
        return faults + not_started
    for token in [made.stdout.strip()] + [entry.answer for entry in required if entry.kind == "token"]:
        caller = Caller(dataclasses.replace(county, tokens={"any": token}), instance.port, Ledger())
        answer = caller.ask("any", "GET", "/v1/me")
        if answer is None or answer.status != 200:
            faults.append("first: a key was printed and is not known afterwards")
        caller.close()
    caller = Caller(dataclasses.replace(county, tokens={"admin": made.stdout.strip()}), instance.port, Ledger())
    types = [entry for entry in required if entry.kind == "service_type"]
    faults += aftermath.served(caller, types, [])
    caller.close()
    faults += aftermath.stop(instance)
    return faults + aftermath.kept(instance, types, types) + aftermath.verify(instance)


def _copies(instance: Instance, image: Image, required: list[Entry]) -> list[str]:
    """What has the name of a copy is a whole copy."""
    faults = aftermath.verify(instance)
    for entry in image.ledger:
        path = instance.folder / entry.label
        if path.exists():
            if bad := aftermath.copy_fault(instance, path):
                faults.append(f"backup: a copy under its final name is bad: {bad[:150]}")
        elif entry in required:
            faults.append("backup: reported, then missing")
    return faults


def _restored(instance: Instance, county: County, image: Image, required: list[Entry]) -> list[str]:
    if not instance.database.exists():
        if required:
            return ["restore: reported, then missing"]
        for suffix in ("-wal", "-shm"):
            pathlib.Path(f"{instance.database}{suffix}").unlink(missing_ok=True)
        copy = instance.folder.parent / "copy.sqlite"
        copy.write_bytes(image.backup)
        again = instance.run("restore", "--from", str(copy))
        if again.returncode != 0:
            return [f"restore: the same command fails afterwards: exit {again.returncode}: {again.stderr.strip()[:200]}"]
    faults = aftermath.verify(instance, " at once")
    if not_started := aftermath.start(instance):
        return faults + not_started
    caller = Caller(county, instance.port, Ledger())
    if not caller.read("luku").is_acknowledged:
        faults.append("restore: a client of the backup is not there")
    caller.close()
    return faults + aftermath.stop(instance) + aftermath.verify(instance)


def _log(instance: Instance, image: Image) -> list[str]:
    """A log that was cut off or overwritten is no power cut: acknowledged writes may be gone. The program must open what is left or refuse
    it, must not crash, and must not show half of a transaction unless `verify` says so: pages of the lost part may already be in the
    database, beside older pages that are read from the rest of the log. SQLite cannot see that."""
    found = instance.run("verify")
    if found.returncode not in (0, 65, 74):
        return [f"log: verify ends with {found.returncode}: {found.stderr.strip()[:200]}"]
    try:
        instance.start()
    except Ended:
        code = instance.process.poll()
        return [] if code in (65, 74) else [f"log: the start ends with {code}: {instance.said().strip()[-200:]}"]
    faults = aftermath.stop(instance)
    if found.returncode == 65:
        return faults
    return faults + aftermath.kept(instance, [entry for entry in image.ledger if not entry.is_read], [])


# MARK: Recording and cutting


@dataclasses.dataclass
class Bench:
    """What all runs and images share."""

    program: pathlib.Path
    layer: pathlib.Path
    county: County
    place: pathlib.Path
    syncs: bool = True  # False: no sync of the record counts, to show that the checks find what is lost

    def record(self, kind: str, seed: str) -> Recording:
        place = pathlib.Path(tempfile.mkdtemp(dir=self.place, prefix=f"{kind}-"))
        data = place / "data"
        if kind == "first":
            data.mkdir()
        else:
            self.county.copy(place)
        run = Run(self.program, self.county, Layer(self.layer, data, place), seed, Ledger())
        run.layer["level"] = 2
        if kind == "restore":
            plain = Instance(self.program, data)
            plain.command("backup", "--to", str(place / "copy.sqlite"))
            for suffix in ("", "-wal", "-shm"):
                pathlib.Path(f"{plain.database}{suffix}").unlink(missing_ok=True)
        before = disk.Disk(data)
        RUNS[kind][0](run)
        backup = place / "copy.sqlite"
        recording = Recording(
            kind, before, list(run.layer.records()), run.ledger.entries, backup.read_bytes() if backup.exists() else None
        )
        if run.layer["unseen"]:
            sys.exit("the program writes to a durable file in a way that the layer does not see")
        run.layer.close()
        shutil.rmtree(place)
        return recording

    def images(self, recording: Recording, part: str, wanted: list[int]) -> Iterator[Image]:
        """Cuts the record at as many places as wanted. The places after an acknowledgement are the likeliest."""
        if recording.kind == "log":
            yield from self._cut_logs(recording, part, wanted)
            return
        choice = random.Random(part)
        numbers = [record.number for record in recording.records]
        answered = sorted({entry.answered for entry in recording.ledger} & set(numbers)) or numbers
        failed = [record.number for record in recording.records if record.error and record.operation is Operation.SYNC]
        cuts = []
        for index in wanted:
            one = random.Random(f"{part}/{index}")
            places = [answered, numbers]
            if failed:
                places.append([number for number in numbers if number >= failed[0]])
            cuts.append((one.choice(one.choice(places)), index))
        cuts.sort()
        at = 0
        for cut, index in cuts:
            end = bisect.bisect_right(numbers, cut)
            for record in recording.records[at:end]:
                if self.syncs or record.operation is not Operation.SYNC:
                    recording.before.apply(record)
            at = end
            model = choice.choice(list(disk.Model))
            fate, files = recording.before.after_cut(choice, model)
            yield Image(f"{part}/{index}", recording.kind, cut, model, fate, files, recording.ledger, recording.backup)

    def _cut_logs(self, recording: Recording, part: str, wanted: list[int]) -> Iterator[Image]:
        """The files as after a kill, but with a log cut at the edge of a frame, an octet beside it, or overwritten with garbage from there
        on; and with garbage in place of the shared memory."""
        for record in recording.records[: len(recording.records) * 2 // 3]:
            recording.before.apply(record)
        for index in wanted:
            choice = random.Random(f"{part}/{index}")
            files = recording.before.as_written()
            log = files.get(f"{NAME}-wal") or b""
            frames = max(0, len(log) - LOG_HEADER) // LOG_FRAME
            edge = choice.choice((0, LOG_HEADER + choice.randint(0, frames) * LOG_FRAME))
            place = max(0, min(len(log), edge + choice.choice((-1, 0, 1))))
            files[f"{NAME}-wal"] = log[:place] + (choice.randbytes(len(log) - place) if choice.random() < 0.5 else b"")
            files[f"{NAME}-shm"] = choice.randbytes(choice.choice((0, 100, 32_768, 1 << 20)))
            number = recording.records[-1].number
            yield Image(f"{part}/{index}", "log", number, disk.Model.POSIX, disk.Fate.ALL_LEFT, files, recording.ledger, None)

    def judge(self, image: Image) -> dict[str, object]:
        place = pathlib.Path(tempfile.mkdtemp(dir=self.place, prefix="image-"))
        began = time.monotonic()
        try:
            faults = check(self, image, place)
        except Exception as error:  # noqa: BLE001 - a fault of the check is a result as well, and the others go on
            faults = [f"the check failed: {type(error).__name__}: {error}"[:600]]
        shutil.rmtree(place)
        acknowledged = [entry for entry in image.ledger if entry.is_acknowledged and entry.answered <= image.cut]
        return {
            "kind": image.kind, "cut": image.cut, "model": image.model.value, "fate": image.fate.value,
            "acknowledged": sum(entry.rows for entry in acknowledged), "seconds": round(time.monotonic() - began, 2),
            "faults": sorted(set(faults)),
        }  # fmt: skip


def _judge(bench: Bench, image: Image) -> tuple[str, dict[str, object]]:
    return image.part, bench.judge(image)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--images", type=int, default=1_000)
    parser.add_argument("--per-run", type=int, default=20, help="how many images of one run")
    parser.add_argument("--runs", nargs="+", default=list(RUNS), choices=list(RUNS), help="kinds of runs")
    parser.add_argument("--run", help="one run alone, such as busy/3")
    parser.add_argument("--without-syncs", action="store_true", help="a control: pretend that no sync worked. The check must fail then")
    parser.add_argument("--seconds", type=float, default=0, help="stop after this time, to be continued; 0: run to the end")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2, help="how many images are checked at a time")
    parser.add_argument("--results", type=pathlib.Path, default=ROOT / ".build" / "endurance" / "power-cuts.jsonl")
    parser.add_argument("--place", type=pathlib.Path, default=shared_memory(), help="where the databases are; in memory it is faster")
    options = parser.parse_args()
    results = Results(options.results, options.program, SCRIPTS)
    began = time.monotonic()

    def is_late() -> bool:
        return bool(options.seconds) and time.monotonic() - began > options.seconds

    runs = {name: count for name, count in planned(options.images, options.per_run).items() if name.split("/")[0] in options.runs}
    if options.run:
        runs = {options.run: options.per_run}
    with tempfile.TemporaryDirectory(prefix="avain-power-cuts-", dir=options.place) as folder:
        place = pathlib.Path(folder)
        county = County.prepare(options.program, place, 20)
        bench = Bench(options.program.resolve(), Layer.build(place), county, place, not options.without_syncs)
        images = parts.take_while(all_images(bench, runs, results, options.seed), lambda: not is_late())
        for image, result in parts.run(_judge, bench, images, options.workers):
            results.add(image, **result)
            faulty = sum(bool(line["faults"]) for line in results.lines.values())
            results.progress(f"{len(results.lines)} images, {faulty} with faults")
    verdict = Verdict()
    summarise(verdict, results)
    if len(results.lines) < sum(runs.values()) and not options.run:
        print(f"{len(results.lines)} of {sum(runs.values())} images; run it again to continue", file=sys.stderr)
        sys.exit(3)
    verdict.end()


def all_images(bench: Bench, runs: dict[str, int], results: Results, seed: int) -> Iterator[Image]:
    """Records one run after another and cuts each."""
    for name, count in runs.items():
        part = f"{seed}/{name}"
        wanted = [index for index in range(count) if f"{part}/{index}" not in results]
        if wanted:
            yield from bench.images(bench.record(name.split("/")[0], part), part, wanted)


def planned(images: int, per_run: int) -> dict[str, int]:
    """How many images each run has, by its name. The kinds take turns."""
    turns: list[tuple[float, str, int]] = []
    for kind, (_, share) in RUNS.items():
        whole = round(images * share)
        for number, start in enumerate(range(0, whole, per_run)):
            turns.append(((start + per_run / 2) / whole, f"{kind}/{number}", min(per_run, whole - start)))
    return {name: count for _, name, count in sorted(turns)}


def summarise(verdict: Verdict, results: Results) -> None:
    lines = list(results.lines.values())
    verdict.report("commit", commit())
    verdict.report("program", results.program)
    verdict.report("images", sum(line["kind"] != "log" for line in lines))
    for name in ("kind", "model", "fate"):
        verdict.report(name, {value: sum(line[name] == value for line in lines) for value in sorted({line[name] for line in lines})})
    verdict.report("acknowledged_before_the_cuts", sum(line["acknowledged"] for line in lines))
    verdict.report("images_with_faults", sum(bool(line["faults"]) for line in lines))
    verdict.faults += results.faults()


if __name__ == "__main__":
    main()
