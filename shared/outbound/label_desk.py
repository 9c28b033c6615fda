"""Asking a label provider over HTTPS: JSON there and back, and what its refusals mean for us."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from shared.errors import Unavailable
from shared.exchange import Question, Transport
from shared.returns.methods.ports import WayBackRefused

Json = dict[str, Any]

_CODE = re.compile(r"[A-Za-z0-9_.\-]{1,60}")
_BUSY = frozenset({408, 425, 429})
_NOT_OUR_SHOPPER = frozenset({401, 402, 403})
_FIELDS: Mapping[str, str] = {
    "street1": "address.lines",
    "street2": "address.lines",
    "street": "address.lines",
    "zip": "address.postal",
    "postal_code": "address.postal",
    "city": "address.city",
    "state": "address.region",
    "country": "address.country",
    "name": "address.name",
    "phone": "address.phone",
    "email": "address.email",
    "address": "address",
    "weight": "weight_g",
}
"""The providers' names of fields in ours. Others are none that a shopper could mend."""
_TYPES = ((b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"))
_NOTHING: tuple[tuple[str, bytes], ...] = ()


class ProviderUnavailable(Unavailable):
    """The label provider does not work just now, or does not take the merchant's key: nothing a shopper can mend."""

    code = "label_provider_unavailable"


class LabelDesk:
    """One provider, by its address. No error repeats what was sent, or what the provider said about it: both hold the
    shopper's address."""

    def __init__(self, transport: Transport, address: str, headers: Mapping[str, str], provider: str) -> None:
        self._transport = transport
        self._address = address
        self._headers = {"Accept": "application/json", **headers}
        self.provider = provider

    def get(self, path: str) -> Json | None:
        """What lies there; None where nothing does."""
        answer = self._transport(Question(f"{self._address}{path}", "GET", self._headers))
        return None if answer.status == 404 else self._read(answer.status, answer.body)

    def post(self, path: str, content: Json | None = None) -> Json:
        """What came of it. Raises WayBackRefused, with the field to blame, and Unavailable."""
        body = json.dumps(content or {}, ensure_ascii=False).encode()
        headers = {**self._headers, "Content-Type": "application/json"}
        answer = self._transport(Question(f"{self._address}{path}", "POST", headers, body))
        return self._read(answer.status, answer.body)

    def file(self, url: str) -> tuple[tuple[str, bytes], ...]:
        """A file the provider points at, with its type: one, or none where there is none. No key goes along."""
        if not url:
            return _NOTHING
        if urlsplit(url).scheme != "https" and not url.startswith(f"{self._address}/"):
            raise ProviderUnavailable(f"{self.provider} points at a file without https.")
        answer = self._transport(Question(url))
        if answer.status != 200:
            raise ProviderUnavailable(f"{self.provider} does not hand out the file ({answer.status}).")
        return tuple((named, answer.body) for begins, named in _TYPES if answer.body.startswith(begins))

    def _read(self, status: int, body: bytes) -> Json:
        content = _json(body)
        if 200 <= status < 300 and content is not None:
            return content
        if status in _BUSY or status >= 500 or 200 <= status < 400:
            raise ProviderUnavailable(f"{self.provider} cannot answer just now ({status}).")
        if status in _NOT_OUR_SHOPPER:
            raise ProviderUnavailable(f"{self.provider} does not take the merchant's key or account ({status}).")
        raise refusal(self.provider, content or {})


def refusal(provider: str, content: Json) -> WayBackRefused:
    """What a provider's error says, as far as it may be repeated: its code, and which field is to blame."""
    error = content.get("error")
    error = error if isinstance(error, dict) else content
    code = error.get("code")
    named = code if isinstance(code, str) and _CODE.fullmatch(code) else "no code"
    return WayBackRefused(f"{provider} does not make it ({named}).", field=_field(error))


def refused(provider: str, codes: list[Any], field: str = "address") -> WayBackRefused:
    """Nobody carries it: the codes of the carriers' messages, without their words."""
    named = sorted({code for code in codes if isinstance(code, str) and _CODE.fullmatch(code)})
    return WayBackRefused(f"{provider}: no carrier takes it ({', '.join(named) or 'no code'}).", field=field)


def _field(error: Json) -> str | None:
    """The first field that is one of ours; Shippo names them as keys, EasyPost in a list."""
    listed = error.get("errors")
    if isinstance(listed, list):
        names = [each.get("field") for each in listed if isinstance(each, dict)]
    else:
        names = list(_keys(error))
    return next((_FIELDS[name] for name in names if isinstance(name, str) and name in _FIELDS), None)


def _keys(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [key for name, inner in value.items() for key in (name, *_keys(inner))]
    return [key for inner in value for key in _keys(inner)] if isinstance(value, list) else []


def _json(body: bytes) -> Json | None:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def text(content: Any, *path: str) -> str:
    """The text at a path; "" where there is none."""
    for name in path:
        content = content.get(name) if isinstance(content, dict) else None
    return content if isinstance(content, str) else ""


def nodes(content: Any, name: str) -> list[Json]:
    """The objects in a list; none where there is none."""
    listed = content.get(name) if isinstance(content, dict) else None
    return [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
