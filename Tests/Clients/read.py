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
faults, read, written = [], 0, 0


def differences(sent, read, place=""):
    """The places where what was read is not what was sent; instants and numbers may be written in another way."""
    if isinstance(sent, dict) and isinstance(read, dict):
        for name, value in sent.items():
            if name in read:
                yield from differences(value, read[name], f"{place}/{name}")
            else:
                yield f"{place}/{name}"
    elif isinstance(sent, list) and isinstance(read, list) and len(sent) == len(read):
        for index, value in enumerate(sent):
            yield from differences(value, read[index], f"{place}/{index}")
    elif type(sent) is not type(read) or sent != read and not re.match(r"\d{4}-\d\d-\d\dT", str(sent)):
        yield place


# openapi-python-client makes no call for a body of application/x-ndjson. Its answer is read by the TypeScript client.
LEFT_OUT = {"importServiceData"}

for exchange in exchanges:
    if exchange["operation"] in LEFT_OUT:
        continue
    path = modules.get(re.sub(r"[^a-z0-9]", "", exchange["operation"].lower()))
    if path is None:
        faults.append(f"{exchange['name']}: no module for {exchange['operation']}")
        continue
    module = importlib.import_module(".".join(path.relative_to(folder).with_suffix("").parts))
    try:
        parsed = module._parse_response(client=client, response=httpx.Response(
            exchange["status"], headers=exchange["headers"], content=exchange["answer"].encode()))
        # What was read is written again: a member or code that the client has dropped is not there.
        if hasattr(parsed, "to_dict"):
            written += 1
            lost = list(differences(json.loads(exchange["answer"]), parsed.to_dict()))
            if lost:
                faults.append(f"{exchange['name']}: not read: {', '.join(lost[:5])}")
                continue
        read += 1
    except Exception as error:  # whatever the generated code throws is a finding
        faults.append(f"{exchange['name']}: {type(error).__name__}: {str(error)[:200]}")
for fault in faults[:40]:
    print("python: " + fault)
print(f"python: {read} answers read, {len(faults)} not; {written} written again and compared")
sys.exit(1 if faults else 0)
