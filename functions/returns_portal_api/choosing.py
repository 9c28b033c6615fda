"""The steps of putting a return together: reasons, outcomes. Each is an address of its own, and sent by POST.

What was said is kept in a draft on the server from the first step on. So going back loses nothing, and no address
holds more than the draft's id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from functions.returns_portal_api import photos
from functions.returns_portal_api.drafting import (
    MAX_FIELDS,
    Form,
    at_both,
    by_line,
    draft_of,
    frame_of,
    name_in,
    offers_of,
    policy_of,
    saved,
)
from functions.returns_portal_api.setting import Visit, desk, logger, returns, see_other, visit
from functions.returns_portal_api.suggested import suggested
from shared.access.limits import look_ups
from shared.locales import page_words
from shared.pages.order_frame import Failure
from shared.pages.returns.choosing import MAX_SAID
from shared.pages.returns.choosing_outcomes import CHOOSING, OutcomesView, outcomes_page
from shared.pages.returns.choosing_photos import wants_photos
from shared.pages.returns.choosing_reasons import (
    ASKABLE,
    ReasonsView,
    missing_serial,
    missing_words,
    reasons_page,
)
from shared.returns.draft_return import show_return
from shared.returns.policy.conditions import facts_of
from shared.returns.policy.policy import Fact
from shared.returns.policy.terms import Eligibility
from shared.returns.preview_outcomes import OutcomePreview, preview_outcomes
from shared.returns.put_together import split, wanted_of
from shared.returns.return_request import ReturnItem, ReturnRequest, Wanted
from shared.returns.vocabulary import Condition, Outcome
from shared.returns.wanted_items import FOR_GIFTS, WantedItem
from shared.runtime import clock
from shared.runtime.http import Request, Response, Routes
from shared.runtime.pages import read_form

_LONGEST_SERIAL = 100
_LONGEST_SKU = 255


def get_reasons(request: Request) -> Response:
    """GET /returns/{token}/new/reasons"""

    def show(nonce: str) -> Response:
        here = visit(request)
        returns().limited(request, here.caller, look_ups)
        return _reasons(here, nonce, draft_of(here, request))

    return desk().answered(request, show)


def post_reasons(request: Request) -> Response:
    """POST /returns/{token}/new/reasons: what is said is kept, also where something is still missing."""

    def take(nonce: str) -> Response:
        here, form = visit(request), read_form(request, MAX_FIELDS)
        returns().limited(request, here.caller, look_ups)
        draft, found = draft_of(here, request), by_line(offers_of(here))
        told = tuple(_told(asked, item, form, found) for asked, item in zip(wanted_of(draft), draft.items, strict=True))
        if form.get("split"):
            places = [place for place, item in enumerate(draft.items) if item.item_id == form["split"]]
            split_up = saved(here, draft, split(told, places[0]) if places else told)
            return see_other(here.place("new", "reasons", draft=split_up.return_id))
        draft = saved(here, draft, told)
        logger.info("reasons told", extra={"return_id": draft.return_id})
        failures = _wrong_reasons(here, draft, form, found)
        if failures:
            return _reasons(here, nonce, draft, failures)
        after = "photos" if any(wants_photos(item) for item in draft.items) else "outcomes"
        return see_other(here.place("new", after, draft=draft.return_id))

    return desk().answered(request, take)


def get_outcomes(request: Request) -> Response:
    """GET /returns/{token}/new/outcomes"""

    def show(nonce: str) -> Response:
        here = visit(request)
        returns().limited(request, here.caller, look_ups)
        return _outcomes(here, nonce, draft_of(here, request))

    return desk().answered(request, show)


def post_outcomes(request: Request) -> Response:
    """POST /returns/{token}/new/outcomes: on to the summary, or back here with what it comes to."""

    def take(nonce: str) -> Response:
        here, form = visit(request), read_form(request, MAX_FIELDS)
        returns().limited(request, here.caller, look_ups)
        draft = draft_of(here, request)
        failures = _wrong_outcomes(here, draft, form, by_line(offers_of(here)))
        if failures:
            return _outcomes(here, nonce, draft, failures)
        chosen = tuple(
            _with_outcome(asked, item, form) for asked, item in zip(wanted_of(draft), draft.items, strict=True)
        )
        draft = saved(here, draft, chosen)
        logger.info("outcomes chosen", extra={"return_id": draft.return_id})
        if form.get("show"):
            return see_other(here.place("new", "outcomes", draft=draft.return_id))
        return see_other(here.place(draft.return_id))

    return desk().answered(request, take)


ROUTES: Routes = {
    **at_both(
        {
            "/new/reasons": {"GET": get_reasons, "POST": post_reasons},
            "/new/outcomes": {"GET": get_outcomes, "POST": post_outcomes},
        }
    ),
    **photos.ROUTES,
}


def _reasons(here: Visit, nonce: str, draft: ReturnRequest, failures: Sequence[Failure] = ()) -> Response:
    policy, draft_id = policy_of(here), draft.return_id
    view = ReasonsView(
        order=here.order,
        request=draft,
        found=by_line(offers_of(here)),
        policy=policy,
        asks_condition=any(Fact.RETURN_CONDITION in facts_of(rule.when) for rule in policy.rules),
        send_to=here.place("new", "reasons", draft=draft_id),
        back=here.place("new", change=draft_id),
        failures=failures,
    )
    frame = frame_of(here, nonce, draft=draft_id)
    return desk().answer(422 if failures else 200, reasons_page(view, frame), nonce, frame.shop, has_form=True)


def _told(asked: WantedItem, item: ReturnItem, form: Form, found: Mapping[str, Eligibility]) -> WantedItem:
    """With what the form says of the item, as far as it can be kept. Another reason has other outcomes."""
    number = item.item_id
    reason = form.get(f"reason.{number}", "")
    if reason not in _possible(item, found):
        reason = asked.reason
    condition = form.get(f"condition.{number}", "")
    words, serial = form.get(f"words.{number}", asked.words), form.get(f"serial.{number}", asked.serial_number)
    is_new = reason != asked.reason
    return replace(
        asked,
        reason=reason,
        outcome=None if is_new else asked.outcome,
        wanted=None if is_new else asked.wanted,
        condition=Condition(condition) if condition in ASKABLE else None,
        words=words if len(words) <= MAX_SAID else asked.words,
        serial_number=serial if len(serial) <= _LONGEST_SERIAL else asked.serial_number,
    )


def _possible(item: ReturnItem, found: Mapping[str, Eligibility]) -> set[str]:
    return {offer.reason for offer in found[item.line].reasons if offer.outcomes} if item.line in found else set()


def _wrong_reasons(here: Visit, draft: ReturnRequest, form: Form, found: Mapping[str, Eligibility]) -> list[Failure]:
    say, failures = page_words(here.language), []
    for item in draft.items:
        number, name = item.item_id, name_in(here, item)
        asked = form.get(f"reason.{number}", item.reason)
        if not asked:
            failures.append(Failure(f"reason-{number}", say("returns_reasons.missing_reason", name=name)))
        elif asked not in _possible(item, found):
            failures.append(Failure(f"reason-{number}", say("returns_reasons.unknown_reason", name=name)))
        if len(form.get(f"words.{number}", "")) > MAX_SAID:
            failures.append(Failure(f"words-{number}", say("returns_reasons.too_long", name=name, count=MAX_SAID)))
        elif missing_words(item):
            failures.append(Failure(f"words-{number}", say("returns_reasons.missing_words", name=name)))
        if missing_serial(item):
            failures.append(Failure(f"serial-{number}", say("returns_reasons.missing_serial", name=name)))
    return failures


def _outcomes(here: Visit, nonce: str, draft: ReturnRequest, failures: Sequence[Failure] = ()) -> Response:
    found, policy, draft_id = offers_of(here), policy_of(here), draft.return_id
    with_photos = any(wants_photos(item) for item in draft.items)
    view = OutcomesView(
        order=here.order,
        shown=show_return(returns().means, draft, here.caller.actor, clock.now()),
        found=by_line(found),
        previews=_previews(here, draft, by_line(found)),
        suggested=suggested(here, draft, found, policy),
        policy=policy,
        send_to=here.place("new", "outcomes", draft=draft_id),
        back=here.place("new", "photos" if with_photos else "reasons", draft=draft_id),
        with_photos=with_photos,
        failures=failures,
    )
    frame = frame_of(here, nonce, draft=draft_id)
    return desk().answer(422 if failures else 200, outcomes_page(view, frame), nonce, frame.shop, has_form=True)


def _previews(
    here: Visit, draft: ReturnRequest, found: Mapping[str, Eligibility]
) -> Mapping[str, tuple[OutcomePreview, ...]]:
    offered = {item.item_id: _offered(here, item, found) for item in draft.items}
    return preview_outcomes(returns().means, draft, offered, clock.now())


def _offered(here: Visit, item: ReturnItem, found: Mapping[str, Eligibility]) -> list[Outcome]:
    """For the item's reason, best first."""
    reasons = found[item.line].reasons if item.line in found else ()
    outcomes = [each.outcome for offer in reasons if offer.reason == item.reason for each in offer.outcomes]
    return [each for each in outcomes if not here.caller.is_gift or each in FOR_GIFTS]


def _wrong_outcomes(here: Visit, draft: ReturnRequest, form: Form, found: Mapping[str, Eligibility]) -> list[Failure]:
    """What stands against the choice as a form; the policy decides on it anew when the return is asked for."""
    say, failures = page_words(here.language), []
    price_of = returns().means.price_of
    for item in draft.items:
        number, name = item.item_id, name_in(here, item)
        asked, wanted = form.get(f"outcome.{number}", ""), _which(form, number)
        if not asked:
            failures.append(Failure(f"outcome-{number}", say("returns_outcomes.missing", name=name)))
        elif asked not in _offered(here, item, found):
            failures.append(Failure(f"outcome-{number}", say("returns_outcomes.unknown", name=name)))
        elif asked == Outcome.OTHER_ITEM and not (wanted and price_of(wanted, draft.currency)):
            word = "price_unknown" if wanted else "which_missing"
            failures.append(Failure(f"wanted-{number}-{asked}", say(f"returns_outcomes.{word}")))
    return failures


def _with_outcome(asked: WantedItem, item: ReturnItem, form: Form) -> WantedItem:
    outcome, sku = Outcome(form[f"outcome.{item.item_id}"]), _which(form, item.item_id)
    wanted = Wanted(sku, item.quantity) if sku and outcome in CHOOSING else None
    return replace(asked, outcome=outcome, wanted=wanted)


def _which(form: Form, number: str) -> str:
    """What is wanted instead; "" : the same again."""
    return form.get(f"wanted.{number}.{form.get(f'outcome.{number}', '')}", "").strip()[:_LONGEST_SKU]
