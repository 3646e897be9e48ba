"""Writes the tables: every figure, its ratio to the reference server of the same run, and which goals are met."""

import datetime
import os
import pathlib
import platform
import re
import statistics

from places import HERE, Failure, output
from works import GOALS, WORKS

METHOD = """\
# Benchmarks

Written by `make bench`; do not edit. Every server runs in turn on loopback and does the same work. wrk drives it and shares the machine's
cores with it. There are {rounds} rounds of {seconds} s for each server and number of connections, in alternation (A B C A B C …). Each start
has a second of warm-up that is not counted. A figure is the median of the rounds. A ratio is the median of the ratios within each round, so
that a slow minute of the machine affects both sides.

- **Data.** The county has {clients} synthetic clients; each request asks for a random one of them, or a random page. The peers read the
  same clients from a plain SQLite file of their own. Avain's file holds the whole county (cases, plans, budgets, events), the peers' file
  only the clients.
- **Checks.** Before and after each turn the driver checks the answers: status, type, every member. Afterwards it counts rows: every client
  that was registered is in the file; the service has a row of the access log for each client it showed, and none with the log left out.
  Failed requests are counted and shown; a figure with errors meets no goal.
- **Lists** are measured for the service alone, in counties of two sizes, several requests in turn in each round: one page again and again,
  near the beginning and far from it; names drawn from the county as people type them (whole, beginnings, one slip); the queue of a worker
  with the median number of cases. All are logged before they are answered. The tables show ratios to one client by id of the same round.
- **Avain** is the unchanged `avain serve`: it checks the token and the right, and an answer with a client's data leaves when its row of the
  access log is durable. **Access log left out** is the same service over storage that drops the log rows of reads; the product has no such
  switch.
- **Hummingbird** and **FlyingFox** read through GRDB's `DatabasePool` with codable records and `JSONEncoder`, without a token and without
  a log; they leave out empty members, for which Avain writes `null`. For the durable POST, Hummingbird's pool uses `synchronous=FULL`;
  both tables have a unique index on the national id. FlyingFox sends head and body separately and does not set `TCP_NODELAY`: its 44 ms are
  the kernel's delayed acknowledgement.
- **nginx** (two workers) and **Node** return constant bodies: they show what the machine can do, not what a service does.
- **CPU** is the user and system time of the server's processes for 100,000 requests. **Peak** is the peak of resident memory during the
  measurement, **after** is the resident memory at its end. **Driver busy** is wrk's share of one core: near 100 % the driver itself is the
  limit.
"""


def document(results, options, taken):
    parts = [METHOD.format(rounds=options.rounds, seconds=options.seconds, clients=f"{options.clients:,}"), goals(results)]
    parts += [table(work, results) for work in WORKS if any(key[0] == work.key for key in results)]
    parts.append(machine(results, options, taken))
    return "\n".join(parts)


def goals(results):
    rows = []
    for goal in GOALS:
        for connections in goal.connections:
            ours = results.get((goal.ours.work, goal.ours.server.key, connections))
            against = results.get((goal.against.work, goal.against.server.key, connections))
            if not ours or not against:
                continue
            figure = ratio(goal.figure, ours, against)
            met = figure >= goal.at_least if goal.at_least is not None else figure <= goal.at_most
            met = met and not any(measurement.errors for measurement in ours + against)
            bound = f"at least {goal.at_least:g}" if goal.at_least is not None else f"at most {goal.at_most:g}"
            rows.append([goal.title, str(connections), bound, f"{figure:.2f}", "met" if met else "**not met**"])
    if not rows:
        return "## Goals\n\nNone of the measured works has a goal.\n"
    return "## Goals\n\n" + grid(["goal", "connections", "required", "figure", ""], rows)


def table(work, results):
    rows = []
    for connections in sorted({key[2] for key in results if key[0] == work.key}):
        reference = results[(work.key, work.reference.key, connections)]
        for server in work.servers:
            rounds = results[(work.key, server.key, connections)]

            def shown(figure, form, rounds=rounds, server=server):
                text = form.format(middle(figure, rounds))
                return text if server == work.reference else f"{text} ({ratio(figure, rounds, reference):.2f})"

            errors = sum(measurement.errors for measurement in rounds)
            spread = [measurement.rate for measurement in rounds]
            rows.append([
                str(connections), server.title, shown("rate", "{:,.0f}"), f"{min(spread):,.0f}–{max(spread):,.0f}", shown("p50", "{:.2f}"),
                shown("p90", "{:.2f}"), shown("p99", "{:.2f}"), shown("cpu", "{:.2f}"), shown("memory", "{:.1f}"),
                f"{middle('resident', rounds):.1f}", f"{middle('driver', rounds):.0%}", str(errors)])
    head = [
        "connections", "server", "requests/s", "lowest–highest", "p50 ms", "p90 ms", "p99 ms", "CPU s/100,000", "peak MB", "MB after",
        "driver busy", "errors",
    ]
    return f"## {work.title}\n\nIn parentheses: ratio to {work.reference.title}.\n\n" + grid(head, rows)


def value(figure, measurement):
    if figure == "memory":
        return measurement.peak / 1e6
    if figure == "resident":
        return measurement.memory / 1e6
    return getattr(measurement, figure)


def middle(figure, rounds):
    return statistics.median(value(figure, measurement) for measurement in rounds)


def ratio(figure, ours, against):
    """The median of the ratios of the rounds."""
    # A figure too small to measure counts as the smallest measurable one.
    pairs = [(value(figure, one), value(figure, other)) for one, other in zip(ours, against)]
    return statistics.median(one / max(other, 1e-3) for one, other in pairs)


def grid(head, rows):
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]

    def line(cells):
        return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"

    return "\n".join([line(head), "|" + "|".join("-" * (width + 2) for width in widths) + "|", *map(line, rows)]) + "\n"


def machine(results, options, taken):
    others = [measurement.others for rounds in results.values() for measurement in rounds]
    usual, worst = statistics.median(others), max(others)
    noise = f"Other processes took {usual:.0%} of the machine in the median measurement, {worst:.0%} in the worst."
    if usual > 0.05:
        noise += " **The machine was busy with other work: these figures are noisy and prove nothing.**"
    elif worst > 0.2:
        noise += " Some measurements were disturbed: compare the medians with the lowest and highest."
    today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
    lines = [
        f"- {today}; the run took {taken / 60:.0f} minutes; wrk with {options.threads} thread{'s' if options.threads > 1 else ''}.",
        f"- {os.cpu_count()} cores, {processor()}, {memory()} of memory, Linux {platform.release()}.",
        f"- {'; '.join(versions())}.",
        f"- {noise}",
    ]
    return "## Machine\n\n" + "\n".join(lines) + "\n"


def processor():
    text = pathlib.Path("/proc/cpuinfo").read_text()
    found = re.search(r"^model name\s*:\s*(.*)$", text, re.MULTILINE)
    return found.group(1) if found else platform.machine()


def memory():
    kilobytes = int(re.search(r"MemTotal:\s*(\d+)", pathlib.Path("/proc/meminfo").read_text()).group(1))
    return f"{kilobytes / 1e6:.0f} GB"


def versions():
    found = []
    for name, command, pattern in [
        ("Swift", ["swift", "--version"], r"Swift version (\S+)"),
        ("nginx", ["sh", "-c", "nginx -v 2>&1"], r"nginx/(\S+)"),
        ("Node", ["node", "--version"], r"v(\S+)"),
        ("wrk", ["sh", "-c", "wrk -v; true"], r"wrk (?:debian/)?(\S+)"),
        ("Python", ["python3", "--version"], r"Python (\S+)"),
    ]:
        try:
            match = re.search(pattern, output(*command))
        except (Failure, OSError):
            continue
        if match:
            found.append(f"{name} {match.group(1)}")
    for location, version in re.findall(r'url: "[^"]*/([^"/]+)", exact: "([^"]+)"', (HERE / "Package.swift").read_text()):
        if location in ("hummingbird", "FlyingFox", "GRDB.swift"):
            found.append(f"{location} {version}")
    return found
