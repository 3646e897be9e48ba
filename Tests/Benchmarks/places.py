"""Paths, and functions to run a command and to log."""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Counties kept between runs, and the files of one run; `make clean` removes them.
KEPT = ROOT / ".build" / "bench"
RUN = KEPT / "run"
AVAIN = ROOT / ".build" / "release" / "avain"
PEERS = HERE / ".build" / "release"


class Failure(Exception):
    """Why a measurement is not possible."""


def log(text):
    print(text, file=sys.stderr, flush=True)


def output(*command):
    """The output of a command. Raises `Failure` if the command fails."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout.strip()
