"""Chooses the inputs to keep, from a control file of libFuzzer's set-cover merge.

choose.py CONTROL_FILE COUNT MAXIMUM_BYTES: prints paths; first those that add the most edges, then those that add the most features.
"""

import os
import sys


def read(path):
    """The features of each file. A feature is an edge and how often it was passed, in one of eight steps (index = 8 * edge + step)."""
    with open(path) as lines:
        count = int(next(lines))
        next(lines)
        names = [next(lines).rstrip("\n") for _ in range(count)]
        features = {}
        for line in lines:
            words = line.split()
            if words and words[0] == "FT":
                features[names[int(words[1])]] = {int(word) for word in words[2:]}
    return features


def choose(features, count):
    chosen = []
    for unit in (8, 1):
        sets = {name: {feature // unit for feature in found} for name, found in features.items() if name not in chosen}
        covered = set().union(*({feature // unit for feature in features[name]} for name in chosen))
        while sets and len(chosen) < count:
            best = max(sets, key=lambda name: (len(sets[name] - covered), -os.path.getsize(name)))
            if not sets[best] - covered:
                break
            covered |= sets.pop(best)
            chosen.append(best)
    return chosen


control, count, maximum = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
small = {name: found for name, found in read(control).items() if os.path.getsize(name) <= maximum}
print("\n".join(choose(small, count)))
