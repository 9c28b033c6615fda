"""What Lambda tells every function by its environment, for those that speak to AWS without its SDK."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, repr=False)
class AwsEnvironment:
    """The function's own credentials, and where AWS is. Never printed: there is no repr that shows them."""

    region: str
    access_key_id: str
    secret_access_key: str
    session_token: str
    s3_endpoint: str
    """Of a stand-in for S3; empty for AWS's own."""
    authorities: str
    """File of certificates to trust instead of AWS's; empty mostly."""

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Self:
        """Read the variables by the names that AWS's own tools read; RuntimeError for those that Lambda always sets."""
        source = os.environ if env is None else env
        missing = [name for name in _ALWAYS_THERE if not source.get(name)]
        if missing:
            raise RuntimeError(f"missing environment variables: {', '.join(missing)}")
        return cls(
            region=source["AWS_REGION"],
            access_key_id=source["AWS_ACCESS_KEY_ID"],
            secret_access_key=source["AWS_SECRET_ACCESS_KEY"],
            session_token=source.get("AWS_SESSION_TOKEN", ""),
            s3_endpoint=source.get("AWS_ENDPOINT_URL_S3") or source.get("AWS_ENDPOINT_URL", ""),
            authorities=source.get("AWS_CA_BUNDLE", ""),
        )


_ALWAYS_THERE = ("AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
