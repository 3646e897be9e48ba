"""Plays the rest of the story: the steps of `story/*.json`, in the order of the files' names.

A step has `as` (who calls), `day`, `call` (method and path) and, where the operation takes one, `body`, or `lines` for one JSON text per
line. `as` and `day` hold until another step names new ones. `keep` gives members of the answer names; `{NAME}` in a path or a body stands
for the value. `signsIn` names the caller whose token the answer has. `shown` makes the exchange the example although an earlier one
succeeded. A change sends the version of the thing that its path leads to.
"""

import json
import pathlib
import re

STEPS = pathlib.Path(__file__).resolve().parent / "story"


def steps():
    for file in sorted(STEPS.glob("*.json")):
        caller, day = None, None
        for step in json.loads(file.read_text()):
            caller, day = step.get("as", caller), step.get("day", day)
            yield file.name, caller, day, step


def filled(value, known):
    if isinstance(value, str):
        return re.sub(r"\{([A-Z_0-9]+)\}", lambda match: known[match[1]], value)
    if isinstance(value, list):
        return [filled(each, known) for each in value]
    if isinstance(value, dict):
        return {key: filled(each, known) for key, each in value.items()}
    return value


def member(answer, path):
    for key in path.split("."):
        answer = answer[int(key) if isinstance(answer, list) else key]
    return answer


def thing(path, method, must_exist):
    """The path of the thing that a call changes. Commands and replaced parts have one word more.

    A held row is read as any row.
    """
    if method == "PATCH" or not must_exist:
        return path
    return path.rsplit("/", 1)[0].replace("/held/", "/actuals/")


def sending(step, caller, day, tokens, known, recorder, operations):
    """Sends one step and returns the exchange."""
    token = next(token for token, name in tokens.items() if name == caller)
    method, path = filled(step["call"], known).split(" ")
    sent = {"Authorization": f"Bearer {token}", "X-Test-Now": f"{day}T09:00:00Z", "Accept": "application/json"}
    must_exist = operations.needs_version(method, path)
    if must_exist or method == "PUT":
        # A PUT may make the thing. Then there is no version yet.
        version = recorder.send("HEAD", thing(path, method, must_exist), sent)
        if version.status == 200:
            sent["If-Match"] = next(value for name, value in version.got.items() if name.lower() == "etag")
    if method == "GET":
        sent["X-Purpose"] = "Asian hoito"
    body = b""
    if "lines" in step:
        sent["Content-Type"] = "application/x-ndjson"
        body = "".join(json.dumps(filled(line, known), ensure_ascii=False) + "\n" for line in step["lines"]).encode()
    elif "body" in step:
        sent["Content-Type"] = "application/json"
        body = json.dumps(filled(step["body"], known), ensure_ascii=False).encode()
    return recorder.send(method, path, sent, body)


def play(recorder, operations, tokens, known):
    """Sends every step. `tokens` gets the callers that sign in, `known` the kept members."""
    faults = []
    for file, caller, day, step in steps():
        try:
            exchange = sending(step, caller, day, tokens, known, recorder, operations)
        except (KeyError, StopIteration) as missing:
            faults.append(f"{file}: {caller}: {step['call']}: an earlier step did not give {missing or caller}")
            continue
        if not 200 <= exchange.status < 300:
            faults.append(f"{file}: {caller}: {step['call']}: {exchange.status} {exchange.answer.decode()[:2000]}")
            continue
        exchange.is_shown = step.get("shown", False)
        answer = json.loads(exchange.answer) if step.get("keep") or "signsIn" in step else None
        try:
            known.update({name: member(answer, where) for name, where in step.get("keep", {}).items()})
        except (KeyError, IndexError):
            faults.append(f"{file}: {caller}: {step['call']}: the answer lacks a member to keep: {json.dumps(answer)[:2000]}")
        if "signsIn" in step:
            tokens[answer["token"]] = step["signsIn"]
    if faults:
        raise SystemExit("the story broke off:\n" + "\n".join(faults))
