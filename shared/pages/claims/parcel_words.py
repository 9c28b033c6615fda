"""Which parcel a problem is about, in words."""

from __future__ import annotations

from shared.locales import Words
from shared.locales.carrier_name import carrier_name
from shared.pages.claims.shipments import ShownShipment
from shared.pages.parcel_card import window_text
from shared.pages.parcel_view import ParcelView


def which_of(number: int, total: int, shipment: ShownShipment, say: Words) -> str:
    """What a shipment is called among several: "Parcel 1 of 2 · Yamato 4912-…"."""
    ids = [f"{carrier_name(say, each.carrier)} {each.tracking_number}" for each in shipment.parcels]
    return " · ".join([say("page.parcel_of", number=number, total=total), *ids])


def where_it_stands(shipment: ShownShipment, say: Words) -> str:
    """In a sentence; "" where no carrier tells."""
    return " ".join(dict.fromkeys(_stands(parcel, say) for parcel in shipment.parcels))


def handed_over(shipment: ShownShipment, say: Words) -> str:
    """When and how the carrier says that it was delivered; "" where it does not."""
    return " ".join(_handed_over(parcel, say) for parcel in shipment.parcels if parcel.handover)


def _stands(parcel: ParcelView, say: Words) -> str:
    if parcel.handover:
        return _handed_over(parcel, say)
    if parcel.expected:
        return say("claims.expected", day=window_text(parcel.expected, say))
    return say("claims.status", status=say(f"milestones.{'exception' if parcel.in_trouble else parcel.stage}"))


def _handed_over(parcel: ParcelView, say: Words) -> str:
    handover = parcel.handover
    if handover is None:
        return ""
    when = say("told.at", day=say.date(handover.at.date()), time=f"{handover.at:%H:%M}")
    return say("claims.handed_over", when=when, how=say(f"handover.{handover.how}"))
