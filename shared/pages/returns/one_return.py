"""The page of one return: how far it is, why, what comes next, and what its shopper can do about it.

What can be done is what the view's `links` say; nothing is offered here that the server did not name.
"""

from __future__ import annotations

from shared.evidence.evidence_files import ACCEPTED, AS_SENT, KINDS, MEGABYTE, PHOTO
from shared.locales import Words, page_words
from shared.locales.carrier_name import carrier_name
from shared.pages.render import render
from shared.pages.returns.choosing import Step, progress
from shared.pages.returns.one_return_history import history_of
from shared.pages.returns.one_return_items import WHYS, asked_of, items_of
from shared.pages.returns.one_return_money import amount_in_words, money_of
from shared.pages.returns.one_return_stage import Stage, stage_of
from shared.pages.returns.one_return_steps import steps_of
from shared.pages.returns.one_return_view import OneReturn, Told
from shared.pages.returns.one_return_ways import OTHER_CARRIER, carriers_of, offers_of, way_of
from shared.returns.axes import Action
from shared.returns.settlement import SettlementKind
from shared.returns.view.answer import ReturnState, ReturnView
from shared.returns.vocabulary import Actor, Method

_NOTHING = Told()
_UNDECIDED = (ReturnState.DRAFT, ReturnState.REQUESTED, ReturnState.NEEDS_MORE)
_TOLD = frozenset(
    {
        Action.SUBMIT, Action.CHANGE, Action.CANCEL, Action.ANSWER, Action.APPEAL, Action.CHOOSE_METHOD,
        Action.MAKE_LABEL, Action.BOOK_PICKUP, Action.RECORD_SHIPMENT,
    }
)  # fmt: skip
"""Actions whose doing has words under `[one_return_done]`."""


def one_return_page(one: OneReturn, language: str, nonce: str, told: Told = _NOTHING) -> str:
    """The page. `nonce` must also stand in the answer's Content-Security-Policy."""
    say, view = page_words(language), one.view
    stage = stage_of(view, one.now)
    shows_money = not view.is_gift
    return render(
        "one_return.html.jinja",
        say,
        nonce,
        one.shop,
        heading=say(f"one_return.{stage}"),
        advice=advice_of(one, stage, say),
        one=one,
        view=view,
        done=say(f"one_return_done.{told.done}") if was_done(view, told.done) else "",
        note=told.note,
        failures=told.failures,
        invalid={failure.field: failure.text for failure in told.failures},
        filled=told.filled,
        is_draft=view.state is ReturnState.DRAFT,
        is_preview=view.state in _UNDECIDED,
        pays=any(flow.kind is SettlementKind.CHARGE for flow in view.money.flows),
        begun=say.date(view.created_at.astimezone(one.zone).date()),
        method=say(f"one_return_ways.{view.method}") if view.method not in (None, Method.NONE) else "",
        zone_name=view.created_at.astimezone(one.zone).tzname(),
        carriers=[(slug, _carrier(slug, say)) for slug in carriers_of(one.country)],
        photo_types=",".join(ACCEPTED[PHOTO]),
        photo_limits=say("returns_photos.limits", megabytes=KINDS[AS_SENT[PHOTO]][2] // MEGABYTE),
        reasons_asked=_reasons_asked(view, say),
        steps=_steps(view, say),
        journey=steps_of(view, one.zone, say),
        items=items_of(view, one.goods, say),
        money=money_of(view, one.goods, one.zone, say) if shows_money else None,
        way=way_of(one, say),
        offers=offers_of(one, say),
        asked=asked_of(view, one.goods, one.items_for(Action.ANSWER), say),
        to_answer=one.items_for(Action.ANSWER),
        to_appeal=one.items_for(Action.APPEAL),
        submit=_submit(view, say),
        history=history_of(view, one.goods, one.zone, say),
    )


def cancel_page(one: OneReturn, language: str, nonce: str) -> str:
    """Asks before anything is cancelled."""
    say = page_words(language)
    word = "discard" if one.view.state is ReturnState.DRAFT else "cancel"
    kept = one.items_for(Action.CANCEL)
    return render(
        "one_return_cancel.html.jinja",
        say,
        nonce,
        one.shop,
        heading=say(f"one_return.{word}_heading"),
        advice=say(f"one_return.{word}_advice"),
        confirm=say(f"one_return.{word}_confirm"),
        one=one,
        view=one.view,
        items=[row for row in items_of(one.view, one.goods, say) if row.item_id in kept],
    )


def was_done(view: ReturnView, action: str) -> bool:
    """Whether the shopper did it last, or with what they did last: an address that says so is no proof."""
    mine = [entry for entry in view.log if entry.actor is Actor.SHOPPER]
    return action in _TOLD and any(entry.action == action and entry.at == mine[-1].at for entry in mine)


def advice_of(one: OneReturn, stage: Stage, say: Words) -> list[str]:
    """What comes next, and until when."""
    view = one.view
    said = [say(f"one_return.{stage}_next", shop=one.shop.name)]
    if stage in (Stage.TO_SEND, Stage.READY) and view.send_back_until:
        said.append(say("one_return.send_until", day=say.date(view.send_back_until)))
    if stage is Stage.NEEDS_MORE and view.answer_until:
        said.append(say("one_return.answer_until", day=say.date(view.answer_until)))
    if stage is Stage.DRAFT and view.draft_until:
        local = view.draft_until.astimezone(one.zone)
        said.append(say("one_return.draft_until", day=say.date(local.date()), time=f"{local:%H:%M}"))
    return said


def _steps(view: ReturnView, say: Words) -> list[tuple[str, bool]]:
    """Of putting it together: this is the last of them."""
    if view.state is not ReturnState.DRAFT:
        return []
    return progress(Step.SEND, say, with_photos=any(item.evidence for item in view.items))


def _reasons_asked(view: ReturnView, say: Words) -> list[str]:
    """Why more is asked for, where the code has words of its own."""
    codes = [entry.code for entry in view.log if entry.action is Action.NEED_MORE]
    return [say(f"one_return_why.{codes[-1]}")] if codes and codes[-1] in WHYS else []


def _carrier(slug: str, say: Words) -> str:
    return say("one_return_ways.other_carrier") if slug == OTHER_CARRIER else carrier_name(say, slug)


def _submit(view: ReturnView, say: Words) -> str:
    """What the button says. Where it obliges to pay, it has to say so (Directive 2011/83/EU, Article 8(2))."""
    charge = sum(flow.amount for flow in view.money.flows if flow.kind is SettlementKind.CHARGE)
    if not charge or view.is_gift:
        return say("one_return.submit")
    return say("one_return.submit_paying", amount=amount_in_words(charge, view.currency, say))
