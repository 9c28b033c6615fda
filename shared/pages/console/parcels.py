"""Parcels somebody should look at, with what is wrong and whom the carrier puts it down to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.estimates.live_estimate import LiveEstimate
from shared.locales.carrier_name import carrier_name
from shared.pages.console.frame import ConsoleFrame
from shared.pages.console.said import detail_in_words, expected_in_words, stage_in_words
from shared.pages.shown_text import shown
from shared.tracking.carrier_update import ParcelId
from shared.tracking.risk import Assessed, Risk

AT_RISK = "at_risk"
RISKS = (AT_RISK, *Risk)
"""What the list can be narrowed to."""


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A parcel in words."""

    carrier: str
    number: str
    order_id: str
    """"" where nobody registered it."""
    order_href: str
    stage: str
    risks: tuple[str, ...]
    incident: str
    """What is wrong, since when, and whom it is put down to; "" where nothing is."""
    expected: str
    newest: str
    """When it was scanned last; "" : never."""


@dataclass(frozen=True, slots=True)
class ParcelsView:
    """A part of the list."""

    rows: Sequence[Assessed]
    lives: Mapping[ParcelId, LiveEstimate]
    cursor: str
    """Where it goes on; "" at its end."""
    risk: str = ""
    carrier: str = ""


def parcels_page(view: ParcelsView, frame: ConsoleFrame) -> str:
    """The list, its filters, and where it goes on."""
    say = frame.say
    return frame.page(
        "console_parcels.html.jinja",
        say("console_parcels.heading"),
        rows=[parcel_row(each, view.lives.get(each.parcel.id), frame) for each in view.rows],
        risks=[(risk, say(f"console_risk.{risk}")) for risk in RISKS],
        view=view,
        more=frame.place("parcels", risk=view.risk, carrier=view.carrier, cursor=view.cursor) if view.cursor else "",
    )


def parcel_row(assessed: Assessed, live: LiveEstimate | None, frame: ConsoleFrame) -> ParcelRow:
    """One of them, in words."""
    parcel, say = assessed.parcel, frame.say
    live = None if parcel.is_over else live  # what is there is expected no more
    order_id = parcel.assignment.order_id if parcel.assignment else ""
    named = [*(["at_risk"] if live and live.at_risk else []), *assessed.risks]
    return ParcelRow(
        carrier=carrier_name(say, parcel.id.number.carrier),
        number=shown(parcel.id.number.tracking_number),
        order_id=order_id,
        order_href=frame.place("orders", order_id) if order_id else "",
        stage=stage_in_words(parcel, say),
        risks=tuple(say(f"console_risk.{risk}") for risk in named),
        incident=_incident(assessed, frame),
        expected=expected_in_words(live, say),
        newest=_moment(parcel.newest_at, frame),
    )


def _incident(assessed: Assessed, frame: ConsoleFrame) -> str:
    incident = assessed.parcel.incident
    if incident is None:
        return ""
    said = detail_in_words(incident.detail, incident.cause, frame.say)
    return frame.say("console_parcels.incident", what=said, since=frame.moment(incident.opened_at))


def _moment(at: datetime | None, frame: ConsoleFrame) -> str:
    return frame.moment(at) if at else ""
