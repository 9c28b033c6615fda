"""Drops for the tests of the carriers that push nothing: how one is signed, and small ones to read."""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import b64encode
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.carriers.registry import carrier
from shared.tracking.carrier_update import CarrierUpdate
from shared.tracking.checkpoint import Checkpoint

SAMPLES = Path(__file__).parents[2] / "events" / "carriers"


def signed(body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """The headers of a drop by Standard Webhooks, written out once more beside the code under test."""
    seconds = str(int(now.timestamp()))
    digest = hmac.new(secret.encode(), f"msg_1.{seconds}.".encode() + body, hashlib.sha256).digest()
    signature = "v1," + b64encode(digest).decode()
    return {"webhook-id": "msg_1", "webhook-timestamp": seconds, "webhook-signature": signature}


def drop(*scans: dict[str, Any], **around: Any) -> bytes:
    """A drop with these scans, each a good one with some of its values replaced; None takes a value away."""
    good = {"tracking_number": "4401-0000-0115", "status": "輸送中", "date": "2026-11-24", "time": "15:32"}
    made = [{key: value for key, value in (good | scan).items() if value is not None} for scan in scans]
    return json.dumps({"scans": made} | around).encode()


def sample(slug: str, situation: str) -> CarrierUpdate:
    """What a carrier's sample reads as; it is about one parcel."""
    (update,) = carrier(slug).parse((SAMPLES / slug / f"{situation}.json").read_bytes())
    return update


def details(slug: str, situation: str) -> list[str]:
    return [checkpoint.detail for checkpoint in sample(slug, situation).checkpoints]


def only_scan(slug: str, body: bytes) -> Checkpoint:
    ((checkpoint,),) = [update.checkpoints for update in carrier(slug).parse(body)]
    return checkpoint
