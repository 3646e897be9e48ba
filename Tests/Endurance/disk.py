"""A model of a disk at a power cut: what may be left of the files of a folder, given the operations on them (`fault_layer.Record`).

The rules, all as strict as POSIX allows and no stricter:

- What a file held at its last successful sync is left, with the size it had then.
- Of the writes after it, each sector of 512 octets is left or lost by itself, whatever the order. A sector that was written twice may hold
  either version. A sector is never half old and half new, and the octets beside a write in its sector are those that the file held: SQLite
  calls this powersafe overwrite, and the kernel writes whole pages of its cache.
- A size that was not synced is left or lost. A file that was made longer may come back longer and with zeros.
- A sync that failed makes nothing durable. The kernel may mark the pages clean and forget them, so a later sync does not write them
  either, unless the program writes them again.
- A name (made, renamed or removed) is durable after a sync of its folder. Content and name are separate: a synced file without a synced
  name is gone.

`Model.POSIX` leaves any part of the unsynced names. `Model.ORDERED` is what ext4 and XFS do: names are left in the order they were made,
and a sync of any file makes all earlier names durable.

The file -shm is memory shared between processes and never read after a cut: it comes back as garbage or not at all.
"""

from __future__ import annotations

import enum
import os
import pathlib
import random
from collections.abc import Callable

from fault_layer import Flag, Operation, Record

SECTOR = 512


class Model(enum.Enum):
    POSIX = "posix"
    ORDERED = "ordered"


class Fate(enum.Enum):
    """What becomes of the writes of one image that were not synced."""

    ALL_LOST = "all_lost"
    ALL_LEFT = "all_left"
    MIXED = "mixed"


class _Write:
    """Whole sectors as the cache held them after a write, and the size of the file after it."""

    def __init__(self, first: int, octets: bytes, size: int) -> None:
        self.first, self.octets, self.size = first, octets, size

    def apply(self, content: bytearray, sectors: list[int]) -> None:
        for sector in sectors:
            start = sector * SECTOR
            part = self.octets[start - self.first * SECTOR :][:SECTOR]
            end = min(start + len(part), self.size)
            if len(content) < end:
                content.extend(bytes(end - len(content)))
            content[start:end] = part[: end - start]

    @property
    def sectors(self) -> range:
        return range(self.first, self.first + -(-len(self.octets) // SECTOR))


class _Resize:
    def __init__(self, size: int) -> None:
        self.size = size

    def apply(self, content: bytearray) -> None:
        _resize(content, self.size)


def _resize(content: bytearray, size: int) -> None:
    if len(content) > size:
        del content[size:]
    else:
        content.extend(bytes(size - len(content)))


class Node:
    """A file without its name."""

    def __init__(self, content: bytes = b"") -> None:
        self.cache = bytearray(content)
        self.durable = bytearray(content)
        self.pending: list[_Write | _Resize] = []
        # Sectors whose write the kernel gave up: they are right in the cache and may be old on the disk.
        self.forgotten: set[int] = set()

    def write(self, offset: int, octets: bytes) -> None:
        if len(self.cache) < offset:
            self.cache.extend(bytes(offset - len(self.cache)))
        self.cache[offset : offset + len(octets)] = octets
        first, last = offset // SECTOR, -(-(offset + len(octets)) // SECTOR)
        self.pending.append(_Write(first, bytes(self.cache[first * SECTOR : last * SECTOR]), len(self.cache)))

    def resize(self, size: int) -> None:
        _resize(self.cache, size)
        self.pending.append(_Resize(size))

    def sync(self, is_failed: bool) -> None:
        written = {sector for change in self.pending if isinstance(change, _Write) for sector in change.sectors}
        if is_failed:
            self.forgotten |= written
            # A size is not in a page. It is left or lost until a sync works.
            self.pending = [change for change in self.pending if isinstance(change, _Resize)]
        else:
            self.forgotten -= written
            for change in self.pending:
                if isinstance(change, _Resize):
                    change.apply(self.durable)
                else:
                    change.apply(self.durable, [sector for sector in change.sectors if sector not in self.forgotten])
            # A write that an earlier sync gave up made the file longer.
            _resize(self.durable, len(self.cache))
            self.pending = []

    def after_cut(self, choice: random.Random, model: Model, fate: Fate) -> bytes:
        """What the file may hold after a cut now."""
        content = bytearray(self.durable)
        for sector in self.forgotten:
            start, end = sector * SECTOR, min((sector + 1) * SECTOR, len(self.cache))
            if start < end <= len(content) and _is_left(choice, fate):
                content[start:end] = self.cache[start:end]
        for change in self.pending:
            if isinstance(change, _Resize):
                if _is_left(choice, fate):
                    change.apply(content)
            elif fate is not Fate.MIXED or choice.random() < 0.6:
                if _is_left(choice, fate):
                    change.apply(content, list(change.sectors))
            else:
                change.apply(content, [sector for sector in change.sectors if choice.random() < 0.5])
        if model is Model.POSIX and fate is Fate.MIXED and len(content) < len(self.cache) and choice.random() < 0.2:
            _resize(content, len(self.cache))
        return bytes(content)


def _is_left(choice: random.Random, fate: Fate) -> bool:
    return choice.random() < 0.5 if fate is Fate.MIXED else fate is Fate.ALL_LEFT


class _Names:
    """The names of a folder and its subfolders under one model. A name leads to a file; that of a folder to None."""

    def __init__(self, names: dict[str, Node | None]) -> None:
        self.durable = dict(names)
        self.pending: list[tuple[set[str], Callable[[dict[str, Node | None]], None]]] = []

    def change(self, folders: set[str], apply: Callable[[dict[str, Node | None]], None]) -> None:
        self.pending.append((folders, apply))

    def sync(self, folder: str | None) -> None:
        """Makes the names of a folder durable; of all folders if it is None."""
        for folders, apply in self.pending:
            if folder is None or folder in folders:
                apply(self.durable)
        self.pending = [(folders, apply) for folders, apply in self.pending if folder is not None and folder not in folders]

    def after_cut(self, choice: random.Random, model: Model, fate: Fate) -> dict[str, Node | None]:
        names = dict(self.durable)
        if fate is Fate.ALL_LOST:
            left = []
        elif fate is Fate.ALL_LEFT:
            left = self.pending
        elif model is Model.ORDERED:
            left = self.pending[: choice.randint(0, len(self.pending))]
        else:
            left = [change for change in self.pending if choice.random() < 0.5]
        for _, apply in left:
            apply(names)
        return names


class Disk:
    """The files of a folder while operations are applied to them."""

    def __init__(self, folder: pathlib.Path) -> None:
        """Begins with the files that are in the folder now. All of them count as durable."""
        self._nodes: dict[int, Node] = {}  # by the number of the inode
        live: dict[str, Node | None] = {}
        for parent, folders, files in os.walk(folder):
            for name in folders:
                live[_relative(folder, parent, name)] = None
            for name in files:
                path = pathlib.Path(parent) / name
                node = Node(path.read_bytes())
                self._nodes[path.stat().st_ino] = node
                live[_relative(folder, parent, name)] = node
        self._names = {model: _Names(live) for model in Model}

    def apply(self, record: Record) -> None:
        node = self._nodes.get(record.inode)
        match record.operation:
            case Operation.OPEN if not record.error:
                if record.flags & Flag.CREATED:
                    node = self._nodes[record.inode] = Node()
                    self._name(record.name, node)
                elif node and record.flags & Flag.EMPTIED:
                    node.resize(0)
            case Operation.WRITE if node and record.result > 0:
                node.write(record.offset, record.octets)
            case Operation.TRUNCATE if node and not record.error:
                node.resize(record.offset)
            case Operation.ALLOCATE if node and not record.error and record.count:
                node.resize(max(len(node.cache), record.offset + record.count))
            case Operation.SYNC if record.flags & Flag.IS_FOLDER:
                if not record.error:
                    self._names[Model.POSIX].sync(record.name)
                    self._names[Model.ORDERED].sync(None)
            case Operation.SYNC if node:
                node.sync(is_failed=record.error != 0)
                if not record.error:
                    self._names[Model.ORDERED].sync(None)
            case Operation.FOLDER if not record.error:
                self._name(record.name, None)
            case Operation.UNLINK if not record.error:
                self._change({_folder(record.name)}, lambda names: names.pop(record.name, None))
            case Operation.RENAME if not record.error:
                self._change({_folder(record.name), _folder(record.other)}, lambda names: _rename(names, record.name, record.other))
            case Operation.LINK if not record.error and node:
                self._name(record.other, node)

    def after_cut(self, choice: random.Random, model: Model) -> tuple[Fate, dict[str, bytes | None]]:
        """The files that may be left after a cut now, by name; None for a folder."""
        fate = choice.choices(list(Fate), (2, 1, 7))[0]
        left: dict[str, bytes | None] = {}
        names = self._names[model].after_cut(choice, model, fate)
        for name, node in names.items():
            if name.endswith("-shm"):
                if choice.random() < 0.3:
                    left[name] = choice.randbytes(32_768)
            else:
                left[name] = None if node is None else node.after_cut(choice, model, fate)
        return fate, {name: content for name, content in left.items() if _folder(name) in (".", *(left.keys()))}

    def as_written(self) -> dict[str, bytes | None]:
        """The files with everything that was written, as after a kill of the process."""
        fate, model = Fate.ALL_LEFT, Model.POSIX
        names = self._names[model].after_cut(random.Random(0), model, fate)
        return {name: None if node is None else bytes(node.cache) for name, node in names.items() if not name.endswith("-shm")}

    def _name(self, name: str, node: Node | None) -> None:
        self._change({_folder(name)}, lambda names: names.__setitem__(name, node))

    def _change(self, folders: set[str], apply: Callable[[dict[str, Node | None]], object]) -> None:
        for names in self._names.values():
            names.change(folders, apply)


def write(files: dict[str, bytes | None], folder: pathlib.Path) -> None:
    """Puts files into an empty folder, as the program left them: readable by their owner alone."""
    for name in sorted(files, key=lambda name: name.count("/")):
        path = folder / name
        if files[name] is None:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
        else:
            path.write_bytes(files[name])
            path.chmod(0o600)


def _relative(folder: pathlib.Path, parent: str, name: str) -> str:
    return str((pathlib.Path(parent) / name).relative_to(folder))


def _folder(name: str) -> str:
    return os.path.dirname(name) or "."


def _rename(names: dict[str, Node | None], name: str, other: str) -> None:
    # Without its first name a file cannot get a second one.
    if name in names:
        names[other] = names.pop(name)
