"""Runs the real program: a small county in a temporary folder, served on a free port of loopback."""

from __future__ import annotations

import argparse
import ctypes
import datetime
import os
import pathlib
import resource
import select
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / ".build" / "release" / "avain"
# A crash must not hang a check: it ends the service at once, without a backtrace.
ENVIRONMENT = {**os.environ, "SWIFT_BACKTRACE": "enable=no"}
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1


def arguments(description: str | None) -> argparse.ArgumentParser:
    """The options that every check has."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("--program", type=pathlib.Path, default=PROGRAM, help="the release build of avain")
    return parser


def die_with_parent() -> None:
    """For `preexec_fn`: however the check ends, the process that it started ends too."""
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def raise_descriptor_limit() -> None:
    """Raises the limit for the check itself, which opens thousands of sockets."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def rows(database: pathlib.Path, sql: str, *values: object) -> list[tuple]:
    """Reads a database file."""
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


class Service:
    """`avain serve` as a process. As a context manager it leaves neither process nor folder behind."""

    def __init__(self, program: pathlib.Path, clients: int = 60, options: tuple[str, ...] = ()) -> None:
        raise_descriptor_limit()
        self.program = program.resolve()
        self.options = options
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="avain-endurance-"))
        self.database = self.folder / "avain.sqlite"
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.command("generate-county", "--clients", str(clients), "--today", str(datetime.date.today()))
        self.worker = self._key("social_worker", "Endurance Worker")
        self.system = self._key("system", "Endurance", "--source", "endurance")

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, *words: str) -> str:
        """Runs one command of the program on the database while the service is stopped."""
        done = subprocess.run(
            [self.program, *words, "--database", self.database], env=ENVIRONMENT, capture_output=True, text=True, timeout=120
        )
        if done.returncode != 0:
            raise RuntimeError(f"avain {' '.join(words)}: {done.returncode} {done.stderr.strip()}")
        return done.stdout.strip()

    def _key(self, role: str, name: str, *more: str) -> str:
        return self.command("keys", "create", "--role", role, "--name", name, "--unit", "Vammaispalvelut, itä", *more)

    # The process

    def start(self, descriptors: int | None = None) -> Service:
        """Starts the service, with a limit of descriptors if one is given; returns when the service listens."""

        def prepare() -> None:
            die_with_parent()
            if descriptors:
                resource.setrlimit(resource.RLIMIT_NOFILE, (descriptors, descriptors))

        words = [self.program, "serve", "--database", self.database, "--listen", "127.0.0.1:0", "--caller-limit", "1000000", *self.options]
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(words, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=errors, preexec_fn=prepare)
        said = b""
        deadline = time.monotonic() + 60
        out = self.process.stdout.fileno()
        while b"listening on http://127.0.0.1:" not in said or not said.endswith(b"\n"):
            if not select.select([out], [], [], max(0, deadline - time.monotonic()))[0]:
                raise RuntimeError("the service does not listen")
            more = os.read(out, 4096)
            if not more:
                raise RuntimeError(f"the service ended with {self.process.wait()}: {self.errors.read_text()[-500:]}")
            said += more
        self.port = int(said.split(b"listening on http://127.0.0.1:")[1].split()[0])
        return self

    def signal(self, number: int) -> None:
        self.process.send_signal(number)

    def wait(self, seconds: float) -> int | None:
        """The exit code; None if the process still runs after this time."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def stop(self) -> int | None:
        self.signal(signal.SIGTERM)
        return self.wait(15)

    @property
    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    @property
    def pid(self) -> int:
        return self.process.pid

    @property
    def errors(self) -> pathlib.Path:
        """The standard error of the service: its log."""
        return self.folder / "errors.txt"

    # Figures from the kernel

    def memory(self, which: str = "VmRSS") -> int:
        """Resident bytes now, or at the peak (`VmHWM`)."""
        for line in pathlib.Path(f"/proc/{self.pid}/status").read_text().splitlines():
            if line.startswith(which + ":"):
                return int(line.split()[1]) * 1024
        raise RuntimeError(f"no {which}")

    def descriptors(self) -> int:
        return len(os.listdir(f"/proc/{self.pid}/fd"))

    def processor_seconds(self) -> float:
        fields = pathlib.Path(f"/proc/{self.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def peers(self) -> set[int]:
        """The ports of clients whose connection the service holds. A connection that it has closed has no inode, even while bytes wait in it."""
        ports = set()
        own = f":{self.port:04X}"
        for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[1].endswith(own) and fields[3] != "0A" and fields[9] != "0":
                ports.add(int(fields[2].split(":")[1], 16))
        return ports

    def query(self, sql: str, *values: object) -> list[tuple]:
        """Reads the database. A second, read-only connection does not harm a running service."""
        return rows(self.database, sql, *values)
