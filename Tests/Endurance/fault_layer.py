"""The layer between the program and the kernel (faultlayer/faultlayer.c): builds it, sets which operations fail, and reads its counters and
its trace."""

from __future__ import annotations

import enum
import errno
import mmap
import os
import pathlib
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from typing import NamedTuple

SOURCE = pathlib.Path(__file__).parent / "faultlayer" / "faultlayer.c"


class Operation(enum.IntEnum):
    """What is done to a file. The layer numbers all operations of a run from 1."""

    OPEN = 1
    READ = 2
    WRITE = 3
    SYNC = 4
    TRUNCATE = 5
    ALLOCATE = 6
    RENAME = 7
    LINK = 8
    UNLINK = 9
    FOLDER = 10
    CLOSE = 11
    STAT = 12


class Fault(enum.IntEnum):
    """How an operation fails."""

    NONE = 0
    EIO = 1
    ENOSPC = 2
    EDQUOT = 3
    EINTR = 4
    SHORT = 5  # half is read or written, and the call returns how much; for good: the disk is full afterwards
    TORN = 6  # half is written, and the call fails with EIO
    EROFS = 7


class Flag(enum.IntFlag):
    CREATED = 1
    EMPTIED = 2
    IS_FOLDER = 4
    IS_WRITABLE = 8
    IS_FAULT = 16


_MAGIC = 0x315259414C544C46
_FIELDS = (
    "magic", "count", "done", "fail_at", "kind", "for_good", "crash_at", "hits", "hit_number", "hit_operation", "hit_error", "hit_at",
    "level", "only", "space", "unseen",
)  # fmt: skip
_TEXTS = {"only_file": (128, 64), "hit_file": (192, 256)}
_SIZE = 448
_RECORD = struct.Struct("<IHHiHHQQQQq")


class Record(NamedTuple):
    """One operation in the trace. `name` is relative to the folder; `octets` are those that were written."""

    operation: Operation
    flags: int
    error: int
    number: int
    inode: int
    offset: int
    count: int
    result: int
    name: str
    other: str
    octets: bytes

    def __str__(self) -> str:
        fault = errno.errorcode.get(self.error, "") if self.error else ""
        return f"{self.number} {self.operation.name} {self.name} {self.other} {self.offset}+{self.count} = {self.result} {fault}".rstrip()


class Layer:
    """The settings and the counters of one run. The processes of the run share them; see `struct status` in the source."""

    def __init__(self, program: pathlib.Path, root: pathlib.Path, place: pathlib.Path) -> None:
        """
        program: the built layer
        root: the folder whose files are durable
        place: an existing folder outside the root, for the counters and the trace
        """
        self.program = program
        self.root = root.resolve()
        self.trace = place / "trace"
        self._path = place / "status"
        self._path.write_bytes(bytes(_SIZE))
        with open(self._path, "r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _SIZE)
        self["magic"] = _MAGIC

    @staticmethod
    def build(place: pathlib.Path) -> pathlib.Path:
        """Compiles the layer into a folder, unless it is there and newer than its source."""
        built = place / "faultlayer.so"
        if built.exists() and built.stat().st_mtime > SOURCE.stat().st_mtime:
            return built
        place.mkdir(parents=True, exist_ok=True)
        # Built aside, because several checks may build at once.
        with tempfile.TemporaryDirectory(dir=place) as aside:
            made = pathlib.Path(aside) / "faultlayer.so"
            subprocess.run(["gcc", "-O2", "-Wall", "-Wextra", "-fPIC", "-shared", "-o", made, SOURCE, "-ldl", "-lpthread"], check=True)
            made.rename(built)
        return built

    def environment(self) -> dict[str, str]:
        """The variables with which a process runs under the layer."""
        others = os.environ.get("LD_PRELOAD")
        return {
            "LD_PRELOAD": f"{self.program}:{others}" if others else str(self.program),
            "AVAIN_FAULT_ROOT": str(self.root), "AVAIN_FAULT_STATUS": str(self._path), "AVAIN_FAULT_TRACE": str(self.trace),
        }  # fmt: skip

    # Counters and settings

    def __getitem__(self, name: str) -> int:
        return struct.unpack_from("<q" if name == "space" else "<Q", self._memory, 8 * _FIELDS.index(name))[0]

    def __setitem__(self, name: str, value: int) -> None:
        struct.pack_into("<q" if name == "space" else "<Q", self._memory, 8 * _FIELDS.index(name), value)

    def text(self, name: str) -> str:
        start, size = _TEXTS[name]
        return self._memory[start : start + size].split(b"\0")[0].decode()

    def fail(self, at: int, fault: Fault, for_good: bool = False, only: tuple[Operation, ...] = (), file: str = "") -> None:
        """From the operation of this number on, the first one that the fault fits fails; `for_good`: later ones fail too.

        only: the operations of which one may fail first; all by default
        file: what the name of the file ends with on which the first operation fails
        """
        start, size = _TEXTS["only_file"]
        self._memory[start : start + size] = file.encode().ljust(size, b"\0")
        self["only"] = sum(1 << operation for operation in only)
        self["kind"] = fault
        self["for_good"] = for_good
        self["hits"] = 0
        self["space"] = 0
        self["fail_at"] = at

    def heal(self) -> None:
        """From now on nothing fails."""
        self["fail_at"] = 0
        self["crash_at"] = 0

    def close(self) -> None:
        self._memory.close()

    # The trace

    def records(self) -> Iterator[Record]:
        """The trace so far. A record that the end of the process cut off is left out."""
        if not self.trace.exists():
            return
        octets = self.trace.read_bytes()
        at = 0
        while at + _RECORD.size <= len(octets):
            length, operation, flags, error, name, other, number, inode, offset, count, result = _RECORD.unpack_from(octets, at)
            if at + length > len(octets):
                return
            start = at + _RECORD.size
            middle, end = start + name, start + name + other
            yield Record(
                Operation(operation), flags, error, number, inode, offset, count, result, octets[start:middle].decode(),
                octets[middle:end].decode(), octets[end : at + length],
            )  # fmt: skip
            at += length
