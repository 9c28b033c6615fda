"""A bucket on this machine, over TLS, for what reads S3 with nothing but the standard library."""

from __future__ import annotations

import hashlib
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.outbound.stand_in import certificate_in

BUCKET = "promise"


@contextmanager
def loopback_s3(objects: Mapping[str, bytes], folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which a function finds `objects` (key -> content, looked up at each request)."""
    certificate, key = certificate_in(folder)

    @lru_cache(maxsize=64)
    def tag_of(content: bytes) -> str:  # bytes remember their hash; S3 does not read an object to know its tag either
        return f'"{hashlib.sha256(content).hexdigest()[:32]}"'

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # head and content leave together, as S3's do: else each waits for the other's acknowledgement
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            content = objects.get(self.path.removeprefix(f"/{BUCKET}/"))
            if content is None:
                return self._send(404, b"<Error/>")
            tag = tag_of(content)
            if self.headers.get("if-none-match") == tag:
                return self._send(304, b"", tag)
            return self._send(200, content, tag)

        def _send(self, status: int, content: bytes, tag: str = "") -> None:
            self.send_response(status)
            if status != 304:
                self.send_header("Content-Length", str(len(content)))
            if tag:
                self.send_header("ETag", tag)
            self.end_headers()
            self.wfile.write(content)
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            """A function that is ended amid an answer."""

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield {
            "PROMISE_BUCKET": BUCKET,
            "AWS_ENDPOINT_URL_S3": f"https://127.0.0.1:{server.server_address[1]}",
            "AWS_CA_BUNDLE": str(certificate),
        }
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
