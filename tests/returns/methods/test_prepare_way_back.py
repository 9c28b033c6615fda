"""Ways back are made when they are asked for, once, and whatever dies on the way is found again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from shared.errors import Unavailable
from shared.returns.methods.built_in_labels import BuiltInLabels
from shared.returns.methods.drawing import pdf as pdf_module
from shared.returns.methods.own_number import read_own_number
from shared.returns.methods.own_pickups import OwnPickups
from shared.returns.methods.own_points import OwnPoints
from shared.returns.methods.papers import BuiltInPapers
from shared.returns.methods.ports import (
    LabelWanted,
    MadeLabel,
    MadeWayBack,
    PickupSlot,
    WantedWayBack,
    WayBackInTheMaking,
    WayBackRefused,
)
from shared.returns.methods.prepare_way_back import LEASE_SECONDS, Means, PrepareWayBack
from shared.returns.methods.rules import LabelProvider, PickupProvider, WayBackRules
from shared.returns.methods.way_back_files import NoSuchFile, read_file
from shared.returns.return_request import ReturnRequest
from shared.returns.vocabulary import Method
from tests.fakes.ways_back import InMemoryLabelFiles, InMemoryPickupCapacity, InMemoryWayBackClaims
from tests.returns.methods.samples import CONTENTS, GERMAN, NOW, RULES, SHOPPER, request

SLOT = PickupSlot(date(2026, 11, 30), "14-16")
LATER = NOW + timedelta(seconds=LEASE_SECONDS)
BY_EASYPOST = replace(RULES, labels=LabelProvider.EASYPOST)
LABEL = WantedWayBack(Method.LABEL, ("1", "2"), sender=SHOPPER, contents=CONTENTS)


class Crash(Exception):
    """The process died."""


@dataclass
class Shop:
    """A provider that remembers what it sold, and dies when it is told to."""

    sold: dict[str, MadeLabel] = field(default_factory=dict)
    voided: list[str] = field(default_factory=list)
    dies: Callable[[], None] = lambda: None

    def make(self, wanted: LabelWanted, now: datetime) -> MadeLabel:
        if not wanted.sender.postal:
            raise WayBackRefused("no postal code", field="address.postal")
        made = MadeLabel(
            "easypost", f"shp_{len(self.sold)}", "usps", f"94{len(self.sold)}", (("application/pdf", b"%PDF"),)
        )
        made = self.sold.setdefault(wanted.shipment_id, made)
        self.dies()
        return made

    def void(self, reference: str) -> bool:
        self.voided.append(reference)
        return True


class Slips:
    """Papers without drawing: that is tested where it belongs."""

    def slip(self, wanted: LabelWanted, *, says_where: bool) -> bytes:
        return f"slip {says_where}".encode()

    def customs(self, wanted: LabelWanted, tracking_number: str) -> bytes | None:
        return b"customs" if wanted.sender.country != wanted.recipient.country else None


@dataclass
class House:
    """Everything that preparing needs."""

    rules: WayBackRules = BY_EASYPOST
    shop: Shop = field(default_factory=Shop)
    own: Shop = field(default_factory=Shop)
    files: InMemoryLabelFiles = field(default_factory=InMemoryLabelFiles)
    claims: InMemoryWayBackClaims = field(default_factory=InMemoryWayBackClaims)
    capacity: InMemoryPickupCapacity = field(default_factory=InMemoryPickupCapacity)

    def prepare(self, wanted: WantedWayBack, asked: ReturnRequest | None = None, now: datetime = NOW) -> MadeWayBack:
        return self.ways().prepare(asked or request(), wanted, now)

    def ways(self) -> PrepareWayBack:
        labels = {LabelProvider.EASYPOST: self.shop, LabelProvider.TODOKU: BuiltInLabels(self.rules)}
        pickups = OwnPickups(self.rules.pickup_table, self.capacity)
        points = OwnPoints(self.rules.points)
        return PrepareWayBack(Means(self.rules, labels, pickups, points, Slips(), self.files, self.claims))


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture(autouse=True)
def _no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """How it looks is tested elsewhere; here, that costs time only."""
    monkeypatch.setattr("shared.returns.methods.built_in_labels.as_pdf", lambda _: b"%PDF")
    monkeypatch.setattr("shared.returns.methods.built_in_labels.as_png", lambda _: b"PNG")


def test_a_label_is_bought_its_files_kept_and_nothing_of_the_address(house: House) -> None:
    made = house.prepare(LABEL)
    assert made.is_new
    shipment = made.shipment
    assert (shipment.shipment_id, shipment.provider, shipment.reference) == (
        "abcdefgh23456789-1",
        "easypost",
        "shp_0",
    )
    assert (shipment.carrier, shipment.tracking_number) == ("usps", "940")
    assert shipment.expires_at == NOW + timedelta(days=28)
    assert [file.name for file in made.files] == ["label.pdf", "slip.pdf"]
    assert shipment.label_key == "returns/abcdefgh23456789/abcdefgh23456789-1/label.pdf"
    assert house.files.get(shipment.label_key) == ("application/pdf", b"%PDF")
    assert SHOPPER.name not in repr((made, house.claims.claims))


def test_asking_again_makes_nothing(house: House) -> None:
    first = house.prepare(LABEL)
    saved = first.on(request(), NOW)
    again = house.prepare(LABEL, saved, NOW + timedelta(days=27))
    assert (again.shipment, again.is_new) == (first.shipment, False)
    assert again.on(saved, NOW) == saved
    assert len(house.shop.sold) == 1


def test_who_asks_while_it_is_being_made_waits_and_who_asks_later_takes_over(house: House) -> None:
    def die() -> None:
        raise Crash

    house.shop.dies = die
    with pytest.raises(Crash):
        house.prepare(LABEL)
    house.shop.dies = lambda: None
    with pytest.raises(WayBackInTheMaking):
        house.prepare(LABEL, now=LATER - timedelta(seconds=1))
    made = house.prepare(LABEL, now=LATER)
    assert made.shipment.reference == "shp_0", "found at the provider, not bought again"
    assert len(house.shop.sold) == 1


@pytest.mark.parametrize("step", ["put", "made"])
def test_a_crash_after_the_purchase_buys_no_second_label(
    house: House, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise Crash

    with monkeypatch.context() as dying:
        dying.setattr(house.files if step == "put" else house.claims, step, die)
        with pytest.raises(Crash):
            house.prepare(LABEL)
    assert house.prepare(LABEL, now=LATER).shipment.reference == "shp_0"
    assert len(house.shop.sold) == 1


def test_a_crash_before_the_return_was_saved_costs_nothing_not_even_a_question(house: House) -> None:
    first = house.prepare(LABEL)
    house.shop.sold.clear()
    again = house.prepare(LABEL, now=NOW + timedelta(seconds=1))
    assert (again.shipment, again.files) == (first.shipment, first.files)
    assert house.shop.sold == {}


def test_who_corrects_a_refused_address_need_not_wait(house: House) -> None:
    with pytest.raises(WayBackRefused):
        house.prepare(replace(LABEL, sender=replace(SHOPPER, postal="")))
    assert house.prepare(LABEL).is_new


def test_a_provider_that_does_not_answer_is_asked_again_only_after_a_while(house: House) -> None:
    def silent() -> None:
        raise Unavailable("silence")

    house.shop.dies = silent
    with pytest.raises(Unavailable):
        house.prepare(LABEL)
    house.shop.dies = lambda: None
    with pytest.raises(WayBackInTheMaking):
        house.prepare(LABEL)
    assert house.prepare(LABEL, now=LATER).shipment.reference == "shp_0"


def test_a_lost_or_expired_label_is_made_anew_and_the_first_given_back(house: House) -> None:
    saved = house.prepare(LABEL).on(request(), NOW)
    lost = house.prepare(replace(LABEL, anew=True), saved)
    assert (lost.shipment.shipment_id, lost.voided) == ("abcdefgh23456789-2", ("abcdefgh23456789-1",))
    assert house.shop.voided == ["shp_0"]
    saved = lost.on(saved, NOW)
    assert [shipment.voided_at for shipment in saved.shipments] == [NOW, None]
    expired = house.prepare(LABEL, saved, NOW + timedelta(days=28))
    assert expired.shipment.shipment_id == "abcdefgh23456789-3"
    assert expired.is_new


def test_another_choice_before_anything_was_saved_is_another_purchase(house: House) -> None:
    house.prepare(LABEL)
    shown = house.prepare(replace(LABEL, method=Method.QR))
    assert shown.shipment.method is Method.QR
    assert shown.shipment.reference == "shp_1"


def test_choosing_another_way_gives_the_first_back(house: House) -> None:
    saved = house.prepare(LABEL).on(request(), NOW)
    store = house.prepare(WantedWayBack(Method.STORE, ("2",), point_id="shibuya"), saved)
    assert store.voided == ("abcdefgh23456789-1",)
    assert house.shop.voided == ["shp_0"]


def test_what_is_handed_in_has_a_code_and_is_no_parcel(house: House) -> None:
    made = house.prepare(WantedWayBack(Method.DROP_OFF, ("1",), point_id="osaka"))
    assert made.shipment.tracking_number == made.shipment.carrier == ""
    assert made.shipment.code.startswith("TDKR")
    assert [file.name for file in made.files] == ["code.pdf", "code.png", "slip.pdf"]
    assert house.shop.sold == {}


def test_a_point_that_takes_labels_only_gets_a_parcel_with_one(house: House) -> None:
    locker = replace(RULES.points[1], point_id="locker", needs_label=True)
    house.rules = replace(house.rules, points=(*RULES.points, locker))
    made = house.prepare(WantedWayBack(Method.DROP_OFF, ("1",), sender=SHOPPER, point_id="locker"))
    assert (made.shipment.method, made.shipment.tracking_number) == (Method.DROP_OFF, "940")
    assert [file.name for file in made.files] == ["label.pdf", "slip.pdf"]
    with pytest.raises(WayBackRefused) as refused:
        house.prepare(WantedWayBack(Method.DROP_OFF, ("2",), point_id="locker"))
    assert refused.value.field == "address"


@pytest.mark.parametrize(
    ("method", "point"), [(Method.STORE, "osaka"), (Method.DROP_OFF, "shibuya"), (Method.STORE, "x")]
)
def test_a_point_must_be_one_of_its_kind(house: House, method: Method, point: str) -> None:
    with pytest.raises(WayBackRefused) as refused:
        house.prepare(WantedWayBack(method, ("1",), point_id=point))
    assert refused.value.field == "point_id"


def test_the_merchants_courier_takes_a_place_in_the_slot_and_needs_no_postage(house: House) -> None:
    wanted = replace(LABEL, method=Method.PICKUP, slot=SLOT)
    made = house.prepare(wanted)
    shipment = made.shipment
    assert (shipment.pickup_day, shipment.pickup_slot, shipment.provider) == (SLOT.day, SLOT.slot, "todoku")
    assert house.capacity.taken(["2026-11-30#14-16"]) == {"2026-11-30#14-16": 1}
    saved = made.on(request(), NOW)
    assert not house.prepare(wanted, saved).is_new
    assert house.ways().give_back(shipment)
    assert house.capacity.taken(["2026-11-30#14-16"]) == {}


def test_a_full_slot_gives_the_label_back(house: House) -> None:
    house.rules = replace(house.rules, pickups=PickupProvider.EASYPOST)
    house.capacity.take("2026-11-30#14-16", "other", 1)
    with pytest.raises(WayBackRefused) as refused:
        house.prepare(replace(LABEL, method=Method.PICKUP, slot=SLOT))
    assert refused.value.field == "slot"
    assert house.shop.voided == ["shp_0"]


def test_a_carrier_of_ones_own_gets_a_slip_that_says_where(house: House) -> None:
    wanted = WantedWayBack(Method.OWN_CARRIER, ("1", "2"), carrier="yamato", tracking_number="4000-0000-1030")
    made = house.prepare(wanted)
    assert (made.shipment.carrier, made.shipment.tracking_number) == ("yamato", "400000001030")
    assert (made.shipment.provider, made.shipment.expires_at) == ("shopper", None)
    assert read_file(house.files, "abcdefgh23456789", made.shipment.shipment_id, "slip.pdf")[1] == b"slip True"
    assert not house.prepare(wanted, made.on(request(), NOW)).is_new
    assert house.ways().give_back(made.shipment)


def test_over_a_border_there_is_a_customs_form(house: House) -> None:
    made = house.prepare(replace(LABEL, sender=GERMAN))
    assert [file.name for file in made.files] == ["label.pdf", "slip.pdf", "customs.pdf"]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (replace(LABEL, sender=None), "address"),
        (WantedWayBack(Method.QR, ("1",)), "address"),
        (replace(LABEL, method=Method.PICKUP), "slot"),
        (WantedWayBack(Method.NONE, ("1",)), "method"),
    ],
)
def test_what_is_missing_is_named(house: House, wanted: WantedWayBack, field: str) -> None:
    with pytest.raises(WayBackRefused) as refused:
        house.prepare(wanted)
    assert refused.value.field == field


def test_without_an_address_of_the_shop_nothing_is_prepared(house: House) -> None:
    house.rules = replace(house.rules, destinations=())
    with pytest.raises(WayBackRefused) as refused:
        house.prepare(LABEL)
    assert refused.value.field == "destination"


def test_a_label_that_cannot_be_given_back_just_now_does_not_keep_the_shopper(house: House) -> None:
    saved = house.prepare(LABEL).on(request(), NOW)

    def silent(_: str) -> bool:
        raise Unavailable("silence")

    house.shop.void = silent  # type: ignore[method-assign]
    assert house.prepare(replace(LABEL, anew=True), saved).is_new


@pytest.mark.parametrize("name", ["customs.pdf", "label.png", "../other/label.pdf", ""])
def test_a_file_that_is_not_there_or_has_no_such_name_is_not_found(house: House, name: str) -> None:
    made = house.prepare(LABEL)
    with pytest.raises(NoSuchFile):
        read_file(house.files, "abcdefgh23456789", made.shipment.shipment_id, name)


def test_a_built_in_label_has_a_number_of_ours_and_costs_nothing() -> None:
    made = House(rules=RULES).prepare(LABEL).shipment
    assert read_own_number(made.tracking_number) == made.code == made.reference
    assert (made.provider, made.carrier, made.cost) == ("todoku", "custom", None)


def test_the_papers_are_pdfs() -> None:
    wanted = LabelWanted("R-1", "7K2M", Method.LABEL, GERMAN, RULES.destinations[0].address, CONTENTS)
    papers = BuiltInPapers(replace(RULES, return_text=(("en", "Thank you."),)))
    assert papers.slip(wanted, says_where=True).startswith(b"%PDF")
    form = papers.customs(wanted, "TDKR")
    assert form is not None
    assert form.startswith(b"%PDF")
    assert papers.customs(replace(wanted, sender=SHOPPER), "TDKR") is None
    assert pdf_module.FONT.is_file()
