"""The results of a long check, one line of JSON for each part. A check that was interrupted continues where it stopped, with the same
program and the same scripts only: lines of others are ignored."""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import time

FOLDER = pathlib.Path(__file__).parent
ROOT = FOLDER.parents[1]


def digest(*paths: pathlib.Path) -> str:
    """The first sixteen digits of the SHA-256 of some files."""
    whole = hashlib.sha256()
    for path in paths:
        with open(path, "rb") as file:
            whole.update(hashlib.file_digest(file, "sha256").digest())
    return whole.hexdigest()[:16]


def commit() -> str:
    """The commit of the checkout; with `+` if it was changed since."""
    try:
        words = ["git", "-C", str(ROOT), "describe", "--always", "--dirty=+", "--abbrev=12", "--exclude=*"]
        return subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "unknown"


class Results:
    def __init__(self, path: pathlib.Path, program: pathlib.Path, scripts: list[str]) -> None:
        """
        path: the file of the results; made if it does not exist
        scripts: the names of the files of this folder on which the results depend
        """
        self.path = path
        self.program = digest(program)
        self.version = digest(*sorted(FOLDER / name for name in scripts))
        self.lines: dict[str, dict] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                try:
                    result = json.loads(line)
                except json.JSONDecodeError:
                    continue  # the interruption cut this line off
                if result.get("program") == self.program and result.get("version") == self.version:
                    self.lines[result["part"]] = result
        self._file = open(path, "a", encoding="utf-8")
        self._shown = 0.0
        self.began = time.monotonic()

    def __contains__(self, part: str) -> bool:
        return part in self.lines

    def add(self, part: str, **values: object) -> dict:
        """Keeps the result of a part durably."""
        result = {"part": part, "program": self.program, "version": self.version, **values}
        self.lines[part] = result
        self._file.write(json.dumps(result, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        return result

    def progress(self, text: str) -> None:
        """Says how far the check is, every ten seconds."""
        if time.monotonic() - self._shown > 10:
            self._shown = time.monotonic()
            print(f"{time.monotonic() - self.began:6.0f} s  {text}", file=sys.stderr, flush=True)

    def faults(self, most: int = 20) -> list[str]:
        """The faults of all parts, the most frequent first, each with its number and one part that shows it."""
        count: dict[str, int] = {}
        example: dict[str, str] = {}
        for part, result in self.lines.items():
            for fault in result.get("faults", []):
                count[fault] = count.get(fault, 0) + 1
                example.setdefault(fault, part)
        often = sorted(count, key=lambda fault: -count[fault])
        told = [f"{count[fault]} x {fault} (as at {example[fault]})" for fault in often[:most]]
        return told + ([f"and {len(often) - most} more kinds: see {self.path}"] if len(often) > most else [])
