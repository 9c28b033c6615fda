"""Send a webhook to the merchant's own server, within fifteen seconds, to a public address, and to nobody else.

What the other side says beside its status and `Retry-After` is not wanted: a little of it is read, and dropped. Nothing
is logged, and no error repeats an address or a body.
"""

from __future__ import annotations

import email.utils
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import urlsplit

from shared.outbound.public_address import AddressRefused, resolve
from shared.webhooks.delivery import Attempt, AttemptCode

WHOLE_SECONDS = 15.0
"""How long a try may take, from looking up the name to the status line. Standard Webhooks 1.0.0 advises 15 to 30."""
MAX_ANSWER_BYTES = 4096
"""What is read of an answer, and dropped: a connection that is cut while its peer still writes looks like a failure."""
_ANSWER_SECONDS = 0.5
_HEADERS = {"User-Agent": "Todoku-Webhooks/1", "Connection": "close", "Accept": "*/*"}
_LONGEST_RETRY_AFTER = timedelta(days=30)


class WebhookPost:
    """Implements shared.webhooks.ports.Post. Certificates are checked; redirects are not followed."""

    def __init__(
        self,
        clock: Callable[[], datetime],
        context: ssl.SSLContext | None = None,
        *,
        whole_seconds: float = WHOLE_SECONDS,
        may_be_local: bool = False,
    ) -> None:
        """`context`: whose certificates are trusted; by default, those the machine trusts.

        `may_be_local`: also this very machine, there also over plain HTTP: for the local cloud.
        """
        self._clock = clock
        self._context = context or ssl.create_default_context()
        self._whole = whole_seconds
        self._may_be_local = may_be_local

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> Attempt:
        """See `ports.Post`."""
        until = time.monotonic() + self._whole
        try:
            return self._send(url, headers, body, until)
        except AddressRefused:
            code = AttemptCode.ADDRESS_REFUSED
        except TimeoutError:
            code = AttemptCode.TIMED_OUT
        except (OSError, HTTPException, ValueError) as error:
            code = AttemptCode.UNTRUSTED if _is_untrusted(error) else AttemptCode.UNREACHABLE
            if time.monotonic() >= until:  # it was cut off, which looks like an end from within
                code = AttemptCode.TIMED_OUT
        return Attempt(self._clock(), code)

    def _send(self, url: str, headers: Mapping[str, str], body: bytes, until: float) -> Attempt:
        address = urlsplit(url)
        host, is_plain = address.hostname or "", address.scheme == "http"
        if address.scheme != "https" and not (is_plain and self._may_be_local):
            raise AddressRefused("not https")
        port = address.port or (80 if is_plain else 443)
        checked = resolve(host, port, may_be_local=self._may_be_local)
        target = f"{address.path or '/'}{'?' if address.query else ''}{address.query}"
        connected = self._connect(checked, port, None if is_plain else host, until)
        guard = threading.Timer(_left(until), _cut, [connected])
        guard.start()
        try:
            if isinstance(connected, ssl.SSLSocket):
                connected.do_handshake()
            connection = HTTPConnection(host, port)
            connection.sock = connected
            connection.request("POST", target, body, {**_HEADERS, **headers})
            response = connection.getresponse()
            _left(until)  # headers that were cut off look like headers that end
            return self._attempt(response, connected)
        finally:
            guard.cancel()
            connected.close()

    def _connect(self, checked: str, port: int, name: str | None, until: float) -> socket.socket:
        """To the address that was checked. Under a `name`, with TLS, whose certificate must be of that name."""
        raw = socket.create_connection((checked, port), timeout=_left(until))
        raw.settimeout(_left(until))
        if name is None:
            return raw
        return self._context.wrap_socket(raw, server_hostname=name, do_handshake_on_connect=False)

    def _attempt(self, response: HTTPResponse, connected: socket.socket) -> Attempt:
        """The status is the answer: whether the rest of it comes, does not matter."""
        status = response.status
        retry_after = read_retry_after(response.getheader("Retry-After", ""), self._clock())
        with suppress(OSError, HTTPException, ValueError):
            connected.settimeout(_ANSWER_SECONDS)
            response.read1(MAX_ANSWER_BYTES)
        response.close()
        code = AttemptCode.OK if 200 <= status < 300 else AttemptCode.STATUS
        return Attempt(self._clock(), code, status, retry_after)


def read_retry_after(written: str, now: datetime) -> timedelta | None:
    """How long to wait by a `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date; None where it says nothing."""
    written = written.strip()
    if written.isascii() and written.isdigit() and len(written) < 10:
        return min(timedelta(seconds=int(written)), _LONGEST_RETRY_AFTER)
    try:
        at = email.utils.parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return min(max(aware - now, timedelta(0)), _LONGEST_RETRY_AFTER)


def _is_untrusted(error: Exception) -> bool:
    return isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError)


def _left(until: float) -> float:
    """Seconds that are left; raises TimeoutError when none are."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _cut(connected: socket.socket) -> None:
    """End a connection that another thread is waiting on. Each piece that dribbles in would begin its time anew.

    As a plain socket: TLS's own way to end would take the other thread's state away under its feet.
    """
    with suppress(OSError):
        socket.socket.shutdown(connected, socket.SHUT_RDWR)
