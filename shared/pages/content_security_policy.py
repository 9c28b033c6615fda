"""What a page may load: its own inline styles and sign, the brand's logos and fonts, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from shared.brand import Brand
from shared.pages.icon import is_drawn

_HOST = re.compile(r"[A-Za-z0-9.-]+(?::[0-9]{1,5})?")
"""A shop's systems write what follows `https://`: a semicolon in it would end a directive."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one page needs beyond being read and sending its form back."""

    script: bool = False
    """Its own inline scripts, which carry the nonce; they may ask the page's own host."""
    own_images: bool = False
    """Images from the page's own host."""
    images: tuple[str, ...] = ()
    """Addresses of images; their hosts are allowed."""
    uploads_to: str = ""
    """The address of the bucket that its forms, and scripts, send files to; no other host is."""
    leads_to: str = ""
    """An address of another host at which a form may end up: browsers look at redirects of forms too."""


def content_security_policy(
    nonce: str, brand: Brand | None = None, *, has_form: bool = False, allowed: Allowed | None = None
) -> str:
    """The value of the `Content-Security-Policy` header. Without `brand`, or its logos, no server is asked for images.

    `has_form`: the page may send its form back to where it came from, and nowhere else but to `allowed`'s.
    """
    more = allowed or Allowed()
    images = _sources([*(brand.pictures if brand else ()), *more.images], own=more.own_images, drawn=is_drawn(brand))
    fonts = f"font-src {_sources(file.url for file in brand.font_files)}; " if brand and brand.font_files else ""
    forms = _sources([more.uploads_to, more.leads_to], own=True) if has_form else "'none'"
    scripts = f"script-src 'nonce-{nonce}'; connect-src {_sources([more.uploads_to], own=True)}; "
    return (
        f"default-src 'none'; {scripts if more.script else ''}style-src 'nonce-{nonce}'; img-src {images}; "
        f"{fonts}base-uri 'none'; form-action {forms}; frame-ancestors 'none'"
    )


def _sources(addresses: Iterable[str], *, own: bool = False, drawn: bool = False) -> str:
    """The hosts of these addresses, each once; what is no address of a host is left out, so that none adds a word."""
    parts = [urlsplit(address) for address in addresses if address]
    hosts = [f"{part.scheme}://{part.netloc}" for part in parts if _is_host(part.scheme, part.netloc)]
    sources = [*(["'self'"] if own else []), *hosts, *(["data:"] if drawn else [])]
    return " ".join(dict.fromkeys(sources)) or "'none'"


def _is_host(scheme: str, place: str) -> bool:
    return scheme in ("https", "http") and _HOST.fullmatch(place) is not None
