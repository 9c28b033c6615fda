"""Sample letters: what every message is shown and tested with, from the ordinary to the extreme."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum

from shared.brand import Brand
from shared.notifications.catalogue.returns import WITHDRAWAL_RECEIVED
from shared.notifications.content.letter import Letter, Links
from shared.notifications.facts import Facts
from shared.notifications.message import Message, MessageState
from shared.notifications.rules import Slot
from shared.notifications.trigger import Group, Trigger
from shared.returns.withdrawal import Withdrawal, WithdrawnLine
from shared.shoppers.channel import Channel
from shared.tracking.carrier_update import ParcelId, ParcelNumber
from shared.tracking.milestone import Milestone
from shared.tracking.order import Contact, Destination, Order, OrderLine
from shared.tracking.parcel import Parcel

NOW = datetime(2026, 11, 12, 1, 30, tzinfo=UTC)
SHORT_URL = "https://hnr.example/s/Ab3dE6fGh1"
"""32 characters: what is left of a Japanese text message, with a host name of eleven."""


class Sample(StrEnum):
    """How much is known."""

    NORMAL = "normal"
    MINIMAL = "minimal"
    """No fact, no parcel, no line, a plain brand."""
    EXTREME = "extreme"
    """Names that never end, twenty lines, hostile signs, no logo."""


BRAND = Brand(
    name="Hanare Store",
    colour="#2f5d50",
    logo_url="https://cdn.hanare.example/logo.png",
    support_email="help@hanare.example",
    support_url="https://hanare.example/help",
    logo_dark_url="https://cdn.hanare.example/logo-dark.png",
    footer=(("en", "Hanare Inc., 1-2-3 Jingumae, Shibuya, Tokyo"), ("ja", "株式会社はなれ 東京都渋谷区神宮前1-2-3")),
    social=(("Instagram", "https://www.instagram.example/hanare"), ("LINE", "https://line.example/hanare")),
    loyalty_url="https://hanare.example/points",
)
_PLAIN_BRAND = Brand("Hanare Store", "#1F4E79", None, "help@hanare.example", None)
_EXTREME_BRAND = Brand(
    name="The Extraordinarily Long-Named Donaudampfschifffahrtsgesellschaft & <Sons> Trading Company",
    colour="#ffe600",
    logo_url=None,
    support_email="a-very-long-address-for-people-who-need-help@customer-care.hanare.example",
    support_url="https://hanare.example/help/" + "long-path/" * 12,
    footer=(("en", "A footer & its <lines>,\nwhich go on " + "and on " * 30),),
    social=tuple((f"Network {number}", f"https://social.example/{number}") for number in range(8)),
)
_LINKS = Links(
    tracking="https://track.hanare.example/t/Zk3vT0yq1ABcdEfGhIjKlm.6a1b2c3d.AbCdEfGhIjKlMnOpQrStUv?lang=ja&v=1",
    preferences="https://track.hanare.example/preferences/Zk3vT0yq1ABcdEfGhIjKlm",
    unsubscribe="https://track.hanare.example/unsubscribe/Zk3vT0yq1ABcdEfGhIjKlm?kind=service&channel=email",
    review="https://track.hanare.example/reviews/Zk3vT0yq1ABcdEfGhIjKlm",
    help="https://track.hanare.example/help/Zk3vT0yq1ABcdEfGhIjKlm",
    problem="https://track.hanare.example/verify/Zk3vT0yq1ABcdEfGhIjKlm?to=problem",
    returns="https://track.hanare.example/returns/Zk3vT0yq1ABcdEfGhIjKlm",
)
_PARCEL = ParcelId(ParcelNumber("yamato", "491203847261"), date(2026, 11, 10))
_SLOTS = (
    Slot(
        name="cups",
        kind="recommendation",
        title={"en": "Tea cups to go with it", "ja": "ご一緒にいかがですか。湯呑み"},
        text={"en": "From the same kiln in Hasami.", "ja": "同じ波佐見の窯で焼いた、毎日使える湯呑みです。"},
        url="https://hanare.example/cups",
        image_url="https://cdn.hanare.example/cups.jpg",
    ),
)
_NAMES = {
    "ja": ("波佐見焼 飯碗(白磁・大)", "若狭塗 夫婦箸", "今治 手ぬぐい"),
    "de": ("Reisschale, weißes Porzellan", "Essstäbchen", "Geschirrtuch"),
    "pt": ("Tigela de arroz, porcelana", "Hashi de madeira", "Pano de prato"),
}


def sample_letter(trigger: Trigger, language: str, sample: Sample) -> Letter:
    """The letter of a trigger in a language, with as much known as `sample` says."""
    match sample:
        case Sample.NORMAL:
            return _normal(trigger, language)
        case Sample.MINIMAL:
            return _minimal(trigger, language)
        case Sample.EXTREME:
            return _extreme(trigger, language)


def every_fact() -> Facts:
    """All facts at once, more than any message has."""
    return Facts(
        carrier="yamato",
        tracking_number="491203847261",
        shipment_id="S1",
        reason="weather",
        expected="2026-11-17",
        expected_from="2026-11-15",
        expected_before="2026-11-14",
        promised="2026-11-14",
        sku="BOWL-L",
        quantity="2",
        day="2026-11-20",
        until="2026-11-30",
        amount="480000",
        currency="JPY",
        url="https://returns.hanare.example/c/8KX2",
        case_id="HNR-C-2041",
        case_kind="return",
        delivered="1",
        total="3",
    )


def _normal(trigger: Trigger, language: str) -> Letter:
    return Letter(
        order=_order(language),
        message=_message(trigger, language, _plausible(trigger), _PARCEL if _has_parcel(trigger) else None),
        brand=replace(BRAND, name="はなれ商店") if language == "ja" else BRAND,
        sender="Hanare Store <shop@hanare.example>",
        links=_LINKS,
        now=NOW,
        parcel=Parcel(_PARCEL, reached=_reached(trigger)) if _has_parcel(trigger) else None,
        withdrawal=_withdrawal(_order(language)) if trigger is WITHDRAWAL_RECEIVED else None,
        slots=_SLOTS if trigger.calm else (),
    )


def _minimal(trigger: Trigger, language: str) -> Letter:
    return replace(
        _normal(trigger, language),
        order=replace(_order(language), lines=(), name=""),
        message=_message(trigger, language, Facts(), None),
        brand=_PLAIN_BRAND,
        parcel=None,
        withdrawal=None,
        slots=(),
    )


def _extreme(trigger: Trigger, language: str) -> Letter:
    lines = tuple(
        OrderLine(f"SKU-{number}", "Rindfleischetikettierung<b>&" + "überwachung" * 14, 1000 + number)
        for number in range(20)
    )
    facts = every_fact()
    facts.update(
        Facts(sku="SKU-1", quantity="1001", amount="999999999999", case_id="C-" + "9" * 62, until="2031-02-28")
    )
    facts.update(Facts(carrier="some-carrier-nobody-ever-heard-of-" + "x" * 40, reason="lost"))
    if trigger.group in (Group.BEFORE_SHIPPING, Group.DELIVERY):
        facts.pop("sku")
    order = replace(_order(language), lines=lines, name="#" + "1002" * 15)
    number = ParcelNumber("yamato", "JD" + "0123456789" * 5)
    parcel = ParcelId(number, _PARCEL.ship_date)
    offer = replace(_SLOTS[0], kind="promotion", title={"fr": "Très " * 60}, text={"fr": "x" * 3000}, image_url="")
    return replace(
        _normal(trigger, language),
        order=order,
        message=_message(trigger, language, facts, parcel),
        brand=_EXTREME_BRAND,
        parcel=Parcel(parcel, reached=_reached(trigger)),
        withdrawal=_withdrawal(order, "<b>Zu groß!</b> " * 60) if trigger is WITHDRAWAL_RECEIVED else None,
        slots=(offer, offer) if trigger.calm else (),
    )


def _withdrawal(order: Order, statement: str = "") -> Withdrawal:
    lines = tuple(WithdrawnLine(line.name, line.quantity) for line in order.lines[1:])
    return Withdrawal(order.shown_name, "HNR-C-2041", lines, NOW, "Europe/Berlin", statement)


def _order(language: str) -> Order:
    names = _NAMES.get(language, ("Rice bowl, white porcelain, large", "Chopsticks", "Kitchen towel"))
    image, page, guide = (f"https://cdn.hanare.example/{kind}" for kind in ("bowl.jpg", "bowl", "bowl/care"))
    bowl = OrderLine("BOWL-L", names[0], 2, "tableware", image, page, guide, date(2027, 11, 30))
    return Order(
        order_id="HNR-10482",
        placed_at=NOW,
        contact=Contact("shopper@example.com", language, "+819012345678"),
        destination=Destination("JP", "150-0001", "Asia/Tokyo"),
        lines=(bowl, OrderLine("CHOPSTICKS", names[1], 1), OrderLine("TOWEL", names[2], 3)),
        link="Zk3vT0yq1ABcdEfGhIjKlm",
        name="#10482",
    )


def _message(trigger: Trigger, language: str, facts: Facts, parcel: ParcelId | None) -> Message:
    return Message(
        message_id="0123456789abcdef0123456789",
        order_id="HNR-10482",
        trigger=trigger.name,
        subject="order",
        kind=trigger.kind,
        shopper="",
        language=language,
        state=MessageState.SENDING,
        reason="told",
        occurred_at=NOW,
        decided_at=NOW,
        channel=Channel.EMAIL,
        facts=facts,
        parcel=parcel,
    )


def _has_parcel(trigger: Trigger) -> bool:
    return trigger.group is Group.DELIVERY or trigger.name in ("label_created", "pickup_delayed", "pickup_overdue")


def _reached(trigger: Trigger) -> dict[Milestone, datetime]:
    furthest = {
        "dispatched": Milestone.PENDING,
        "label_created": Milestone.INFO_RECEIVED,
        "out_for_delivery": Milestone.OUT_FOR_DELIVERY,
        "available_for_pickup": Milestone.AVAILABLE_FOR_PICKUP,
    }.get(trigger.name, Milestone.DELIVERED if "delivered" in trigger.name.split("_") else Milestone.IN_TRANSIT)
    return {milestone: NOW for milestone in Milestone if milestone.rank >= 0 and milestone.rank <= furthest.rank}


def _plausible(trigger: Trigger) -> Facts:
    """The facts a message of this trigger usually has."""
    named = _FACTS_OF.get(trigger.name, ())
    known = (*_FACTS_OF_GROUP[trigger.group], *named)
    facts = Facts()
    for name, value in every_fact().items():
        if name in known:
            facts[name] = value  # type: ignore[literal-required]
    if trigger.group in (Group.RETURNS, Group.CLAIMS, Group.WARRANTY):
        facts.pop("reason", None)
        if trigger.name.endswith(("declined", "failed")):
            facts["reason"] = "used"
    facts.update(_GOOD_NEWS.get(trigger.name, Facts()))
    return facts


_GOOD_NEWS: dict[str, Facts] = {
    "promise_restored": {"expected": "2026-11-14", "expected_before": "2026-11-17"},
    "promise_brought_forward": {"expected": "2026-11-13", "expected_before": "2026-11-14"},
}
"""Days that are good news; all others are of a parcel that comes three days late."""
_ESTIMATE = ("expected", "expected_from")
_FACTS_OF_GROUP: dict[Group, tuple[str, ...]] = {
    Group.BEFORE_SHIPPING: (),
    Group.DELIVERY: ("carrier", "tracking_number"),
    Group.RETURNS: ("case_id", "case_kind", "sku", "quantity", "url"),
    Group.REFUNDS: ("case_id", "case_kind", "sku", "quantity", "amount", "currency"),
    Group.CLAIMS: ("case_id", "case_kind", "sku", "quantity", "url"),
    Group.WARRANTY: ("case_id", "case_kind", "sku", "quantity"),
    Group.REVIEWS: ("sku",),
}
_FACTS_OF: dict[str, tuple[str, ...]] = {
    "order_confirmed": ("promised",),
    "item_cancelled": ("sku", "quantity"),
    "item_backordered": ("sku", "quantity", "day"),
    "dispatch_delayed": (*_ESTIMATE, "promised"),
    "dispatch_overdue": (*_ESTIMATE, "promised"),
    "shipped": _ESTIMATE,
    "dispatched": _ESTIMATE,
    "label_created": _ESTIMATE,
    "arriving_soon": ("expected",),
    "out_for_delivery": ("expected",),
    "parcel_delivered": ("delivered", "total"),
    "all_delivered": ("total",),
    "available_for_pickup": ("until",),
    "pickup_reminder": ("until",),
    "attempt_failed": ("day",),
    "payment_due": ("amount", "currency", "url"),
    "carrier_delay": ("expected", "promised", "reason"),
    "customs_delay": ("expected", "promised"),
    "delay_predicted": (*_ESTIMATE, "promised", "reason"),
    "delivery_late": (*_ESTIMATE, "promised", "reason"),
    "promise_restored": ("expected", "expected_before", "promised"),
    "promise_brought_forward": ("expected", "expected_before"),
    "delivery_rescheduled": ("expected", "expected_before", "promised"),
    "stalled": ("expected",),
    "return_needs_more": ("until",),
    "return_approved": ("until",),
    "return_label_ready": ("until",),
    "return_reminder": ("until",),
    "return_pickup_scheduled": ("day",),
    "claim_needs_photo": ("until",),
    "claim_photo_reminder": ("until",),
    "warranty_needs_more": ("until", "url"),
    "warranty_ending": ("until",),
}
