"""Returns that wait for a decision, and the page on which one is decided: why it waits, and what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.access.console_role import Right
from shared.evidence.evidence_files import id_of
from shared.pages.console.frame import ConsoleFrame
from shared.pages.console.story_afterwards import log_lines
from shared.pages.returns.one_return_money import amount_in_words
from shared.pages.shown_text import shown
from shared.returns.abuse.assessment import tier_of
from shared.returns.abuse.words import told_tier
from shared.returns.axes import Action, Approval
from shared.returns.draft_return import Shown
from shared.returns.policy.facts import CustomerHistory
from shared.returns.policy.terms import LISTS
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.view.answer import state_of

DECLINE_CODES = (
    *("window_closed", "final_sale", "hygiene", "used", "damaged", "missing_parts", "wrong_item"),
    *("not_as_described", "not_covered", "no_proof", "no_response", "abuse"),
)
"""What a shopper can be told why, each with its sentence under `[one_return_why]`; `abuse` is told as `other`."""
MORE_CODES = ("photo_unclear", "evidence_missing", "no_proof", "quantity_missing")
_DECIDES = {Action.APPROVE: "approve", Action.DECLINE: "decline", Action.NEED_MORE: "need_more"}
_NO_WORDS = frozenset({"abuse"})
NameOf = Callable[[ReturnItem], str]
"""What an item is called in its order."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in words."""

    title: str
    reason: str
    outcome: str
    approval: str
    words: str
    """The shopper's own."""
    whys: tuple[str, ...]
    """Why somebody has to decide."""
    files: tuple[tuple[str, str], ...]
    """Kind and address of what was shown; "" for who may not open it."""


@dataclass(frozen=True, slots=True)
class ReturnCard:
    """A return in words, as it stands in the list and on its page."""

    number: str
    href: str
    order_ids: tuple[tuple[str, str], ...]
    """Id and address of each order."""
    since: str
    state: str
    items: tuple[ItemRow, ...]
    risk: str
    """"" where nothing counted."""
    signals: tuple[tuple[str, int], ...]
    """What counted, and how much."""
    waiting: str
    """Ids of the items that wait, for the form: what is decided is what was looked at."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a decision on a return is made from."""

    shown: Shown
    name_of: NameOf
    reason_of: NameOf
    history: CustomerHistory | None
    """None for a guest."""

    @property
    def request(self) -> ReturnRequest:
        return self.shown.request


def waiting_page(waiting: Sequence[ReturnCard], cursor: str, frame: ConsoleFrame, done: str = "") -> str:
    """Those that wait, the longest first."""
    more = frame.place("returns", cursor=cursor) if cursor else ""
    return frame.page(
        "console_returns.html.jinja", frame.say("console_returns.heading"), cards=waiting, more=more, done=done
    )


def return_page(known: Known, frame: ConsoleFrame, done: str = "", failure: str = "") -> str:
    """All of one return, and what can be decided. `done`: what was just done, by the key of its words.

    `failure`: the form that lacked its code, `decline` or `need_more`.
    """
    request, say, decides = known.request, frame.say, frame.may(Right.DECIDE)
    return frame.page(
        "console_return.html.jinja",
        say("console_returns.one", number=request.number),
        card=return_card(request, known.name_of, known.reason_of, frame),
        able={_DECIDES[link.action] for link in known.shown.links if link.action in _DECIDES and decides},
        decline_codes=[(code, _sentence(code, frame)) for code in DECLINE_CODES],
        more_codes=[(code, _sentence(code, frame)) for code in MORE_CODES],
        worth=amount_in_words(known.shown.reckoning.balance, request.currency, say),
        policy_version=request.policy_version,
        history=list(_history(known.history, frame)),
        log=[
            (frame.moment(entry.at), say(f"console_action.{entry.action}"), log_lines(entry, frame))
            for entry in reversed(request.log)
        ],
        done=done,
        failure=failure,
    )


def return_card(request: ReturnRequest, name_of: NameOf, reason_of: NameOf, frame: ConsoleFrame) -> ReturnCard:
    """In words."""
    say = frame.say
    tier = told_tier(tier_of(request), say.language)
    return ReturnCard(
        number=request.number,
        href=frame.place("returns", request.return_id),
        order_ids=tuple((shown(each), frame.place("orders", each)) for each in request.order_ids),
        since=frame.moment(_since(request)),
        state=say(f"console_state.{state_of(request)}"),
        items=tuple(_item(request, item, name_of(item), reason_of(item), frame) for item in request.items),
        risk=say("console_returns.risk", points=request.risk_points, tier=tier) if request.risk_points else "",
        signals=tuple((signal_in_words(signal, frame), points) for signal, points in request.risk_signals),
        waiting=",".join(item.item_id for item in request.items if item.approval is Approval.REQUESTED),
    )


SIGNALS = frozenset(
    {
        "discrepancies", "claims_though_delivered", "light_parcels", "claims", "unscanned", "wrong_gift_codes",
        "recent_returns", "return_share", "open_instant", "failed_payments", "value_share", "costly_reasons",
        "items_kept", "shared_contact", "young_account", "unusual_value", "same_reason", "window_edge", "bracketing",
        "discounts",
    }
)  # fmt: skip
"""Those with words under `[console_signal]`; a signal of later versions is shown by its name."""


def signal_in_words(signal: str, frame: ConsoleFrame) -> str:
    """What points were given for."""
    return frame.say(f"console_signal.{signal}") if signal in SIGNALS else shown(signal)


def _since(request: ReturnRequest) -> datetime:
    return next((entry.at for entry in reversed(request.log) if entry.action in _ASKS), request.created_at)


_ASKS = frozenset({Action.SUBMIT, Action.ANSWER, Action.APPEAL})


def _item(request: ReturnRequest, item: ReturnItem, name: str, reason: str, frame: ConsoleFrame) -> ItemRow:
    say, opens = frame.say, frame.may(Right.OPEN_FILES)
    return ItemRow(
        title=say("console_returns.item", quantity=item.quantity, name=shown(name), sku=shown(item.sku)),
        reason=shown(reason or item.reason),
        outcome=say(f"console_outcome.{item.outcome}"),
        approval=say(f"console_state.{item.approval}"),
        words=shown(item.words),
        whys=tuple(dict.fromkeys(_whys(item, frame))),
        files=tuple(
            (
                say(f"console_returns.{each.kind}"),
                frame.place("returns", request.return_id, "evidence", id_of(each)) if opens else "",
            )
            for each in item.evidence
        ),
    )


def _whys(item: ReturnItem, frame: ConsoleFrame) -> Iterator[str]:
    """The rules that put it before somebody, and what stands against it."""
    terms, say = item.terms, frame.say
    if terms is None:
        return
    rule = terms.rule_of("review")
    known: Mapping[str, str] = {"base": "rule_base", LISTS: "rule_lists"}
    yield say(f"console_returns.{known[rule]}") if rule in known else say("console_returns.rule", rule=shown(rule))
    for why in terms.whys:
        yield say("console_returns.against", code=shown(why.code), rule=shown(why.rule))


def _sentence(code: str, frame: ConsoleFrame) -> str:
    """What the shopper will read."""
    return frame.say("console_returns.abuse" if code in _NO_WORDS else f"one_return_why.{code}")


def _history(history: CustomerHistory | None, frame: ConsoleFrame) -> Iterator[tuple[str, int]]:
    if history is None:
        return
    counts = {
        "returns_placed": history.returns_placed,
        "recent_returns": history.recent_returns,
        "discrepancies": history.discrepancies,
        "items_kept": history.items_kept,
        "failed_payments": history.failed_payments,
    }
    yield from ((frame.say(f"console_history.{name}"), count) for name, count in counts.items())
