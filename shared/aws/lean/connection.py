"""One kept-alive HTTP/1.1 connection that asks GET and reads answers: what is left of an HTTP library when only S3 and
its stand-ins answer. Importing `http.client` would take longer than the question."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

MAX_HEAD_BYTES = 64 * 1024
_CHUNK = 64 * 1024


class Broken(OSError):
    """The other side answered something that is not the HTTP we know, or hung up in the middle."""


class Secured(Protocol):
    """What turns a plain connection into an encrypted one, for example an `ssl.SSLContext`."""

    def wrap_socket(self, plain: socket.socket, *, server_hostname: bytes) -> socket.socket:
        """The encrypted connection, after the handshake."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """An answer, its header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connection:
    """Opened when first needed, and again when the other side hung up meanwhile. For one thread at a time."""

    def __init__(self, host: str, port: int, *, timeout: float, secured: Secured | None) -> None:
        """`timeout`: seconds, for connecting and for each read. `secured`: None speaks plain HTTP."""
        self._address = (host, port)
        self._timeout = timeout
        self._secured = secured
        self._socket: socket.socket | None = None
        self._received = b""

    def get(self, path: str, headers: Mapping[str, str]) -> HttpAnswer:
        """Ask; raises OSError (of which time-outs, TLS's errors and Broken are kinds), with the connection closed."""
        written = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        try:
            connection = self._socket or self._connect()
            connection.sendall(f"GET {path} HTTP/1.1\r\n{written}\r\n".encode("latin-1"))
            return self._answer()
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._received = None, b""

    def _connect(self) -> socket.socket:
        host, port = self._address
        address = host.encode("ascii"), port  # text would have the codec for international names imported
        connection = socket.create_connection(address, self._timeout)  # type: ignore[arg-type]  # it takes bytes too
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket = connection
        if self._secured is not None:
            self._socket = self._secured.wrap_socket(connection, server_hostname=address[0])
        return self._socket

    def _answer(self) -> HttpAnswer:
        status, headers = self._head()
        if status in (204, 304):
            body = b""
        elif "chunked" in headers.get("transfer-encoding", ""):
            body = self._chunks()
        else:
            body = self._bytes(_length(headers))
        if headers.get("connection", "").lower() == "close":
            self.close()
        return HttpAnswer(status, headers, body)

    def _head(self) -> tuple[int, dict[str, str]]:
        while b"\r\n\r\n" not in self._received:
            if len(self._received) > MAX_HEAD_BYTES:
                raise Broken("the answer's head does not end")
            self._receive()
        head, _, self._received = self._received.partition(b"\r\n\r\n")
        line, *fields = head.decode("latin-1").split("\r\n")
        version, _, rest = line.partition(" ")
        if not version.startswith("HTTP/1.") or not rest[:3].isdigit():
            raise Broken("the answer is not HTTP/1")
        named = (field.partition(":") for field in fields)
        return int(rest[:3]), {name.strip().lower(): value.strip() for name, _, value in named}

    def _bytes(self, count: int) -> bytes:
        parts, missing = [self._received[:count]], count - len(self._received)
        self._received = self._received[count:]
        while missing > 0:
            self._receive()
            parts.append(self._received[:missing])
            missing, self._received = missing - len(parts[-1]), self._received[missing:]
        return b"".join(parts)

    def _chunks(self) -> bytes:
        parts = []
        while size := self._chunk_size():
            parts.append(self._bytes(size))
            self._bytes(2)  # the line's end
        while self._line():
            pass  # trailers
        return b"".join(parts)

    def _chunk_size(self) -> int:
        written = self._line().partition(b";")[0].strip()
        try:
            return int(written, 16)
        except ValueError:
            raise Broken("a chunk has no length") from None

    def _line(self) -> bytes:
        while b"\r\n" not in self._received:
            if len(self._received) > MAX_HEAD_BYTES:
                raise Broken("a line of the answer does not end")
            self._receive()
        line, _, self._received = self._received.partition(b"\r\n")
        return line

    def _receive(self) -> None:
        if self._socket is None:
            raise Broken("the connection is closed")
        data = self._socket.recv(_CHUNK)
        if not data:
            raise Broken("the other side hung up")
        self._received += data


def _length(headers: Mapping[str, str]) -> int:
    written = headers.get("content-length", "")
    if not written.isdigit():
        raise Broken("the answer has no length")
    return int(written)
