"""Runs servers as processes: starts them, waits until they answer, measures them, ends them."""

import http.client
import os
import pathlib
import socket
import subprocess
import time

from places import AVAIN, HERE, PEERS, RUN, Failure

TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A running server, for use in a `with` statement."""

    def __init__(self, server, file, constant, before=None):
        self.server = server
        self.file = file
        self.port = free_port()
        RUN.mkdir(parents=True, exist_ok=True)
        self.log = RUN / f"{server.key}.log"
        self.command = [str(part) for part in _command(server.runs, file, constant, self.port, before)]

    def __enter__(self):
        with open(self.log, "wb") as log:
            # Starts a new session, so that an interrupt from the keyboard reaches only the driver, which then ends the server.
            self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        try:
            self._wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _wait(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if self.request("GET", "/health")[0] == 200:
                    return
            except OSError:
                time.sleep(0.02)
        raise Failure(f"{self.server.title} does not answer: {self.log.read_text(errors='replace')[-500:]}")

    def request(self, method, path, token=None, body=None):
        """Status, content type and body of one answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            fields = {"Accept": "application/json"}
            if token:
                fields["Authorization"] = f"Bearer {token}"
            if body:
                fields["Content-Type"] = "application/json"
            connection.request(method, path, body, fields)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Content-Type", ""), answer.read()
        finally:
            connection.close()

    def processes(self):
        """The process and all its descendants."""
        found, unseen = [], [self.process.pid]
        while unseen:
            number = unseen.pop()
            found.append(number)
            for children in pathlib.Path(f"/proc/{number}/task").glob("*/children"):
                try:
                    unseen += [int(child) for child in children.read_text().split()]
                except OSError:
                    pass
        return found

    def cpu_seconds(self):
        """User and system time so far."""
        ticks = 0
        for number in self.processes():
            # The name in parentheses may contain spaces; the times are fields 14 and 15.
            fields = pathlib.Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
        return ticks / TICKS

    def memory_bytes(self):
        """Resident memory now, and its peak since `forget_peak`."""
        now = peak = 0
        for number in self.processes():
            for line in pathlib.Path(f"/proc/{number}/status").read_text().splitlines():
                if line.startswith("VmRSS:"):
                    now += int(line.split()[1]) * 1024
                if line.startswith("VmHWM:"):
                    peak += int(line.split()[1]) * 1024
        return now, peak

    def forget_peak(self):
        for number in self.processes():
            try:
                pathlib.Path(f"/proc/{number}/clear_refs").write_text("5")
            except OSError:
                pass


def _command(key, file, constant, port, before):
    if key in ("avain", "before"):
        # One user sends the whole load, so the limit is high; the service still checks it for each request.
        return [before if key == "before" else AVAIN, "serve", "--database", file, "--listen", f"127.0.0.1:{port}", "--caller-limit", "1000000"]
    if key == "unlogged":
        return [PEERS / "UnloggedAvain", "--database", file, "--port", port]
    if key == "hummingbird":
        return [PEERS / "HummingbirdPeer", "--database", file, "--port", port]
    if key == "hummingbird-full":
        return [PEERS / "HummingbirdPeer", "--database", file, "--port", port, "--durable"]
    if key == "flyingfox":
        return [PEERS / "FlyingFoxPeer", "--database", file, "--port", port]
    if key == "node":
        return ["node", HERE / "node-peer.mjs", port, _constant_file(constant)]
    if key == "nginx":
        return ["nginx", "-p", RUN, "-e", RUN / "nginx.log", "-c", _nginx_configuration(constant, port)]
    raise Failure(f"unknown server: {key}")


def _constant_file(constant):
    path = RUN / "constant.json"
    path.write_bytes(constant)
    return path


def _nginx_configuration(constant, port):
    def quoted(text):
        return text.replace("\\", "\\\\").replace("'", "\\'")

    text = (HERE / "nginx.conf").read_text()
    for name, value in {
        "{directory}": str(RUN), "{port}": str(port), "{health}": '{"status":"ok"}', "{client}": quoted(constant.decode()),
    }.items():
        text = text.replace(name, value)
    path = RUN / "nginx.conf"
    path.write_text(text)
    return path
