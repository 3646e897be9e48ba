"""Reads every snapshot with the generated Python client: read.py FOLDER PACKAGE EXCHANGES. Nothing is sent."""

import importlib
import json
import pathlib
import re
import sys

import httpx

folder, package, exchanges = pathlib.Path(sys.argv[1]), sys.argv[2], json.loads(pathlib.Path(sys.argv[3]).read_text())
sys.path.insert(0, str(folder))
client = importlib.import_module(package).Client(base_url="http://unused", raise_on_unexpected_status=True)
modules = {path.stem.replace("_", ""): path for path in (folder / package / "api").rglob("*.py")}
faults, read = [], 0
for exchange in exchanges:
    path = modules.get(re.sub(r"[^a-z0-9]", "", exchange["operation"].lower()))
    if path is None:
        faults.append(f"{exchange['name']}: no module for {exchange['operation']}")
        continue
    module = importlib.import_module(".".join(path.relative_to(folder).with_suffix("").parts))
    try:
        parse = getattr(module, "_parse_response", None)
        if parse:
            parse(client=client, response=httpx.Response(
                exchange["status"], headers=exchange["headers"], content=exchange["answer"].encode()))
        read += 1
    except Exception as error:  # whatever the generated code throws is a finding
        faults.append(f"{exchange['name']}: {type(error).__name__}: {str(error)[:200]}")
for fault in faults[:40]:
    print("python: " + fault)
print(f"python: {read} answers read, {len(faults)} not")
sys.exit(1 if faults else 0)
