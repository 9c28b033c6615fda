"""The policy as schema.org `MerchantReturnPolicy`, for pages and search engines.

Properties and values: schema.org, MerchantReturnPolicy and MerchantReturnPolicySeasonalOverride (read 2026-11-29).
Google's documentation of merchant return policies (developers.google.com/search/docs/appearance/structured-data,
read 2026-11-29 in excerpts: verify) needs `applicableCountry` (at most 50), `returnPolicyCategory`, and
`merchantReturnDays` where the window is finite; its examples state `returnPolicyCountry` too.

Markup knows no reasons but defect and remorse, no tiers and no goods: it says what holds for an everyday return.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from shared.promise.money import Price
from shared.returns.policy.laws import EEA
from shared.returns.policy.policy import Actions, Extension, Fact, Fee, Law, Policy, Window
from shared.returns.text.interpreter import read
from shared.returns.text.last_days import WITHDRAWAL_DAYS
from shared.returns.text.situations import plain
from shared.returns.vocabulary import ClockStart, Condition, Keep, Method, Outcome, ReasonGroup

_SCHEMA: Final = "https://schema.org/"
_MOST_COUNTRIES: Final = 50
_METHODS: Final[Mapping[Method, str]] = {
    Method.LABEL: "ReturnByMail",
    Method.QR: "ReturnByMail",
    Method.PICKUP: "ReturnByMail",
    Method.OWN_CARRIER: "ReturnByMail",
    Method.DROP_OFF: "ReturnAtKiosk",
    Method.STORE: "ReturnInStore",
    Method.NONE: "KeepProduct",
}
_REFUNDS: Final[Mapping[Outcome, str]] = {
    Outcome.REFUND: "FullRefund",
    Outcome.EXCHANGE: "ExchangeRefund",
    Outcome.OTHER_ITEM: "ExchangeRefund",
    Outcome.REPLACEMENT: "ExchangeRefund",
    Outcome.STORE_CREDIT: "StoreCreditRefund",
    Outcome.GIFT_CARD: "StoreCreditRefund",
}
_CONDITIONS: Final[Mapping[Condition, str]] = {
    Condition.UNOPENED: "NewCondition",
    Condition.AS_NEW: "NewCondition",
    Condition.USED: "UsedCondition",
}


def return_policies(
    policy: Policy, countries: Iterable[str], *, url: str = "", returned_to: str = ""
) -> list[dict[str, Any]]:
    """One `MerchantReturnPolicy` for all countries (ISO 3166-1 alpha-2) whose answers are the same.

    `url` is the page with the text (https), `returned_to` the country goods are sent back to; "" leaves them out.
    """
    groups: list[tuple[dict[str, Any], list[str]]] = []
    for country in dict.fromkeys(countries):
        said = _of_country(policy, country)
        same = next((places for other, places in groups if other == said and len(places) < _MOST_COUNTRIES), None)
        if same is None:
            groups.append((said, [country]))
        else:
            same.append(country)
    return [_node(said, places, url, returned_to) for said, places in groups]


def _node(said: dict[str, Any], places: list[str], url: str, returned_to: str) -> dict[str, Any]:
    head: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MerchantReturnPolicy",
        "applicableCountry": places if len(places) > 1 else places[0],
    }
    if returned_to:
        head["returnPolicyCountry"] = returned_to
    if url:
        head["merchantReturnLink"] = url
    return head | said


def _of_country(policy: Policy, country: str) -> dict[str, Any]:
    remorse, defect = (_actions(policy, country, group) for group in (ReasonGroup.CHANGE_OF_MIND, ReasonGroup.DEFECT))
    withdrawal = Law.EU in policy.laws and country in EEA
    accepted = remorse.accept is None or remorse.accept.yes or withdrawal
    if not accepted:
        return {"returnPolicyCategory": f"{_SCHEMA}MerchantReturnNotPermitted"} | _defect(defect, policy)
    window = _window(remorse, withdrawal)
    said = _days(window)
    said |= _listed("returnMethod", _METHODS, remorse.methods or ())
    said |= _listed("itemCondition", _taken_conditions(policy, country), _CONDITIONS)
    said |= _listed("refundType", _REFUNDS, remorse.outcomes or ())
    said |= _fees("returnFees", "returnShippingFeesAmount", remorse.shipping_fee or Fee(), policy)
    said |= _fees("customerRemorseReturnFees", "customerRemorseReturnShippingFeesAmount", remorse.shipping_fee, policy)
    said |= _label("returnLabelSource", remorse.methods or ())
    said |= _label("customerRemorseReturnLabelSource", remorse.methods or ())
    said |= _defect(defect, policy)
    if not withdrawal:
        said |= _restocking(remorse, policy)
    return said | _seasons(window)


def _actions(policy: Policy, country: str, group: ReasonGroup, condition: Condition = Condition.AS_NEW) -> Actions:
    """What the rules come to for an everyday return from there."""
    facts = plain(policy, group) | {Fact.ORDER_COUNTRY: country, Fact.RETURN_CONDITION: condition}
    return read(policy, facts).actions


def _window(actions: Actions, withdrawal: bool) -> Window:
    """The window, or the European fourteen days where they are longer."""
    window = actions.window or Window(None)
    if withdrawal and window.days is not None and window.days < WITHDRAWAL_DAYS:
        return Window(WITHDRAWAL_DAYS, extensions=window.extensions)
    return window


def _days(window: Window) -> dict[str, Any]:
    """Days count from delivery; a day of delivery that counts as the first leaves one fewer."""
    if window.days is None:
        return {"returnPolicyCategory": f"{_SCHEMA}MerchantReturnUnlimitedWindow"}
    said: dict[str, Any] = {"returnPolicyCategory": f"{_SCHEMA}MerchantReturnFiniteReturnWindow"}
    if window.start is ClockStart.DELIVERED:
        said["merchantReturnDays"] = window.days - (1 if window.start_counts and window.days else 0)
        return said
    return {"returnPolicyCategory": f"{_SCHEMA}MerchantReturnUnspecified"}


def _taken_conditions(policy: Policy, country: str) -> Mapping[Condition, str]:
    taken = {}
    for condition, word in _CONDITIONS.items():
        accept = _actions(policy, country, ReasonGroup.CHANGE_OF_MIND, condition).accept
        if accept is None or accept.yes:
            taken[condition] = word
    return taken


def _listed(name: str, words: Mapping[Any, str], values: Iterable[Any]) -> dict[str, Any]:
    known = list(dict.fromkeys(f"{_SCHEMA}{words[value]}" for value in values if value in words))
    if not known:
        return {}
    return {name: known if len(known) > 1 else known[0]}


def _fees(name: str, amount_name: str, fee: Fee | None, policy: Policy) -> dict[str, Any]:
    fee = fee or Fee()
    if fee.by_shopper or (fee.basis_points and not fee.fixed):
        return {name: f"{_SCHEMA}ReturnFeesCustomerResponsibility"}
    if not fee.fixed:
        return {name: f"{_SCHEMA}FreeReturn"}
    return {name: f"{_SCHEMA}ReturnShippingFees", amount_name: _amount(fee.fixed, policy)}


def _defect(actions: Actions, policy: Policy) -> dict[str, Any]:
    keeps = actions.keep not in (None, Keep.NO)
    fee = Fee() if keeps else actions.shipping_fee
    said = _fees("itemDefectReturnFees", "itemDefectReturnShippingFeesAmount", fee, policy)
    return said if keeps else said | _label("itemDefectReturnLabelSource", actions.methods or ())


def _label(name: str, methods: Iterable[Method]) -> dict[str, Any]:
    known = tuple(methods)
    if Method.LABEL in known or Method.QR in known:
        return {name: f"{_SCHEMA}ReturnLabelDownloadAndPrint"}
    if Method.OWN_CARRIER in known:
        return {name: f"{_SCHEMA}ReturnLabelCustomerResponsibility"}
    return {}


def _restocking(actions: Actions, policy: Policy) -> dict[str, Any]:
    """A number is a percentage of the price, an amount is fixed; of both at once the percentage is said."""
    fee = actions.restocking_fee or Fee()
    if not fee.fixed and not fee.basis_points:
        return {}
    share = fee.basis_points / 100
    amount = (int(share) if share.is_integer() else share) if share else _amount(fee.fixed, policy)
    if (actions.shipping_fee or Fee()) != Fee():
        return {"restockingFee": amount}
    kind = f"{_SCHEMA}RestockingFees"
    return {"returnFees": kind, "customerRemorseReturnFees": kind, "restockingFee": amount}


def _seasons(window: Window) -> dict[str, Any]:
    seasons = [_season(extension) for extension in window.extensions]
    if not seasons:
        return {}
    return {"returnPolicySeasonalOverride": seasons if len(seasons) > 1 else seasons[0]}


def _season(extension: Extension) -> dict[str, Any]:
    """Orders of these days come back until a fixed day, which `merchantReturnDays` may be."""
    return {
        "@type": "MerchantReturnPolicySeasonalOverride",
        "startDate": extension.placed_from.isoformat(),
        "endDate": extension.placed_until.isoformat(),
        "returnPolicyCategory": f"{_SCHEMA}MerchantReturnFiniteReturnWindow",
        "merchantReturnDays": extension.until.isoformat(),
    }


def _amount(amount: int, policy: Policy) -> dict[str, Any]:
    price = Price(amount, policy.currency)
    return {"@type": "MonetaryAmount", "currency": policy.currency, "value": price.decimal}
