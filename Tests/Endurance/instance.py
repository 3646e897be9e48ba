"""A small county that is prepared once, and copies of it that are served, stopped, killed and checked."""

from __future__ import annotations

import dataclasses
import datetime
import http.client
import json
import os
import pathlib
import re
import select
import shutil
import signal
import subprocess
import threading
import time

from caller import Answer, Caller
from fault_layer import Layer
from service import ENVIRONMENT, rows

NAME = "avain.sqlite"
UNIT = "Vammaispalvelut, itä"


@dataclasses.dataclass
class County:
    """A prepared county: the folder of its files, and what a caller must know to use it."""

    folder: pathlib.Path
    tokens: dict[str, str]  # by role
    client: str  # a client of the worker's unit
    case: str  # an open case of that client
    rows: list[tuple[str, str, str, str]]  # client number, agreement, service type, day: what rows of service data may name

    @staticmethod
    def prepare(program: pathlib.Path, place: pathlib.Path, clients: int) -> County:
        """Makes the county in a folder that does not exist yet."""
        folder = place / "county"
        folder.mkdir(parents=True)
        plain = Instance(program, folder)
        plain.command("generate-county", "--clients", str(clients), "--units", "1", "--today", str(datetime.date.today()))
        tokens = {
            role: plain.command("keys", "create", "--role", role, "--name", f"Endurance {role}", *more)
            for role, more in {
                "admin": (), "social_worker": ("--unit", UNIT), "system": ("--unit", UNIT, "--source", "endurance"),
            }.items()
        }  # fmt: skip
        case, client = plain.query(
            """SELECT cases.id, client_id FROM cases JOIN units ON units.id = cases.unit_id
               WHERE units.name = ? AND cases.state <> 'closed' ORDER BY cases.id LIMIT 1""",
            UNIT,
        )[0]
        rows = plain.query(
            """SELECT clients.number, agreements.id, agreements.service_type_code, agreements.period_from
               FROM agreements JOIN cases ON cases.id = agreements.case_id JOIN clients ON clients.id = cases.client_id
               JOIN service_types ON service_types.code = agreements.service_type_code
               WHERE agreements.state = 'active' AND service_types.unit = 'hour' ORDER BY agreements.id LIMIT 20"""
        )
        return County(folder, tokens, client, case, rows)

    def row(self, event: str, number: int) -> dict[str, object]:
        """A row of service data that the service accepts."""
        client, agreement, kind, day = self.rows[number % len(self.rows)]
        return {
            "eventId": event, "clientRef": {"clientNumber": client}, "agreementId": agreement, "serviceTypeCode": kind, "start": day,
            "quantityThousandths": 1, "unit": "h", "status": "done",
        }  # fmt: skip

    def copy(self, place: pathlib.Path) -> pathlib.Path:
        """Copies the files into a new folder."""
        folder = place / "data"
        shutil.copytree(self.folder, folder)
        return folder


class Ended(Exception):
    """The process ended instead of listening."""


class Instance:
    """The program on the database of one folder."""

    def __init__(self, program: pathlib.Path, folder: pathlib.Path, layer: Layer | None = None, prefix: tuple[str, ...] = ()) -> None:
        """prefix: a program that runs the program, with its options, such as strace; it must take `-E NAME=VALUE`"""
        self.program = program.resolve()
        self.folder = folder
        self.database = folder / NAME
        self.layer = layer
        self.prefix = prefix
        self.errors = folder.parent / f"{folder.name}.errors"
        self.process: subprocess.Popen[bytes] | None = None
        self.port = 0
        self.ended_at: int | None = None  # nanoseconds of the monotonic clock

    def _started(self, *words: str | pathlib.Path) -> dict:
        """The arguments with which a process of the program begins."""
        variables = self.layer.environment() if self.layer else {}
        before: list[str] = []
        if self.prefix:
            # The prefix itself must not run under the layer.
            before = [*self.prefix, *(word for name, value in variables.items() for word in ("-E", f"{name}={value}"))]
            variables = {}
        # However the check ends, its processes end too. `preexec_fn` would do the same, but it may hang in a program with several threads.
        args = [*before, "setpriv", "--pdeathsig", "KILL", self.program, *words, "--database", self.database]
        return {"args": args, "env": {**ENVIRONMENT, **variables}}

    # Commands

    def run(self, *words: str, seconds: float = 60) -> subprocess.CompletedProcess[str]:
        """Runs one command on the stopped database."""
        return subprocess.run(**self._started(*words), capture_output=True, text=True, timeout=seconds, check=False)

    def command(self, *words: str) -> str:
        done = self.run(*words)
        if done.returncode != 0:
            raise RuntimeError(f"avain {' '.join(words)}: {done.returncode} {done.stderr.strip()}")
        return done.stdout.strip()

    def query(self, sql: str, *values: object) -> list[tuple]:
        """Reads the stopped database."""
        return rows(self.database, sql, *values)

    # Serving

    def start(self, seconds: float = 30) -> Instance:
        """Starts the service and returns when it listens.

        Raises `Ended` if the process ends instead."""
        with open(self.errors, "ab") as errors:
            self.process = subprocess.Popen(
                **self._started("serve", "--listen", "127.0.0.1:0", "--caller-limit", "1000000"), stdout=subprocess.PIPE, stderr=errors
            )
        self.ended_at = None
        threading.Thread(target=self._watch, args=(self.process,), daemon=True).start()
        said, deadline, out = b"", time.monotonic() + seconds, self.process.stdout.fileno()
        while not (found := re.search(rb"listening on http://127\.0\.0\.1:(\d+)\n", said)):
            if not select.select([out], [], [], max(0, deadline - time.monotonic()))[0]:
                raise Ended(f"the service did not listen within {seconds:.0f} s")
            more = os.read(out, 4096)
            if not more:
                self.process.wait()
                raise Ended
            said += more
        self.port = int(found[1])
        return self

    def _watch(self, process: subprocess.Popen[bytes]) -> None:
        process.wait()
        if process is self.process:
            self.ended_at = time.monotonic_ns()

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self, seconds: float = 15) -> int | None:
        """Sends SIGTERM and waits. Returns the exit code; None if the process had to be killed."""
        try:
            if self.is_alive:
                self.process.send_signal(signal.SIGTERM)
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return None
        finally:
            self.process.stdout.close()

    def said(self) -> str:
        """What the program has written to standard error."""
        return self.errors.read_text(errors="replace") if self.errors.exists() else ""


class Line:
    """A caller that survives the end of the service: a request without an answer gives None."""

    def __init__(self, port: int, token: str, seconds: float = 10) -> None:
        self.port, self.token, self.seconds = port, token, seconds
        self.caller: Caller | None = None

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer | None:
        try:
            if self.caller is None:
                self.caller = Caller(self.port, self.token, self.seconds)
            answer = self.caller.ask(method, path, body, **headers)
        except (OSError, http.client.HTTPException):
            self.close()
            return None
        if answer.headers.get("Connection", "").lower() == "close":
            self.close()
        return answer

    def close(self) -> None:
        if self.caller:
            self.caller.close()
        self.caller = None


def problem(answer: Answer) -> str:
    """The code of a problem document; empty if the answer is none."""
    if answer.headers.get("Content-Type", "").split(";")[0] != "application/problem+json":
        return ""
    try:
        return json.loads(answer.body)["code"]
    except (ValueError, KeyError, TypeError):
        return ""
