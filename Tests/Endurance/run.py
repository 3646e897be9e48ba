"""Runs the checks of this folder one after another and prints their findings; the last line counts them. `run.py drain signals` runs
only these two."""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import time

from service import arguments

# The time limit of each check in seconds: a check that hangs has failed.
CHECKS = {
    "slow_clients": 90,
    "idle_connections": 120,
    "descriptors": 60,
    "drain": 90,
    "disconnects": 90,
    "signals": 120,
    "large_body": 120,
    "restart": 120,
    "proxies": 120,
    "forwarded": 120,
    "memory": 240,
    "verify": 120,
    "foreign_reader": 240,
}
FOLDER = pathlib.Path(__file__).parent


def run(name: str, words: list[str]) -> tuple[bool, dict[str, object]]:
    """Runs one check in a separate process and reads its last line of output."""
    process = subprocess.Popen([sys.executable, FOLDER / f"{name}.py", *words], stdout=subprocess.PIPE, text=True)
    try:
        output = process.communicate(timeout=CHECKS[name])[0]
    except subprocess.TimeoutExpired:
        # The processes it started end with it.
        process.kill()
        process.communicate()
        return False, {"faults": [f"did not end within {CHECKS[name]} s"]}
    last = output.strip().splitlines()[-1:] or [""]
    try:
        figures = json.loads(last[0])
    except json.JSONDecodeError:
        figures = {"said": last[0]}
    return process.returncode == 0, figures if isinstance(figures, dict) else {"said": figures}


def show(name: str, is_well: bool, seconds: float, figures: dict[str, object]) -> None:
    """Prints a block of the table: the check and its time, then one figure a line, then the faults."""
    print(f"{'ok  ' if is_well else 'FAIL'}  {name:<18} {seconds:6.1f} s", flush=True)
    for key, value in figures.items():
        if key not in ("check", "ok", "seconds", "faults"):
            print(f"        {key:<34} {json.dumps(value, ensure_ascii=False)[:160]}")
    for fault in figures.get("faults", []):
        print(f"      ! {fault[:600]}", flush=True)


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("checks", nargs="*", help="names of checks; all by default")
    options = parser.parse_args()
    if not options.program.exists():
        sys.exit(f"{options.program} does not exist: run make build")
    there = [name for name in CHECKS if (FOLDER / f"{name}.py").exists()]
    if unknown := set(options.checks) - set(there):
        sys.exit(f"no such check: {', '.join(sorted(unknown))}; the checks are {', '.join(there)}")
    failed = []
    began = time.monotonic()
    chosen = options.checks or there
    for name in chosen:
        start = time.monotonic()
        is_well, figures = run(name, ["--program", str(options.program)])
        show(name, is_well, time.monotonic() - start, figures)
        if not is_well:
            failed.append(name)
    print(f"{len(chosen) - len(failed)} checks passed, {len(failed)} failed in {time.monotonic() - began:.0f} s {' '.join(failed)}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
