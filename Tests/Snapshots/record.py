"""Records one exchange of each operation, as plain text, from the walkthrough and the story, or compares the stored ones with new ones.
The examples of the document are made of them (examples.py).

The walkthrough runs as written, through a proxy that notes every exchange. Then the steps of `story/` run (story.py). Then every operation
that only reads, and that was not called yet, is called with the identities that were made. Identities, tags, tokens, cursors and times of the
wall clock are replaced by names in the order in which they appear, so that a second recording gives the same bytes.
"""

import argparse
import datetime
import http.client
import http.server
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

import examples
import story

ROOT = pathlib.Path(__file__).resolve().parents[2]
STORE = pathlib.Path(__file__).resolve().parent
UUID = re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
INSTANT = re.compile(r"\b(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z")
SENT = ["Accept", "Accept-Language", "Content-Type", "If-Match", "Idempotency-Key", "Prefer", "X-Purpose", "X-Test-Now"]
GOT = ["Content-Type", "ETag", "Link", "Location", "Withheld", "Idempotency-Replayed"]
# The day after the story's last.
NOW = "2026-12-01T09:00:00Z"
ROLES = ["service_coordinator", "body_secretary", "data_protection_officer", "auditor", "researcher"]
# What the walkthrough's shell keeps, for the story.
KEPT = ["CLIENT", "NUMBER", "CASE", "MODEL", "PROVIDER", "GOAL", "SERVICE", "CALCULATION", "PLAN", "PLAN2", "DECISION", "BUDGET", "LINE",
        "LINE2", "AGREEMENT", "REVIEW"]
# Operations without a snapshot, each with its reason.
LEFT_OUT = {
    "health": "tells of the machine", "ready": "tells of the machine", "docs": "is a page", "openapi": "is the document itself",
    "rotateHetuKey": "needs a new key in the service's environment", "findHetuKeyRotation": "needs a rotation",
    "makeBackup": "its file and digest differ from run to run", "listBackups": "lists files of the machine",
    "findBackup": "tells of a file of the machine", "readVerification": "counts what a background work has read so far",
}


class Exchange:
    def __init__(self, method, target, sent, body, status, reason, got, answer):
        self.method, self.target, self.sent, self.body = method, target, sent, body
        self.status, self.reason, self.got, self.answer = status, reason, got, answer
        self.is_shown = False


class Recorder:
    """A proxy in front of the service. It forwards each request and notes the exchange."""

    def __init__(self):
        self.exchanges, self.port = [], None
        recorder = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def forward(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                exchange = recorder.send(self.command, self.path, dict(self.headers.items()), body)
                self.send_response_only(exchange.status, exchange.reason)
                for name, value in exchange.got.items():
                    if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(exchange.answer)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(exchange.answer)

            do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = forward

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def send(self, method, target, sent, body=b""):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            headers = {name: value for name, value in sent.items() if name.lower() not in ("host", "connection")}
            connection.request(method, target, body or None, headers)
            answer = connection.getresponse()
            exchange = Exchange(
                method, target, sent, body, answer.status, answer.reason, dict(answer.getheaders()), answer.read())
        finally:
            connection.close()
        self.exchanges.append(exchange)
        return exchange


class Operations:
    """The operations of the document, found by method and path."""

    def __init__(self, document):
        self.all = []
        for path, methods in document["paths"].items():
            pattern = re.compile("^" + re.sub(r"\\\{[^}]*\\\}", "([^/]+)", re.escape(path)) + "$")
            for method, operation in methods.items():
                if isinstance(operation, dict) and "operationId" in operation:
                    self.all.append((method.upper(), path, pattern, operation))
        # A path without parameters is found before one with them.
        self.all.sort(key=lambda each: (each[1].count("{"), each[1]))

    def needs_version(self, method, path):
        """Whether a call of the path must say which version it changes."""
        operation, _ = self.find(Exchange(method, path, {}, b"", 0, "", {}, b""))
        return operation is not None and any(each.get("$ref", "").endswith("/IfMatch") for each in operation.get("parameters", []))

    def find(self, exchange):
        path = urllib.parse.urlsplit(exchange.target).path
        for method, template, pattern, operation in self.all:
            match = pattern.match(path) if method == exchange.method else None
            if match:
                return operation, dict(zip(re.findall(r"\{([^}]*)\}", template), match.groups()))
        return None, {}


class Names:
    """Stable names for what differs from run to run."""

    def __init__(self, tokens, told):
        """`told` are the times that requests told the service; on such a day they may be near the wall clock and still stay."""
        self.tokens, self.told, self.known = tokens, told, {}
        self.wall = datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None)

    def named(self, kind, value):
        names = self.known.setdefault(kind, {})
        return names.setdefault(value, len(names) + 1)

    def instant(self, match):
        moment = datetime.datetime.fromisoformat(match[1])
        return NOW if abs(moment - self.wall) < datetime.timedelta(hours=2) and match[0] not in self.told else match[0]

    def text(self, text):
        for token, role in self.tokens.items():
            text = text.replace(token, f"<token of {role}>")
        text = re.sub(r'("token": ")[^<"][^"]*', r"\1<token>", text)
        text = UUID.sub(lambda match: f"00000000-0000-7000-8000-{self.named('id', match[0]):012d}", text)
        # The place in the changes is a number and no cursor. It is the same in each run.
        text = re.sub(r'("next": ")(?!\d+")([^"]+)', lambda match: f"{match[1]}cursor-{self.named('cursor', match[2])}", text)
        text = re.sub(r"([?&]after=)([^&>\s]+)", lambda match: f"{match[1]}cursor-{self.named('cursor', match[2])}", text)
        return INSTANT.sub(self.instant, text)

    def tag(self, value):
        return re.sub(r'"([^"]+)"', lambda match: f'"tag-{self.named("tag", match[1])}"', value)


def field(headers, name):
    return next((value for key, value in headers.items() if key.lower() == name.lower()), None)


def is_example(exchange):
    """Whether the exchange succeeded, and not in a form that few callers ask for."""
    return 200 <= exchange.status < 300 and (field(exchange.sent, "Accept") or "*/*").startswith(("*/*", "application/json"))


def shown(body, content_type):
    text = body.decode("utf-8", "replace")
    if "json" in (content_type or "") and "ndjson" not in content_type and text:
        try:
            return json.dumps(json.loads(text), ensure_ascii=False, indent=2)
        except ValueError:
            pass
    return text.replace("\r\n", "\n").rstrip("\n")


def written(exchange, names, caller):
    lines = [f"{exchange.method} {names.text(exchange.target)} HTTP/1.1"]
    if caller:
        lines.append(f"Authorization: Bearer <token of {caller}>")
    for name in SENT:
        value = field(exchange.sent, name)
        if value and value != "*/*" and not (name == "Content-Type" and not exchange.body):
            lines.append(f"{name}: {names.tag(value) if name == 'If-Match' else names.text(value)}")
    if exchange.body:
        lines += ["", names.text(shown(exchange.body, field(exchange.sent, "Content-Type")))]
    lines += ["", f"HTTP/1.1 {exchange.status} {exchange.reason}"]
    for name in GOT:
        value = field(exchange.got, name)
        if value:
            lines.append(f"{name}: {names.tag(value) if name == 'ETag' else names.text(value)}")
    if exchange.answer and exchange.method != "HEAD":
        lines += ["", names.text(shown(exchange.answer, field(exchange.got, "Content-Type")))]
    return "\n".join(lines) + "\n"


def run_walkthrough(program, folder, recorder):
    """Runs every `sh` block in one shell. The shell then waits, so that the service still answers the calls that follow."""
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "Docs/walkthrough.md").read_text(), re.S)
    begun = "PORT_OF_SERVICE=${AVAIN##*:}; echo \"port $PORT_OF_SERVICE\"; read go; AVAIN=http://127.0.0.1:$go\n"
    ending = [block for block in blocks if re.search(r"\bkill \$\(cat serve\.pid\)|\bkill -TERM", block) and "serve &" not in block]
    body = [block for block in blocks[1:] if block not in ending]
    script = "\n".join([f"exec 3>&1 >story.log 2>&1; set +e", blocks[0].replace("ask admin $AVAIN/ready", ""),
                        begun.replace("echo \"port", "echo >&3 \"port"), *body,
                        f"for name in {' '.join(KEPT)}; do echo \"$name=${{!name}}\"; done > kept", "echo >&3 done; read end"])
    shell = subprocess.Popen(["bash", "-c", script], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                             env={"PATH": "/usr/sbin:/usr/bin:/bin", "AVAIN_PROGRAM": str(program), "PORT": "0", "LC_ALL": "C.UTF-8"})
    line = shell.stdout.readline()
    if not line.startswith("port "):
        raise SystemExit("the service did not start: " + (folder / "story.log").read_text()[-2000:])
    recorder.port = int(line.split()[1])
    shell.stdin.write(f"{recorder.server.server_address[1]}\n")
    shell.stdin.flush()
    if shell.stdout.readline().strip() != "done":
        raise SystemExit("the walkthrough broke off: " + (folder / "story.log").read_text()[-2000:])
    return shell


def paths_of(template, paths):
    """The paths that a template stands for, of things that the exchanges have met, in the order of the meetings."""
    stem = template[:template.rindex("}") + 1] if "{" in template else template
    pattern = re.compile("^" + re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(stem)) + "(?=/|$)")
    if stem == template and "{" not in stem:
        return [template]
    found = [match[0] for match in map(pattern.match, paths) if match and UUID.search(match[0].rsplit("/", 1)[1])]
    return [stem + template[len(template[:template.rindex("}") + 1]):] for stem in dict.fromkeys(found)]


def read_the_rest(recorder, operations, tokens, done):
    """Calls each operation that reads and was not called, for one thing after the other and as one caller after the other until one may.

    An answer that lists something is better than an empty list, so an empty one is kept only if there is no other.
    """
    met = []
    for exchange in list(recorder.exchanges):
        met.append(urllib.parse.urlsplit(exchange.target).path)
        met.append(field(exchange.got, "Location") or "")
    for method, path, _, operation in operations.all:
        if method != "GET" or operation["operationId"] in done or operation["operationId"] in LEFT_OUT:
            continue
        required = [each for each in operation.get("parameters", []) if each.get("in") == "query" and each.get("required")]
        query = {each["name"]: each.get("example", each.get("schema", {}).get("example")) for each in required}
        if None in query.values():
            continue
        suffix = "?" + urllib.parse.urlencode(query) if query else ""
        for target in paths_of(path, met)[:6]:
            answer = read(recorder, target + suffix, tokens)
            if answer is not None:
                answer.is_shown = b'"items":[]' not in answer.answer
                if answer.is_shown:
                    break


def read(recorder, target, tokens):
    """The exchange of the first caller who may read the path, or None."""
    for token in tokens:
        sent = {"Authorization": f"Bearer {token}", "X-Test-Now": NOW, "X-Purpose": "Asian hoito", "Accept": "application/json"}
        exchange = recorder.send("GET", target, sent)
        if exchange.status == 200:
            return exchange
    return None


def hire(recorder, tokens):
    """Makes a key for each role that the walkthrough does not need."""
    admin = next(token for token, name in tokens.items() if name == "admin")
    sent = {"Authorization": f"Bearer {admin}", "X-Test-Now": NOW, "Content-Type": "application/json"}
    for role in ROLES:
        body = json.dumps({"role": role, "name": role.replace("_", " ").capitalize(), "unit": "Vammaispalvelut"}).encode()
        answer = recorder.send("POST", "/v1/admin/keys", sent, body)
        if answer.status == 201:
            tokens[json.loads(answer.answer)["token"]] = role


def stop(pid):
    """Ends the service and waits until it has gone, because its folder is removed next."""
    try:
        os.kill(pid, signal.SIGTERM)
        for _ in range(200):
            os.kill(pid, 0)
            time.sleep(0.05)
    except ProcessLookupError:
        pass


def record(program, folder):
    document = json.loads(subprocess.run([program, "openapi"], check=True, capture_output=True).stdout)
    operations, recorder = Operations(document), Recorder()
    shell = run_walkthrough(program, folder, recorder)
    try:
        tokens = {}
        for headers in sorted(folder.glob("*.headers")):
            match = re.search(r"Bearer (\S+)", headers.read_text())
            if match:
                tokens.setdefault(match[1], headers.stem)
        hire(recorder, tokens)
        known = dict(line.split("=", 1) for line in (folder / "kept").read_text().splitlines())
        story.play(recorder, operations, tokens, known)
        called = {operations.find(each)[0]["operationId"] for each in recorder.exchanges
                  if is_example(each) and operations.find(each)[0]}
        read_the_rest(recorder, operations, tokens, called)
    finally:
        shell.stdin.close()
        shell.wait(10)
        pid = folder / "serve.pid"
        if pid.exists():
            stop(int(pid.read_text()))
    names, files = Names(tokens, {field(each.sent, "X-Test-Now") for each in recorder.exchanges}), {}
    for exchange in recorder.exchanges:
        operation, _ = operations.find(exchange)
        if operation is None or not is_example(exchange) or operation["operationId"] in LEFT_OUT:
            continue
        area = re.sub(r"[^A-Za-z]+", "-", operation.get("tags", ["other"])[0]).strip("-")
        file = f"{area}/{operation['operationId']}.http"
        bearer = (field(exchange.sent, "Authorization") or "").removeprefix("Bearer ")
        if file not in files or exchange.is_shown:
            files[file] = written(exchange, names, tokens.get(bearer))
    missing = sorted(each[3]["operationId"] for each in operations.all
                     if each[3]["operationId"] not in LEFT_OUT | {pathlib.Path(file).stem: "" for file in files})
    return files, missing


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--program", type=lambda text: pathlib.Path(text).resolve(), required=True)
    arguments.add_argument("--check", action="store_true", help="compare and write nothing")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files, missing = record(options.program, pathlib.Path(folder))
    stored = {str(path.relative_to(STORE)): path.read_text() for path in STORE.rglob("*.http")}
    if options.check:
        wrong = sorted(name for name in files.keys() | stored.keys() if files.get(name) != stored.get(name))
        for name in wrong:
            print(f"Tests/Snapshots/{name}: " + ("not recorded any more" if name not in files else
                                                 "not stored" if name not in stored else "differs"))
        made, kept = examples.files(files), examples.stored()
        for name in sorted(name for name in made.keys() | kept.keys() if made.get(name) != kept.get(name)):
            wrong.append(name)
            print(f"Sources/API/Contract/Recorded/{name}: is not made of the snapshots")
        for operation in missing:
            print(f"{operation} has no snapshot: add a step to Tests/Snapshots/story, or a reason to LEFT_OUT")
        equal = sum(files.get(name) == text for name, text in stored.items())
        print(f"{equal} snapshots are equal, {len(wrong)} files are not" + ("; run make snapshots and read the difference" if wrong else ""))
        sys.exit(1 if wrong or missing or not files else 0)
    for name in stored:
        (STORE / name).unlink()
    for name, text in files.items():
        (STORE / name).parent.mkdir(exist_ok=True)
        (STORE / name).write_text(text)
    examples.write(examples.files(files))
    print(f"{len(files)} operations recorded; {len(missing)} have no snapshot: {' '.join(missing)}")


if __name__ == "__main__":
    main()
