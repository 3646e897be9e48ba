"""Where things are, and how a command is run."""

import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
# Counties that are kept between runs, and what one run leaves; `make clean` removes it.
KEPT = ROOT / ".build" / "bench"
RUN = KEPT / "run"
AVAIN = ROOT / ".build" / "release" / "avain"
PEERS = HERE / ".build" / "release"


class Failure(Exception):
    """Why there is nothing to measure."""


def tell(text):
    print(text, file=sys.stderr, flush=True)


def output(*command):
    """What a command prints; its failure is ours."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failure(f"{command[0]} ended with {done.returncode}: {done.stderr.strip()[-500:]}")
    return done.stdout.strip()
