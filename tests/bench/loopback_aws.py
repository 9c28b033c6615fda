"""AWS's services on this machine, for a function in a process of its own: what it asks is passed on to moto, here."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

_SCOPE = re.compile(r"Credential=[^/]+/\d+/([a-z0-9-]+)/([a-z0-9-]+)/")
"""Region and service, as signed (docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html, 2026-11)."""
_HOSTS = {"ses": "email"}
"""Where a service's address does not begin with the name it is signed for."""


@contextmanager
def loopback_aws() -> Iterator[dict[str, str]]:
    """The environment in which a function finds it. Only inside `moto.mock_aws`, which keeps requests from AWS."""
    server = _Server(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_address[1]}"}
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, *_: object) -> None:
        """A function that is ended amid an answer."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and content leave together, as AWS's do: else each waits for the other's acknowledgement
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        signed = _SCOPE.search(self.headers["Authorization"])
        assert signed is not None
        region, service = signed.groups()
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        address = f"https://{_HOSTS.get(service, service)}.{region}.amazonaws.com{self.path}"
        answer = requests.post(address, data=body, headers=headers, timeout=10)
        self.send_response(answer.status_code)
        for name, value in answer.headers.items():
            if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.content)))
        self.end_headers()
        self.wfile.write(answer.content)
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""
