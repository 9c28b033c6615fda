"""What a page may load: its own inline styles, the brand's logo, and nothing else."""

from __future__ import annotations

from urllib.parse import urlsplit

from shared.brand import Brand


def content_security_policy(nonce: str, brand: Brand | None = None, *, has_form: bool = False) -> str:
    """The value of the `Content-Security-Policy` header. Without `brand`, or its logo, no image loads at all.

    `has_form`: the page may send its form back to where it came from, and nowhere else.
    """
    logo = urlsplit(brand.logo_url) if brand and brand.logo_url else None
    images = f"{logo.scheme}://{logo.netloc}" if logo else "'none'"
    forms = "'self'" if has_form else "'none'"
    return (
        f"default-src 'none'; style-src 'nonce-{nonce}'; img-src {images}; "
        f"base-uri 'none'; form-action {forms}; frame-ancestors 'none'"
    )
