"""Runs schemathesis against the built service: every check, all phases, once for each role and seed. Exits with 1 if it finds anything.

Each run has its own county, so that runs do not disturb each other. Two run at a time.
"""
import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROLES = {"caseworker": "social_worker", "finance": "finance", "system": "system", "admin": "admin"}


def serve(program, folder):
    """Starts the service over a new demo county. Returns the process, its address and the keys by role."""
    process = subprocess.Popen(
        [program, "serve", "--demo", "--database", str(folder / "county.sqlite"), "--listen", "127.0.0.1:0", "--caller-limit", "1000000"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    address, keys = None, {}
    for line in process.stdout:
        if found := re.search(r"listening on (http://\S+)", line):
            address = found[1]
        if found := re.match(r"\s+(\w+)\s+(avain_[0-9a-f]+)", line):
            keys[found[1]] = found[2]
        if line.startswith("try:"):
            break
    # Reads the rest of the log, so that the service does not block on it.
    log = open(folder / "service.log", "w")
    pump = concurrent.futures.ThreadPoolExecutor(1)
    pump.submit(lambda: log.writelines(process.stdout))
    return process, address, keys


def run(options, role, seed):
    folder = pathlib.Path(tempfile.mkdtemp(prefix=f"schemathesis-{role}-{seed}-"))
    process, address, keys = serve(options.program, folder)
    started = time.monotonic()
    try:
        # The closed form says exactly what this version answers; the served one would let every further member pass.
        with open(folder / "closed.json", "w") as closed:
            subprocess.run([options.program, "openapi", "--closed"], stdout=closed, check=True)
        command = [
            options.schemathesis, "--config-file", str(HERE / "schemathesis.toml"), "run", str(folder / "closed.json"), "--url", address,
            "--header", f"Authorization: Bearer {keys[ROLES[role]]}", "--checks", "all", "--phases", options.phases,
            "--max-examples", str(options.examples), "--seed", str(seed), "--no-color"]
        with open(folder / "report.txt", "w") as report:
            status = subprocess.run(command, stdout=report, stderr=subprocess.STDOUT, cwd=folder,
                                    env={**os.environ, "PYTHONPATH": str(HERE)}).returncode
        alive = process.poll() is None
    finally:
        process.terminate()
        ended = process.wait(timeout=60)
    text = (folder / "report.txt").read_text()
    cases = re.search(r"(\d[\d ,]*) generated", text)
    summary = text.strip().splitlines()[-1].strip("= ") if text.strip() else "no report"
    isGood = status == 0 and alive and ended == 0
    print(f"{role}, seed {seed}: {'ok' if isGood else 'FOUND'}, {cases[1] if cases else '?'} cases, {time.monotonic() - started:.0f} s, {summary}"
          + ("" if isGood else f"; {folder / 'report.txt'}") + ("" if alive else "; the service died"), flush=True)
    if isGood:
        shutil.rmtree(folder)
    return isGood


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True, help="the built service")
    parser.add_argument("--schemathesis", default="schemathesis", help="the schemathesis command")
    parser.add_argument("--roles", default=",".join(ROLES), help="of " + ", ".join(ROLES))
    parser.add_argument("--seeds", default="1,2,3")
    parser.add_argument("--examples", type=int, default=200, help="maximum examples for each operation")
    parser.add_argument("--phases", default="examples,coverage,fuzzing,stateful")
    parser.add_argument("--at-once", type=int, default=2, help="runs at a time")
    options = parser.parse_args()
    options.program = os.path.abspath(options.program)
    # Each run has its own working folder, so a relative path must become absolute.
    options.schemathesis = os.path.abspath(options.schemathesis) if os.sep in options.schemathesis else options.schemathesis
    runs = [(role, int(seed)) for seed in options.seeds.split(",") for role in options.roles.split(",")]
    with concurrent.futures.ThreadPoolExecutor(options.at_once) as pool:
        results = list(pool.map(lambda one: run(options, *one), runs))
    print(f"{sum(results)} of {len(results)} runs found nothing")
    sys.exit(0 if all(results) else 1)


main()
