"""A carrier's server on this machine, over TLS, that fails on demand."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Behaviour = Callable[[BaseHTTPRequestHandler], None]


class StandIn:
    """What it is told to do with each path, and what it was asked."""

    def __init__(self, port: int) -> None:
        self.url = f"https://127.0.0.1:{port}"
        self.behaviours: dict[str, Behaviour] = {}
        self.requests: list[tuple[str, str, dict[str, str], bytes]] = []
        """(method, path, headers, body) of each request."""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Note the request, and do what the path is for."""
        length = int(request.headers.get("content-length") or 0)
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.requests.append((request.command, request.path, headers, request.rfile.read(length)))
        self.behaviours[request.path.partition("?")[0]](request)


def replies(status: int, body: bytes = b"", **headers: str) -> Behaviour:
    """Answer like this."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return reply


def drips(body: bytes, every: float) -> Behaviour:
    """Send a byte, wait, send the next."""

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        for byte in body:
            request.wfile.write(bytes([byte]))
            time.sleep(every)

    return drip


def chunked(*chunks: bytes, ends: bool) -> Behaviour:
    """Send chunks, and the last one only if it `ends`."""

    def send(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        for chunk in chunks:
            request.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
        if ends:
            request.wfile.write(b"0\r\n\r\n")

    return send


@contextmanager
def stand_in(certificate: tuple[Path, Path]) -> Iterator[StandIn]:
    """Listens on a free port of 127.0.0.1 while it is needed."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 5

        def do_GET(self) -> None:
            carrier.answer(self)
            self.close_connection = True

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that goes away amid an answer is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    carrier = StandIn(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield carrier
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def certificate_in(folder: Path, *, address: str = "127.0.0.1") -> tuple[Path, Path]:
    """A certificate for an address, signed by itself, and its key, as files. (`cryptography` comes with moto.)"""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "stand-in")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, private = folder / "certificate.pem", folder / "key.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return pem, private
