#!/usr/bin/env python3
"""Restarts the service repeatedly under load: no request may fail, and no acknowledged write may be lost.

This script is the supervisor: it binds the socket, passes it on as descriptor 3 (LISTEN_PID, LISTEN_FDS) and sends SIGTERM. The next process starts
at once and waits for the database while the old one finishes. The keep-alive clients never retry. Half of their requests are /health, a quarter
reads with a token, a quarter writes that commit. The run takes --restarts times --interval seconds and some seconds more. It exits with 0 if
nothing failed, else with 1.
"""
import argparse, http.client, json, os, signal, socket, subprocess, sys, tempfile, threading, time

parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
parser.add_argument("--program", default=".build/release/avain")
parser.add_argument("--restarts", type=int, default=20)
parser.add_argument("--interval", type=float, default=2.0, help="seconds between restarts")
parser.add_argument("--rate", type=int, default=500, help="requests a second, all clients together")
parser.add_argument("--clients", type=int, default=16)
options = parser.parse_args()

folder = tempfile.TemporaryDirectory(prefix="avain-restart-")
database = folder.name + "/avain.sqlite"
program = os.path.abspath(options.program)
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 0))
listener.listen(1024)
port = listener.getsockname()[1]


def start():
    """Starts the service with the socket as descriptor 3. Forks and executes by hand, because LISTEN_PID must be set before the program runs."""
    pid = os.fork()
    if pid == 0:
        try:
            os.dup2(listener.fileno(), 3)
            os.set_inheritable(3, True)
            os.environ["LISTEN_PID"] = str(os.getpid())
            os.environ["LISTEN_FDS"] = "1"
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.execv(program, [program, "serve", "--database", database, "--caller-limit", "1000000"])
        finally:
            os._exit(127)
    return pid


def ended(pid, seconds, kills=True):
    """The exit status of a process that ends in time. Otherwise None, and the process is killed if `kills` is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.01)
    if kills:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    return None


class Client(threading.Thread):
    def __init__(self, number):
        super().__init__(daemon=True)
        self.number, self.count, self.failures, self.written, self.slowest = number, 0, [], [], 0.0

    def run(self):
        connection = None
        due = time.monotonic()
        while not stopping.is_set():
            kind = self.count % 4
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            code = f"r_{self.number}_{self.count}"
            started = time.monotonic()
            try:
                if kind == 1:
                    connection.request("GET", "/v1/municipalities?limit=1", headers=token)
                elif kind == 3:
                    body = {"code": code, "nameFi": "Palvelu", "nameSv": "Tjänst", "unit": "hour", "law": "vammaispalvelulaki_675_2023",
                            "legalBasis": "Vammaispalvelulaki 675/2023", "isSubjectiveRight": True, "isFreeOfCharge": True,
                            "validFrom": "2020-01-01"}
                    connection.request("POST", "/v1/service-types", json.dumps(body).encode(), {**token, "Content-Type": "application/json"})
                else:
                    connection.request("GET", "/health")
                answer = connection.getresponse()
                answer.read()
                if answer.status != (201 if kind == 3 else 200):
                    self.failures.append(f"status {answer.status}")
                elif kind == 3:
                    self.written.append(code)
                if answer.getheader("Connection", "").lower() == "close":
                    connection.close()
                    connection = None
            except Exception as error:
                self.failures.append(f"{type(error).__name__}: {error}")
                connection.close()
                connection = None
            self.count += 1
            self.slowest = max(self.slowest, time.monotonic() - started)
            due = max(due + options.clients / options.rate, time.monotonic() - 0.2)
            time.sleep(max(0, due - time.monotonic()))


made = subprocess.run([program, "keys", "create", "--database", database, "--role", "admin", "--name", "Endurance"], capture_output=True, text=True)
if made.returncode != 0:
    sys.exit(f"cannot create a key: {made.stderr.strip()}")
token = {"Authorization": "Bearer " + made.stdout.strip()}
stopping = threading.Event()
current = start()
if ended(current, 1, kills=False) is not None:
    sys.exit("the service does not start")
clients = [Client(number) for number in range(options.clients)]
for client in clients:
    client.start()
exits, longest, known = [], 0.0, set()
try:
    for _ in range(options.restarts):
        time.sleep(options.interval)
        before, begun = current, time.monotonic()
        current = start()
        os.kill(before, signal.SIGTERM)
        status = ended(before, 10)
        longest = max(longest, time.monotonic() - begun)
        exits.append(status)
    time.sleep(1)
    stopping.set()
    for client in clients:
        client.join(25)
    cursor = ""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    while cursor is not None:
        connection.request("GET", "/v1/service-types?limit=200" + cursor, headers=token)
        page = json.loads(connection.getresponse().read())
        if "items" not in page:
            sys.exit(f"the list was refused: {page}")
        known.update(item["code"] for item in page["items"])
        following = page.get("next")
        cursor = "&after=" + following if following else None
except OSError as error:
    print(f"the service does not answer: {error}", file=sys.stderr)
finally:
    stopping.set()
    os.kill(current, signal.SIGTERM)
    exits.append(ended(current, 10))
failures = [failure for client in clients for failure in client.failures]
written = {code for client in clients for code in client.written}
lost = len(written - known)
total = sum(client.count for client in clients)
bad = [status for status in exits if status != 0]
print(f"{options.restarts} restarts, {total} requests, {len(failures)} failed, {len(written)} writes acknowledged, {lost} lost, "
      f"slowest {max(client.slowest for client in clients):.2f} s, longest stop {longest:.2f} s, {len(bad)} bad exits")
for failure in sorted(set(failures)):
    print(f"  {failures.count(failure)} x {failure}", file=sys.stderr)
sys.exit(1 if failures or lost or bad else 0)
