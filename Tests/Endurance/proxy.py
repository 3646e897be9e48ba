"""Runs nginx with the project's own configuration, and HAProxy, in front of a port."""

from __future__ import annotations

import os
import pathlib
import shutil
import socket
import subprocess
import time

from service import ROOT, die_with_parent

NGINX_CONFIGURATION = ROOT / "docker" / "nginx.conf"
HAPROXY_CONFIGURATION = pathlib.Path(__file__).with_name("haproxy.cfg")


def find(name: str) -> str | None:
    """Debian installs both in sbin, which a user's PATH may lack."""
    return shutil.which(name, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


class Proxy:
    def __init__(self, folder: pathlib.Path, words: list[str], port: int, environment: dict[str, str] | None = None) -> None:
        self.port = port
        self.log = folder / "log.txt"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                words, stdout=log, stderr=log, preexec_fn=die_with_parent, env={**os.environ, **(environment or {})}
            )
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                time.sleep(0.05)
        raise RuntimeError(f"{words[0]} does not listen: {self.log.read_text()[-500:]}")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def passed_on(self) -> int:
        """How many requests it passed to the service, according to its own log."""
        raise NotImplementedError


class Nginx(Proxy):
    """Tests docker/nginx.conf itself. It replaces only addresses and paths, one line each:

    - `listen 80 …` and `listen 443 ssl …` get free ports on loopback. Beside TLS there is a plain port with the same locations, because the
      cases are sent and recorded as raw bytes;
    - `server avain:8080` becomes the tap;
    - `pid` is in the temporary folder.

    The certificate is beside the file, as in the container."""

    def __init__(self, folder: pathlib.Path, upstream: int) -> None:
        folder.mkdir()
        self.plain, self.tls, redirect = free_port(), free_port(), free_port()
        text = NGINX_CONFIGURATION.read_text()
        for old, new in (
            ("listen 80 default_server;", f"listen 127.0.0.1:{redirect} default_server;"),
            ("listen 443 ssl default_server;", f"listen 127.0.0.1:{self.tls} ssl default_server; listen 127.0.0.1:{self.plain};"),
            ("server avain:8080;", f"server 127.0.0.1:{upstream};"),
            ("pid /tmp/nginx.pid;", f"pid {folder}/nginx.pid;"),
        ):
            if text.count(old) != 1:
                raise RuntimeError(f"docker/nginx.conf must contain this line once: {old}")
            text = text.replace(old, new)
        configuration = folder / "nginx.conf"
        configuration.write_text(text)
        certificate = folder / "certificate"
        certificate.mkdir()
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
            + ["-subj", "/CN=localhost", "-keyout", certificate / "key.pem", "-out", certificate / "chain.pem"],
            check=True,
            capture_output=True,
        )
        program = find("nginx")
        tested = subprocess.run([program, "-t", "-c", configuration, "-p", folder], capture_output=True, text=True)
        self.tests_well = tested.returncode == 0
        self.tested = tested.stderr.strip()
        super().__init__(folder, [program, "-c", str(configuration), "-p", str(folder), "-g", "daemon off;"], self.plain)

    def passed_on(self) -> int:
        # The last field of the access log is the status from the service, or "-" if nginx answered by itself.
        return sum(line.split()[-1] != "-" for line in self.log.read_text(errors="replace").splitlines() if line[:2] == "20")


class HAProxy(Proxy):
    def __init__(self, folder: pathlib.Path, upstream: int) -> None:
        folder.mkdir()
        port = free_port()
        ports = {"PROXY_PORT": str(port), "SERVICE_PORT": str(upstream)}
        super().__init__(folder, [find("haproxy"), "-db", "-f", str(HAPROXY_CONFIGURATION)], port, ports)

    def passed_on(self) -> int:
        return sum(line.startswith("avain ") for line in self.log.read_text(errors="replace").splitlines())
