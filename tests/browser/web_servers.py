"""nginx and Caddy in front of an app, with the files of `deploy` and a certificate of their own making."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.serve_app import ROOT, free_port

SITE = "heat.shop.example"
_UP_WITHIN_S = 20


@dataclass(frozen=True)
class WebServer:
    """A web server that answers for SITE at this port, encrypted."""

    port: int

    @property
    def host(self) -> str:
        """What a browser sends as the name of the host."""
        return f"{SITE}:{self.port}"

    def connect(self) -> http.client.HTTPConnection:
        """An encrypted connection, as a browser makes it; the certificate is nobody's."""
        trusting = ssl.create_default_context()
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPConnection(SITE, self.port, timeout=30)
        reached = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        connection.sock = trusting.wrap_socket(reached, server_hostname=SITE)
        return connection

    def asked(
        self, path: str, *, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """The status, the headers and the content of the answer."""
        connection = self.connect()
        # What is refused before it has all been sent is answered even so.
        with suppress(ConnectionError, ssl.SSLEOFError):
            connection.request(method, path, body=body, headers={"Host": self.host, **(headers or {})})
        answer = connection.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@contextmanager
def nginx(*, app_port: int, folder: Path) -> Iterator[WebServer]:
    """nginx with deploy/nginx.conf, in front of what listens at `app_port`."""
    port, certificate, key = free_port(), folder / "certificate.pem", folder / "key.pem"
    subject = ["-subj", f"/CN={SITE}", "-keyout", str(key), "-out", str(certificate)]
    command = [_needed("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run(command, check=True, capture_output=True)
    ours = _with_changes(
        (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8"),
        {
            "listen 80;": f"listen 127.0.0.1:{free_port()};",
            "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
            "/etc/ssl/heatdash/fullchain.pem": str(certificate),
            "/etc/ssl/heatdash/privkey.pem": str(key),
            "http://127.0.0.1:8501": f"http://127.0.0.1:{app_port}",
        },
    )
    folders = "".join(f"{what}_temp_path {folder};\n" for what in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\nuser root;\npid {folder}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{folders}{ours}\n}}\n",
        encoding="utf-8",
    )
    command = [_needed("nginx"), "-e", "stderr", "-p", str(folder), "-c", str(whole)]
    with _running(command, port=port, folder=folder):
        yield WebServer(port)


@contextmanager
def caddy(*, app_port: int, folder: Path) -> Iterator[WebServer]:
    """Caddy with deploy/Caddyfile, in front of what listens at `app_port`."""
    port, whole = free_port(), folder / "Caddyfile"
    ours = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
    own = "{\nlocal_certs\nskip_install_trust\nadmin off\nauto_https disable_redirects\n}\n"
    whole.write_text(own + ours, encoding="utf-8")
    settings = {"SITE": f"{SITE}:{port}", "APP": f"127.0.0.1:{app_port}"}
    homes = {name: str(folder) for name in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")}
    command = [_needed("caddy"), "run", "--adapter", "caddyfile", "--config", str(whole)]
    with _running(command, port=port, folder=folder, **settings, **homes):
        yield WebServer(port)


SERVERS: dict[str, Callable[..., AbstractContextManager[WebServer]]] = {"nginx": nginx, "caddy": caddy}


def _needed(name: str) -> str:
    # Debian puts servers where only root looks; make has them unpacked beside the packages.
    unpacked = ROOT / ".venv" / "web-servers" / "usr"
    places = (os.environ.get("PATH", os.defpath), "/usr/sbin", str(unpacked / "sbin"), str(unpacked / "bin"))
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        pytest.skip(f"no {name} is here: make web-servers")
    return found


def _with_changes(text: str, changes: Mapping[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"the file has no '{old}' any more"
        text = text.replace(old, new)
    return text


@contextmanager
def _running(command: list[str], *, port: int, folder: Path, **environment: str) -> Iterator[None]:
    log = folder / "log"
    with log.open("wb") as said:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=said, stderr=said)
    try:
        until = time.monotonic() + _UP_WITHIN_S
        while process.poll() is None and time.monotonic() < until:
            try:
                # Caddy listens before it has its certificate.
                WebServer(port).connect().close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise RuntimeError(f"{command[0]} did not start:\n{log.read_text(encoding='utf-8')}")
        yield
    finally:
        process.terminate()
        process.wait(10)
