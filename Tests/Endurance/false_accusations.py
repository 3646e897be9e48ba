"""After a fault of the disk and a kill, `avain verify` must accuse nobody (row 117): points of io_points.py whose fault is followed by kill
-9 some operations later. `verify` runs at once, then the service runs once and `verify` runs again.

Half of the faults are aimed at the anchors, the key file, syncs and renames, where a proof and what it proves can come apart.

    false_accusations.py                   200 faults, each followed by a kill
    false_accusations.py --seconds 170     a part of them; exits with 3 until all are done
"""

from __future__ import annotations

import pathlib
import random
import shutil
import sys
import tempfile
import time

import io_points
import parts
from fault_layer import Operation
from io_points import Bench, Point
from results import ROOT, Results, commit
from service import arguments
from verdict import Verdict

SCRIPTS = [*io_points.SCRIPTS, "false_accusations.py"]
# The kill comes this many operations after the fault at most.
FAR = 40
# How many of a hundred faults each scenario has.
SHARES = {"serve": 70, "create": 10, "backup": 10, "restore": 10}


def at(bench: Bench, point: Point, distance: int) -> dict[str, object]:
    """Lets an operation fail and kills the process some operations later."""
    run, place = bench.run(point.scenario)
    run.fault, run.for_good = point.fault, point.for_good
    run.layer.fail(point.number, point.fault, point.for_good)
    run.layer["crash_at"] = point.number + distance
    faults = []
    body, check = io_points.SCENARIOS[point.scenario]
    try:
        body(run)
        run.layer.heal()
        if run.is_hit:
            # io_points.py judges what was answered during the fault. Here what was acknowledged and what verify says count.
            faults = check(run)
    except Exception as error:  # noqa: BLE001 - a fault of the check is a result as well, and the others go on
        faults = [f"the check failed: {type(error).__name__}: {error}"[:600]]
    was_killed = run.figures.get("exit") == -9
    result = {
        "hit": run.hit, "number": run.layer["hit_number"], "distance": distance, "killed": was_killed,
        "acknowledged": sum(entry.rows for entry in run.ledger.entries if entry.is_acknowledged), "faults": sorted(set(faults)),
    }  # fmt: skip
    run.layer.close()
    shutil.rmtree(place)
    return result


def chosen(bench: Bench, scenarios: list[str], count: int, seed: int) -> list[tuple[Point, int]]:
    """Enough points, each with the distance of its kill. Some of them are without effect."""
    choice = random.Random(seed)
    pairs: list[tuple[float, Point, int]] = []
    for scenario, share in SHARES.items():
        if scenario not in scenarios:
            continue
        records = bench.count(scenario)
        proofs = {
            record.number
            for record in records
            if ".anchors" in record.name or ".keys" in record.name or record.operation in (Operation.SYNC, Operation.RENAME)
        }
        points = io_points.points_of(scenario, records, seed)
        aimed = [point for point in points if point.number in proofs]
        others = [point for point in points if point.number not in proofs]
        choice.shuffle(aimed)
        for group in (aimed, others):
            for index, point in enumerate(group[: 2 * count]):
                pairs.append(((index + 0.5) / share, point, choice.choice((0, 1, 2, choice.randint(0, FAR)))))
    return [(point, distance) for _, point, distance in sorted(pairs, key=lambda pair: pair[0])]


def _at(bench: Bench, pair: tuple[Point, int]) -> tuple[str, dict[str, object]]:
    return f"{pair[0]}+{pair[1]}", at(bench, *pair)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--faults", type=int, default=200)
    parser.add_argument("--scenarios", nargs="+", default=list(SHARES), choices=list(SHARES))
    parser.add_argument("--seconds", type=float, default=0, help="stop after this time, to be continued; 0: run to the end")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--results", type=pathlib.Path, default=ROOT / ".build" / "endurance" / "false-accusations.jsonl")
    parser.add_argument("--place", type=pathlib.Path, default=io_points.shared_memory(), help="where the databases are")
    options = parser.parse_args()
    results = Results(options.results, options.program, SCRIPTS)

    def done() -> int:
        return sum(bool(line["hit"]) and line["killed"] for line in results.lines.values())

    began, is_late = time.monotonic(), False
    with tempfile.TemporaryDirectory(prefix="avain-false-accusations-", dir=options.place) as place:
        bench = Bench.prepare(options.program, pathlib.Path(place))
        left = (pair for pair in chosen(bench, options.scenarios, options.faults, options.seed) if f"{pair[0]}+{pair[1]}" not in results)
        left = parts.take_while(left, lambda: done() < options.faults and not is_late)
        for part, result in parts.run(_at, bench, left, options.workers):
            results.add(part, **result)
            results.progress(f"{done()} faults followed by a kill")
            is_late = bool(options.seconds) and time.monotonic() - began > options.seconds
    verdict = Verdict()
    verdict.report("commit", commit())
    verdict.report("program", results.program)
    lines = [line for line in results.lines.values() if line["hit"]]
    verdict.report("faults_followed_by_a_kill", done())
    verdict.report("faults_after_which_the_process_ended_by_itself", sum(not line["killed"] for line in lines))
    accusing = [line for line in lines if any("accuses" in fault for fault in line["faults"])]
    verdict.equal("false_accusations", len(accusing), 0)
    verdict.report("with_other_faults", sum(bool(line["faults"]) for line in lines) - len(accusing))
    verdict.faults += results.faults()
    if done() < options.faults and not is_late:
        verdict.faults.append(f"only {done()} faults could be followed by a kill")
    elif done() < options.faults:
        print(f"{done()} of {options.faults}; run it again to continue", file=sys.stderr)
        sys.exit(3)
    verdict.end()


if __name__ == "__main__":
    main()
