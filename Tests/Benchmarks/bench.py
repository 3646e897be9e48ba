#!/usr/bin/env python3
"""Drives the service and its peers in turn, with the same work, and reports what each costs (see Docs/benchmarks.md).

Start reading here. `works.py` has the list of works, `county.py` the data, `servers.py` the processes, `sending.py` the requests and the checks
of their answers, `drive.lua` the script of wrk, `report.py` the tables of results.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

import report
from county import County, OwnCounty
from places import AVAIN, HERE, ROOT, RUN, Failure, log
from sending import KINDS
from servers import Running
from works import WORKS


@dataclass
class Measurement:
    """One run of one server at one work, for some seconds over some connections."""

    rate: float
    p50: float
    p90: float
    p99: float
    # User and system time of the server, in seconds per 100,000 requests.
    cpu: float
    memory: int
    peak: int
    errors: int
    # The driver's share of one core; the share of the whole machine that other processes took.
    driver: float
    others: float


def main():
    options = parse()
    try:
        run(options)
    except Failure as failure:
        sys.exit(f"bench: {failure}")
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        if not options.keep:
            shutil.rmtree(RUN, ignore_errors=True)


def parse():
    keys = [work.key for work in WORKS] + sorted({work.group for work in WORKS if work.group})
    parser = argparse.ArgumentParser(description="Measures speed, latency, processor time and memory of the service and its peers.")
    parser.add_argument("--rounds", type=int, default=3, help="how many turns each server has (%(default)s)")
    parser.add_argument("--seconds", type=int, default=4, help="how long one measurement takes (%(default)s)")
    parser.add_argument("--connections", help="comma-separated, in place of 16,64,256")
    parser.add_argument("--only", action="append", choices=keys, help="only this work, or all of this group; may be repeated")
    parser.add_argument("--clients", type=int, default=10_000, help="number of clients in the county (%(default)s)")
    parser.add_argument("--threads", type=int, default=1, help="threads of the driver (%(default)s)")
    parser.add_argument("--quick", action="store_true", help="one round of a second over 1,000 clients, to see whether it runs")
    parser.add_argument("--document", metavar="FILE", help="where to write the tables; by default Docs/benchmarks.md after a full run")
    parser.add_argument("--keep", action="store_true", help="keep the files of the run")
    parser.add_argument("--before", metavar="PROGRAM", type=pathlib.Path,
        help="an earlier build of the service, for the works of the group `before`; both serve copies of a county that it has made")
    options = parser.parse_args()
    options.is_whole = not (options.only or options.quick or options.connections)
    if options.quick:
        options.rounds, options.seconds, options.clients = 1, 1, 1_000
    if options.connections:
        try:
            options.connections = tuple(int(part) for part in options.connections.split(","))
        except ValueError:
            parser.error("--connections takes numbers: 16,64")
    if options.document is None and options.is_whole:
        options.document = ROOT / "Docs" / "benchmarks.md"
    return options


def run(options):
    begun = time.monotonic()
    shutil.rmtree(RUN, ignore_errors=True)
    RUN.mkdir(parents=True)
    counties = {}
    # Maps (work, server, connections) to the measurements of the rounds.
    results = {}
    for work in WORKS:
        if options.only and work.key not in options.only and work.group not in options.only:
            continue
        is_against_before = work.group == "before"
        if is_against_before and not options.before:
            continue
        clients = options.clients if options.quick else work.clients or options.clients
        # A work that only the service does needs no data for peers.
        has_peers = any(server.runs != "avain" for server in work.servers)
        made = (clients, has_peers, is_against_before)
        if made not in counties:
            program = options.before if is_against_before else AVAIN
            counties[made] = County(clients, program) if has_peers else OwnCounty(clients)
        measure_work(work, counties[made], options, results)
    taken = time.monotonic() - begun
    text = report.document(results, options, taken)
    print(text)
    if options.document:
        with open(options.document, "w", encoding="utf-8") as file:
            file.write(text)
        log(f"written to {options.document}")
    if any(measurement.errors for rounds in results.values() for measurement in rounds):
        raise Failure("requests failed: see the column errors")


def measure_work(work, county, options, results):
    files = county.copies(work.key)
    # Servers that get the same requests share one kind, which remembers what has been sent.
    shared = KINDS[work.sends](county) if work.sends else None
    kinds = {server.key: shared or KINDS[server.sends](county) for server in work.servers}
    for number in range(options.rounds):
        for server in work.servers:
            kind = kinds[server.key]
            file = files.get(server.key) or files.get(server.data)
            with Running(server, file, county.constant_bytes, options.before) as running:
                smallest = kind.check(running)
                # The first second warms caches and pools and is not counted.
                settle(kind, running, drive(kind, running, work.connections[0], 1, options))
                for connections in options.connections or work.connections:
                    running.forget_peak()
                    watch = Watch(running)
                    figures = drive(kind, running, connections, options.seconds, options)
                    measurement = watch.measurement(figures, smallest)
                    settle(kind, running, figures)
                    results.setdefault((work.key, server.key, connections), []).append(measurement)
                    log(
                        f"{work.key} round {number + 1} {server.key} {connections}: {measurement.rate:,.0f}/s p99 {measurement.p99:.2f} ms"
                        + (f" {measurement.errors} ERRORS" if measurement.errors else ""))
                kind.check(running)


def settle(kind, running, figures):
    kind.settle(running, figures["requests"] - figures["status"])


def drive(kind, running, connections, seconds, options):
    """Runs wrk for some seconds. Returns the figures that `drive.lua` prints, and wrk's own processor time."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("BENCH_")}
    environment["BENCH_THREADS"] = str(options.threads)
    if kind.needs_token and running.server.data == "county":
        environment["BENCH_TOKEN"] = kind.token
    command = ["wrk", f"-t{options.threads}", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", HERE / "drive.lua"]
    command += [f"http://127.0.0.1:{running.port}/", "--", *kind.arguments(running)]
    before = os.times()
    done = subprocess.run([str(part) for part in command], env=environment, capture_output=True, text=True)
    after = os.times()
    lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
    if done.returncode != 0 or not lines:
        raise Failure(f"wrk ended with {done.returncode}: {(done.stdout + done.stderr).strip()[-500:]}")
    figures = json.loads(lines[0].removeprefix("RESULT "))
    if figures["requests"] == 0:
        raise Failure(f"{running.server.title} answered no request")
    figures["driver"] = after.children_user + after.children_system - before.children_user - before.children_system
    return figures


class Watch:
    """Measures what a server and the machine use from now to the measurement."""

    def __init__(self, running):
        self.running = running
        self.cpu = running.cpu_seconds()
        self.machine = machine_seconds()
        self.clock = time.monotonic()

    def measurement(self, figures, smallest):
        cpu = self.running.cpu_seconds() - self.cpu
        memory, peak = self.running.memory_bytes()
        busy = machine_seconds() - self.machine
        clock = time.monotonic() - self.clock
        seconds = figures["microseconds"] / 1e6
        errors = sum(figures[name] for name in ["status", "connect", "read", "write", "timeout"])
        if errors == 0 and figures["bytes"] < figures["requests"] * smallest * 0.9:
            raise Failure(f"{self.running.server.title} sends too little: {figures['bytes']} bytes")
        return Measurement(
            rate=(figures["requests"] - figures["status"]) / seconds, p50=figures["p50"] / 1000, p90=figures["p90"] / 1000,
            p99=figures["p99"] / 1000, cpu=cpu / figures["requests"] * 100_000, memory=memory, peak=peak, errors=errors,
            driver=figures["driver"] / clock, others=max(0.0, busy - cpu - figures["driver"]) / clock / (os.cpu_count() or 1))


def machine_seconds():
    """Busy time of all cores, including time that a hypervisor took."""
    with open("/proc/stat", encoding="ascii") as file:
        user, nice, system, _, _, interrupt, soft, steal, *_ = (int(field) for field in file.readline().split()[1:])
    return (user + nice + system + interrupt + soft + steal) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
