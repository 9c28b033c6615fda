"""Push services: where a browser's subscription may point. It came from a browser, so it may be any address: a shopper
must not make us ask whichever they like.

Source: the push services of Chrome, Firefox, Safari and Edge, as their makers document them (2026-11).
"""

from __future__ import annotations

from urllib.parse import urlsplit

HOSTS = ("fcm.googleapis.com", "push.services.mozilla.com", "push.apple.com", "notify.windows.com")
ENDPOINT = (
    r"^https://([A-Za-z0-9-]+[.])*"
    rf"({'|'.join(host.replace('.', '[.]') for host in HOSTS)})"
    r"(:443)?/[!-~]*$"
)
"""An endpoint of one of them, ECMA 262."""


def is_push_service(endpoint: str, stand_in: str = "") -> bool:
    """Whether an endpoint is one of a known push service. `stand_in`: where another may be in a test, "" in earnest."""
    try:
        address = urlsplit(endpoint)
        host = address.hostname or ""
        port = address.port
    except ValueError:
        return False
    if stand_in and endpoint.startswith(stand_in.rstrip("/") + "/"):
        return True
    known = any(host == name or host.endswith(f".{name}") for name in HOSTS)
    return known and address.scheme == "https" and port in (None, 443) and not address.username
