"""Another program keeps a view of the database open while clients read and write: `BEGIN; SELECT …` left in a sqlite3 shell. No read on
record may wait above 50 ms and no write above 100 ms, neither meanwhile nor while the log is emptied afterwards. The service reports the
reader and its end, and the log's file shrinks. Then a program that writes: requests that need the disk are refused in time, others are
answered. Then copies by the shell beside 50 reads a second."""

from __future__ import annotations

import json
import multiprocessing
import os
import pathlib
import subprocess
import time

from caller import Caller
from service import Service, arguments, die_with_parent
from verdict import Verdict

LIMIT_READ = 50.0
LIMIT_WRITE = 100.0


class Load:
    """A process that sends requests at a fixed rate, and the milliseconds that each took. A request that was due while the one before was still
    waited for counts from the time at which it was due."""

    def __init__(self, port: int, token: str, kind: str, paths: list[str], rate: float, seconds: float) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, other = context.Pipe(duplex=False)
        self.process = context.Process(target=_send, args=(other, port, token, kind, paths, rate, seconds), daemon=True)
        self.process.start()
        self.seconds = seconds

    def results(self) -> tuple[list[tuple[float, float]], list[int], list[float]]:
        """The start and the duration of each answer, the statuses that were not expected, the delays of wake-ups."""
        if not self.pipe.poll(self.seconds + 60):
            raise RuntimeError("the sending process does not end")
        result = self.pipe.recv()
        self.process.join()
        return result


def _send(pipe, port: int, token: str, kind: str, paths: list[str], rate: float, seconds: float) -> None:
    die_with_parent()
    caller = Caller(port, token, seconds=30)
    body = json.dumps({"polarity": "works", "subject": "life", "text": "Kaverit ovat siellä. " * 10}).encode()
    answers, wrong, late = [], [], []
    due = time.monotonic()
    end = due + seconds
    number, is_late = 0, False
    while due < end:
        time.sleep(max(0, due - time.monotonic()))
        began = due if is_late else time.monotonic()
        if not is_late:
            late.append((began - due) * 1000)
        path = paths[number % len(paths)]
        number += 1
        answer = caller.ask("GET", path) if kind == "read" else caller.ask("POST", path, body)
        now = time.monotonic()
        answers.append((began, (now - began) * 1000))
        if answer.status != (200 if kind == "read" else 201):
            wrong.append(answer.status)
        due += 1 / rate
        is_late = now > due
    pipe.send((answers, wrong, late))


class Disk:
    """A process that syncs a file of its own on the same disk fifty times a second. It shows when the disk itself lets everybody wait."""

    def __init__(self, folder: pathlib.Path, seconds: float) -> None:
        context = multiprocessing.get_context("fork")
        self.pipe, other = context.Pipe(duplex=False)
        self.process = context.Process(target=_sync, args=(other, folder / "probe", seconds), daemon=True)
        self.process.start()
        self.seconds = seconds

    def syncs(self) -> list[tuple[float, float]]:
        """The start and the duration in milliseconds of each."""
        if not self.pipe.poll(self.seconds + 60):
            raise RuntimeError("the probe of the disk does not end")
        result = self.pipe.recv()
        self.process.join()
        return result


def _sync(pipe, path: pathlib.Path, seconds: float) -> None:
    die_with_parent()
    syncs = []
    end = time.monotonic() + seconds
    with open(path, "wb", buffering=0) as file:
        while (began := time.monotonic()) < end:
            file.write(b"x" * 512)
            os.fdatasync(file.fileno())
            syncs.append((began, (time.monotonic() - began) * 1000))
            time.sleep(0.02)
    path.unlink()
    pipe.send(syncs)


class Shell:
    """A sqlite3 shell in the middle of a transaction."""

    def __init__(self, service: Service, script: str) -> None:
        self.process = subprocess.Popen(
            ["sqlite3", service.database], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent
        )
        self.process.stdin.write(f"{script};\n.print held\n")
        self.process.stdin.flush()
        while (line := self.process.stdout.readline()) != "held\n":
            if not line:
                raise RuntimeError("the shell ended")

    def release(self) -> None:
        self.process.stdin.close()
        self.process.wait()


def share(durations: list[float], part: float) -> float:
    durations = sorted(durations)
    return durations[min(len(durations) - 1, int(len(durations) * part))]


def wait_for(service: Service, text: str, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while text not in service.errors.read_text():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def reader(verdict: Verdict, service: Service, options) -> None:
    """The view that is kept open."""
    worker = Caller(service.port, service.worker)
    clients = [f"/v1/clients/{item['id']}" for item in worker.ask("GET", "/v1/clients?limit=50").document["items"]]
    cases = worker.ask("GET", "/v1/cases?limit=50").document["items"]
    notes = [f"/v1/cases/{item['id']}/working-notes" for item in cases if item["state"] not in ("closed", "cancelled")]
    before, after = 5, options.after
    total = before + options.seconds + after
    loads = [Load(service.port, service.worker, "read", clients, options.reads / 2, total) for _ in range(2)]
    loads.append(Load(service.port, service.worker, "write", notes, options.writes, total))
    disk = Disk(service.database.parent, total)
    log = service.database.with_name(service.database.name + "-wal")
    time.sleep(before)
    shell = Shell(service, "BEGIN; SELECT count(*) FROM clients")
    held = time.monotonic()
    time.sleep(options.seconds)
    verdict.report("log, MB, when the reader ends", log.stat().st_size / 1e6)
    shell.release()
    freed = time.monotonic()
    verdict.equal("the reader was reported", wait_for(service, "cannot be emptied", 1) and f"process {shell.process.pid} (sqlite3)" in service.errors.read_text(), True)
    verdict.equal("its end was reported", wait_for(service, "is emptied again", after + 30), True)
    verdict.report("seconds until the log was empty", time.monotonic() - freed)
    results = [load.results() for load in loads]
    syncs = disk.syncs()
    begin = min(start for part in results for start, _ in part[0])
    slow = [("sync of the probe", *sync) for sync in syncs] + [
        (kind, *answer) for kind, part in zip(("read", "read", "write"), results) for answer in part[0]]
    slowest = sorted(sorted(slow, key=lambda entry: -entry[2])[:20], key=lambda entry: entry[1])
    verdict.report("the slowest: what, at which second, ms", [(what, round(start - begin, 3), round(took, 1)) for what, start, took in slowest])
    # Other work on the machine makes everybody wait. Such a run shows nothing about the service.
    delay, sync = max(delay for part in results for delay in part[2]), max(took for _, took in syncs)
    verdict.report("longest delay of a wake-up, ms", delay)
    verdict.report("longest sync of the probe, ms", sync)
    verdict.report("the machine was quiet", delay < 15 and sync < 25)
    for name, parts, limit in [("read", results[:2], LIMIT_READ), ("write", results[2:], LIMIT_WRITE)]:
        answers = [answer for part in parts for answer in part[0]]
        for phase, begin, end in [("before", 0, held), ("held", held, freed), ("after", freed, time.monotonic())]:
            durations = [took for start, took in answers if begin <= start < end]
            if durations:
                verdict.report(f"{name}s {phase}: number", len(durations))
                verdict.report(f"{name}s {phase}: p50, p99, ms", [round(share(durations, part), 2) for part in (0.5, 0.99)])
                if phase == "before":
                    verdict.report(f"{name}s {phase}: longest, ms", max(durations))
                else:
                    verdict.at_most(f"{name}s {phase}: longest, ms", max(durations), limit)
        verdict.equal(f"{name}s with another status", sorted(status for part in parts for status in part[1]), [])
    # A commit begins the log anew and cuts its file. The service has closed the connection that was idle meanwhile.
    worker.close()
    worker.ask("GET", clients[0])
    verdict.at_most("log, MB, in the end", log.stat().st_size / 1e6, 8.4)


def writer(verdict: Verdict, service: Service) -> None:
    """A transaction that another program keeps open."""
    worker = Caller(service.port, service.worker, seconds=30)
    client = worker.ask("GET", "/v1/clients?limit=1").document["items"][0]["id"]
    shell = Shell(service, "BEGIN IMMEDIATE")
    began = time.monotonic()
    refused = worker.ask("GET", f"/v1/clients/{client}")
    verdict.equal("writer: read on record", (refused.status, refused.headers["Retry-After"]), (503, "1"))
    verdict.at_most("writer: seconds until it is refused", time.monotonic() - began, 6)
    began = time.monotonic()
    verdict.equal("writer: read without a record", Caller(service.port, service.worker).ask("GET", "/v1/me").status, 200)
    verdict.at_most("writer: seconds of that read", time.monotonic() - began, 0.1)
    verdict.equal("writer: was reported", wait_for(service, "holds the database for writing", 5), True)
    shell.release()
    verdict.equal("writer: its end was reported", wait_for(service, "can be written again", 5), True)
    verdict.equal("writer: read on record afterwards", worker.ask("GET", f"/v1/clients/{client}").status, 200)


def copies(verdict: Verdict, service: Service) -> None:
    """Copies by the shell, while 50 reads a second are recorded."""
    worker = Caller(service.port, service.worker)
    clients = [f"/v1/clients/{item['id']}" for item in worker.ask("GET", "/v1/clients?limit=50").document["items"]]
    load = Load(service.port, service.worker, "read", clients, 50, 40)
    verdict.report("database, MB", service.database.stat().st_size / 1e6)
    for name, commands in [
        (".backup in one view", ["BEGIN; SELECT count(*) FROM clients;", ".backup one-view.sqlite", "COMMIT;"]),
        ("VACUUM INTO", ["VACUUM INTO 'vacuumed.sqlite'"]),
        (".backup", [".backup steps.sqlite"]),
    ]:
        began = time.monotonic()
        try:
            done = subprocess.run(["sqlite3", service.database, *commands], cwd=service.folder, capture_output=True, text=True, timeout=10)
            ended: object = done.returncode == 0 and not done.stderr
        except subprocess.TimeoutExpired:
            ended = False
        if name == ".backup":
            # SQLite begins such a copy anew at each commit. It ends only if the file is small.
            verdict.report("plain .backup ends within 10 s", ended)
        else:
            verdict.equal(f"{name}: ends", ended, True)
        verdict.report(f"{name}: seconds", time.monotonic() - began)
    answers, wrong, _ = load.results()
    verdict.at_most("reads beside copies: longest, ms", max(took for _, took in answers), LIMIT_READ)
    verdict.equal("reads beside copies with another status", wrong, [])


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="how long the view is kept open")
    parser.add_argument("--after", type=float, default=15, help="seconds of load after that")
    parser.add_argument("--reads", type=float, default=400, help="reads on record a second")
    parser.add_argument("--writes", type=float, default=100, help="writes a second")
    parser.add_argument("--clients", type=int, default=500, help="clients of the county")
    options = parser.parse_args()
    verdict = Verdict()
    with Service(options.program, clients=options.clients) as service:
        service.start()
        reader(verdict, service, options)
        writer(verdict, service)
        copies(verdict, service)
        verdict.equal("exit code", service.stop(), 0)
    verdict.end()


if __name__ == "__main__":
    main()
