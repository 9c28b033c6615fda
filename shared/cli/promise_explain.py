"""What was promised for an order, first and last, with its reasons, and what became of it; asked of the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from shared.cli.api_client import ApiClient
from shared.errors import NotFound, Refused, Unavailable

Json = Mapping[str, Any]

_CHECKED = {
    "valid": "the signature is valid",
    "invalid": "THE SIGNATURE IS NOT VALID: somebody changed what is stored",
    "key_unknown": "signed with a key that is not there any more",
}
_ARRIVED = ("delivered", "available_for_pickup")
"""Where a parcel is that has come, as a promise means it."""


class NotAnswered(Unavailable):
    """The API did not answer, or with something else."""

    code = "not_answered"


def explain(api: ApiClient, key: str, order_id: str) -> list[str]:
    """The lines to print. Raises NotFound, Refused and NotAnswered, with what the API said."""
    told = _get(api, key, f"/v1/promises?order_id={quote(order_id, safe='')}")
    try:
        tracking = _get(api, key, f"/v1/orders/{quote(order_id, safe='')}/tracking")
    except NotFound:  # promised when the cart was closed, and not recorded yet
        tracking = None
    return [*_promises(told), "", *_outcome(told, tracking)]


def _get(api: ApiClient, key: str, path: str) -> Json:
    try:
        answer = api.call("GET", path, headers={"Authorization": f"Bearer {key}"})
        body: Json = answer.json()
    except (OSError, ValueError) as error:
        raise NotAnswered(
            f"The API did not answer ({type(error).__name__}). Is it deployed, and its address right?"
        ) from None
    if answer.status == HTTPStatus.OK:
        return body
    kinds = {HTTPStatus.NOT_FOUND: NotFound, HTTPStatus.UNAUTHORIZED: Refused, HTTPStatus.FORBIDDEN: Refused}
    raise kinds.get(HTTPStatus(answer.status), NotAnswered)(
        str(body.get("detail", f"The API answered {answer.status}."))
    )


def _promises(told: Json) -> Iterator[str]:
    first, latest = told["first"], told["latest"]
    if first["receipt"]["id"] == latest["receipt"]["id"]:
        yield from _promise(f"Order {told['order_id']} was promised", first)
        return
    yield from _promise(f"Order {told['order_id']} was first promised", first)
    yield ""
    yield from _promise("and last promised", latest)


def _promise(title: str, kept: Json) -> Iterator[str]:
    receipt = kept["receipt"]
    zone = ZoneInfo(receipt["items"][0]["time_zone"])
    yield f"{title}: everything by {_day(receipt['promised'])}."
    yield f"  {receipt['id']}, made {_moment(receipt['made_at'], zone)}, shown {_moment(receipt['shown_at'], zone)}"
    model = f", model {receipt['model']}" if "model" in receipt else ", no model"
    yield f"  from version {receipt['configuration_version']} of the configuration{model}"
    yield f"  {_CHECKED[kept['signature']['check']]} (key {kept['signature']['key_id']})"
    for item in receipt["items"]:
        yield from _item(item)


def _item(item: Json) -> Iterator[str]:
    sku = f" {item['sku']}" if "sku" in item else ""
    yield f"  item {item['id']}:{sku} × {item['quantity']}, {item['method']} by {item['service']}"
    yield f"    ships {_day(item['ship_date'])} from {item['warehouse']}, promised {_day(item['promised'])}"
    yield (
        f"    computed: {item['earliest']} to {item['latest']}, likely {item['likely']}; at {item['confidence']} %,"
        f" {item['source']}, {item['sample_size']} own deliveries"
    )
    if "day" in item:
        time = f", {item['slot']['label']}" if "slot" in item else ""
        yield f"    nominated: {_day(item['day'])}{time}"
    for reason in item["explanation"]:
        days = f"{reason['days']} day{'' if reason['days'] == 1 else 's'}"
        yield f"    {days:>8}  {reason['text']}"


def _outcome(told: Json, tracking: Json | None) -> Iterator[str]:
    if tracking is None:
        yield "The order is not recorded yet."
        return
    outbound = [shipment for shipment in tracking["shipments"] if shipment["leg"] == "outbound"]
    parcels = [parcel for shipment in outbound for parcel in shipment["parcels"]]
    if not parcels:
        yield "No parcel has left yet."
    zone = ZoneInfo(tracking["time_zone"])
    for parcel in parcels:
        yield f"{parcel['carrier']} {parcel['tracking_number']}: {_became(parcel, told, zone)}"


def _became(parcel: Json, told: Json, zone: ZoneInfo) -> str:
    arrivals = [parcel["reached"][stage] for stage in _ARRIVED if stage in parcel["reached"]]
    if not arrivals:
        return f"not there yet ({parcel['milestone']})"
    arrived = min(map(_instant, arrivals)).astimezone(zone)
    said = f"came {_day(arrived.date().isoformat())}"
    first, latest = (_kept(arrived.date(), told[which]["receipt"]["promised"]) for which in ("first", "latest"))
    return f"{said}, {first}" if first == latest else f"{said}; by the first promise {first}, by the latest {latest}"


def _kept(arrived: date, promised: str) -> str:
    late = (arrived - date.fromisoformat(promised)).days
    return "in time" if late <= 0 else f"late by {late} day{'' if late == 1 else 's'}"


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _moment(text: str, zone: ZoneInfo) -> str:
    return f"{_instant(text).astimezone(zone):%Y-%m-%d %H:%M %Z}"


_WEEKDAYS: Sequence[str] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _day(text: str) -> str:
    return f"{_WEEKDAYS[date.fromisoformat(text).weekday()]} {text}"
