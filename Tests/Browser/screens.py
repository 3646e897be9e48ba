"""Asks for the answers from which a page of a caseworker draws its screens, without a browser. Prints, for each screen, the number of calls,
the identities that no name stands for, and the codes that no label stands for. Fails if a call is refused or a screen needs more than three.

    python3 Tests/Browser/screens.py --program .build/debug/avain"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter

IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}")
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
MOST = 3


class Service:
    """The program with a demo county in a folder of its own."""

    def __init__(self, program: str, folder: str) -> None:
        self.said = open(f"{folder}/said", "w+", encoding="utf-8")
        command = [program, "serve", "--demo", "--database", f"{folder}/avain.sqlite", "--listen", "127.0.0.1:0"]
        self.process = subprocess.Popen(command, stdout=self.said, stderr=subprocess.DEVNULL)
        end = time.monotonic() + 120
        while "try:" not in self.text:
            if time.monotonic() > end or self.process.poll() is not None:
                self.stop()
                raise SystemExit("the service did not start")
            time.sleep(0.1)
        self.base = re.search(r"listening on (\S+)", self.text)[1]
        self.keys = dict(re.findall(r"^\s+(\w+)\s+(avain_\w+)$", self.text, re.M))

    @property
    def text(self) -> str:
        with open(self.said.name, encoding="utf-8") as file:
            return file.read()

    def get(self, role: str, path: str) -> dict:
        fields = {"Authorization": f"Bearer {self.keys[role]}", "Accept-Language": "fi", "X-Purpose": "asian hoitaminen"}
        with urllib.request.urlopen(urllib.request.Request(self.base + path, headers=fields)) as answer:
            return json.load(answer)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


def texts(value: object, member: str = ""):
    """Each text of an answer with its place, without the names and without the calls that the actions describe."""
    if isinstance(value, dict):
        for key, part in value.items():
            if key not in ("names", "actions", "link"):
                yield from texts(part, f"{member}.{key}")
    elif isinstance(value, list):
        for part in value:
            yield from texts(part, f"{member}[]")
    elif isinstance(value, str):
        yield member, value


def report(name: str, answers: list[dict], labels: set[str]) -> None:
    """Counts what a screen could not show in words. An identity is named if `names` has it or the member beside it ends in Name."""
    named = {entry["key"] for answer in answers for entry in answer.get("names") or []}
    places = {member for answer in answers for member, _ in texts(answer)}
    bare, raw = Counter(), Counter()
    for answer in answers:
        for member, text in texts(answer):
            if IDENTITY.fullmatch(text) and not member.endswith(".id") and text not in named and member[:-2] + "Name" not in places:
                bare[member] += 1
            if CODE.fullmatch(text) and text not in labels | named and not member.endswith((".code", "etag")):
                raw[member] += 1
    print(f"{name}: calls={len(answers) + 1}, without a name: {dict(bare)}, without a label: {dict(raw)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        service = Service(options.program, folder)
        try:
            lists = service.get("social_worker", "/v1/code-lists")["items"]
            labels = {text for member, text in texts(lists) if member.endswith(".code")}
            queue = service.get("social_worker", "/v1/work-queue?limit=50")["items"]
            plan = next(item for item in queue if item["noun"] == "support_plan")
            ending = next(item for item in service.get("finance", "/v1/work-queue?limit=50")["items"] if item["noun"] == "budget")
            case, budget = f"/v1/cases/{plan['caseId']}", f"/v1/cases/{ending['caseId']}/budgets"
            screens = (
                ("work queue", "social_worker", ["/v1/work-queue?limit=50"]),
                ("client", "social_worker", [f"/v1/clients/{plan['clientId']}/overview"]),
                ("plan", "social_worker", [f"{case}/support-plans/{plan['nounId']}", "/v1/support-plan-questions"]),
                ("proposals", "decision_maker", ["/v1/work-queue?kind=decision_waiting"]),
                ("held rows", "finance", ["/v1/service-data/held?include=names"]),
                ("money", "finance", [f"{budget}?include=names", f"{budget}/{ending['nounId']}/ledger-entries"]),
            )
            # The call for the labels is the first of each screen.
            over = [name for name, _, paths in screens if len(paths) + 1 > MOST]
            for name, role, paths in screens:
                report(name, [service.get(role, path) for path in paths], labels)
        finally:
            service.stop()
    sys.exit(f"more than {MOST} calls: {over}" if over else 0)


if __name__ == "__main__":
    main()
