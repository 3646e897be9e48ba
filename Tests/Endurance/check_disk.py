"""Compares the model of a disk (disk.py) with what it must keep: after a sync that works the disk has what the cache has, but for sectors
that a failed sync gave up."""

from __future__ import annotations

import random

from disk import SECTOR, Fate, Model, Node
from verdict import Verdict


def check(seed: int) -> bool:
    choice = random.Random(seed)
    node = Node(choice.randbytes(choice.randint(0, 3_000)))
    dirty: set[int] = set()
    given_up: set[int] = set()
    for _ in range(choice.randint(1, 25)):
        what = choice.random()
        if what < 0.6:
            offset, octets = choice.randint(0, 4_000), choice.randbytes(choice.randint(1, 1_500))
            node.write(offset, octets)
            dirty |= set(range(offset // SECTOR, -(-(offset + len(octets)) // SECTOR)))
        elif what < 0.7:
            node.resize(choice.randint(0, 4_000))
        elif what < 0.85:
            node.sync(is_failed=False)
            given_up -= dirty
            dirty = set()
            if len(node.durable) != len(node.cache):
                return False
            for sector in set(range(-(-len(node.cache) // SECTOR))) - given_up:
                if node.durable[sector * SECTOR :][:SECTOR] != node.cache[sector * SECTOR :][:SECTOR]:
                    return False
        else:
            node.sync(is_failed=True)
            given_up |= dirty
            dirty = set()
        if node.after_cut(choice, Model.POSIX, Fate.ALL_LOST) != node.durable:
            return False
        if not given_up and node.after_cut(choice, Model.ORDERED, Fate.ALL_LEFT) != node.cache:
            return False
    return True


def main() -> None:
    verdict = Verdict()
    verdict.equal("wrong_seeds", [seed for seed in range(2_000) if not check(seed)], [])
    verdict.end()


if __name__ == "__main__":
    main()
