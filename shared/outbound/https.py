"""Send a question to somebody else's server over HTTPS, and take back what it answers, within limits.

`http.client` and not `urllib.request`, which is built on it and would follow redirects with the credentials in the
headers, obey proxies in the environment, and open files. Nothing here is logged, and no error repeats an address, a
header or a body: addresses hold tracking numbers, headers hold credentials.
"""

from __future__ import annotations

import ssl
import time
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from shared.exchange import Answer, NoAnswer, Question

MAX_BYTES = 2 * 1024 * 1024
"""Of an answer. Ten parcels with their histories are a fortieth of it."""
SILENCE_SECONDS = 8.0
"""How long the other side may say nothing: at connecting, and between two pieces of its answer."""
ANSWER_SECONDS = 20.0
"""How long the whole answer may take."""
LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_PIECE = 64 * 1024
_HEADERS = {"User-Agent": "todoku", "Connection": "close"}


class Https:
    """Implements shared.exchange.Transport. Certificates are checked; redirects are not followed."""

    def __init__(
        self,
        context: ssl.SSLContext | None = None,
        *,
        silence_seconds: float = SILENCE_SECONDS,
        answer_seconds: float = ANSWER_SECONDS,
        plain_loopback: bool = False,
    ) -> None:
        """`context`: whose certificates are trusted; by default, those the machine trusts.

        `plain_loopback`: whether this machine itself may also be asked without TLS. For stand-ins only.
        """
        self._context = context or ssl.create_default_context()
        self._silence = silence_seconds
        self._whole = answer_seconds
        self._plain_loopback = plain_loopback

    def __call__(self, question: Question) -> Answer:
        """See `shared.exchange.Transport`."""
        try:
            connection = self._connected(urlsplit(question.url))
        except TimeoutError:
            raise NoAnswer("it took too long", was_asked=False) from None
        except ssl.SSLError:
            raise NoAnswer("no trusted connection came about", was_asked=False) from None
        except (OSError, HTTPException):
            raise NoAnswer("the connection failed, or broke off", was_asked=False) from None
        except ValueError:
            raise NoAnswer("the question cannot be sent", was_asked=False) from None
        try:
            return self._send(connection, question)
        except TimeoutError:
            raise NoAnswer("it took too long") from None
        except ssl.SSLError:
            raise NoAnswer("no trusted connection came about") from None
        except (OSError, HTTPException):
            raise NoAnswer("the connection failed, or broke off") from None
        except ValueError:  # a header or an address that HTTP cannot carry: a credential with a line break, say
            raise NoAnswer("the question cannot be sent", was_asked=False) from None
        finally:
            connection.close()

    def _connected(self, address: SplitResult) -> HTTPConnection:
        connection = self._connection(address)
        try:
            connection.connect()
        except BaseException:
            connection.close()
            raise
        return connection

    def _connection(self, address: SplitResult) -> HTTPConnection:
        if address.scheme == "https" and address.hostname:
            return HTTPSConnection(address.hostname, address.port, timeout=self._silence, context=self._context)
        if self._plain_loopback and address.scheme == "http" and address.hostname in LOOPBACK:
            return HTTPConnection(address.hostname, address.port, timeout=self._silence)
        raise ValueError("not an https address")

    def _send(self, connection: HTTPConnection, question: Question) -> Answer:
        address = urlsplit(question.url)
        target = f"{address.path or '/'}{'?' if address.query else ''}{address.query}"
        until = time.monotonic() + self._whole
        connection.request(question.method, target, question.body or None, {**_HEADERS, **question.headers})
        response = connection.getresponse()
        body = _read(response, until)
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, body, _retry_after(response), headers)


def _read(response: HTTPResponse, until: float) -> bytes:
    """The whole body; in pieces, because a server that sends a byte now and then is never silent for long."""
    body = bytearray()
    while piece := response.read1(_PIECE):
        body += piece
        if len(body) > MAX_BYTES:
            raise NoAnswer("it is larger than any answer has to be")
        if time.monotonic() > until:
            raise TimeoutError
    if response.length:  # read1 does not mind that the rest never came
        raise HTTPException
    return bytes(body)


def _retry_after(response: HTTPResponse) -> timedelta | None:
    """Retry-After in seconds; as a date it is not read."""
    written = response.getheader("Retry-After", "").strip()
    return timedelta(seconds=int(written)) if written.isascii() and written.isdigit() and len(written) < 8 else None
