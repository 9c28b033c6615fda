"""A small receiver of webhooks on this machine, which checks what comes and prints it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer

from shared import strict_json
from shared.carriers.carrier import SignatureRefused
from shared.carriers.signing.standard_webhooks import require_standard_webhook
from shared.runtime import clock

_MOST_BYTES = 512 * 1024
"""Of a body: twice what the bus carries."""

Say = Callable[[str], None]


def listen(port: int, secret: str, say: Say) -> None:
    """Listen on 127.0.0.1 until somebody interrupts."""
    with server(port, secret, say) as listening:
        try:
            listening.serve_forever()
        except KeyboardInterrupt:
            return


def server(port: int, secret: str, say: Say) -> HTTPServer:
    """A server on 127.0.0.1 that answers 204 to what is signed, and 401 to everything else."""

    class Receiving(BaseHTTPRequestHandler):
        timeout = 15

        def do_POST(self) -> None:
            length = self.headers.get("content-length", "")
            size = int(length) if length.isdecimal() else 0
            if size > _MOST_BYTES:
                self._reply(413)
                return
            headers = {name.lower(): value for name, value in self.headers.items()}
            self._reply(204 if _take(headers, self.rfile.read(size), secret, say) else 401)

        def _reply(self, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing beside what came."""

    return HTTPServer(("127.0.0.1", port), Receiving)


def _take(headers: Mapping[str, str], body: bytes, secret: str, say: Say) -> bool:
    try:
        require_standard_webhook(headers, body, [secret], clock.now())
        content = strict_json.loads(body)
    except SignatureRefused:
        say("✗ something came whose signature does not fit: another secret, another body, or a clock that is wrong")
        return False
    except strict_json.MalformedJson:
        say("✗ something came that is signed, and is no JSON")
        return False
    event = content if isinstance(content, dict) else {}
    say(f"✓ {event.get('type')}  {headers['webhook-id']}")
    say(json.dumps(event.get("data"), ensure_ascii=False, indent=2))
    return True
