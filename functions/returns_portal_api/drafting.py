"""What the steps of the portal share: the draft that is put together, and what the policy offers for its order."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from functions.returns_portal_api.setting import PAGES, NoDraft, Visit, desk, returns
from shared.locales import languages
from shared.pages.order_frame import Frame
from shared.pages.pieces import name_of
from shared.pages.shown_text import shown
from shared.returns.axes import Action
from shared.returns.carry_through import ReturnUnknown
from shared.returns.find_returnable import find_returnable
from shared.returns.open_draft import change_draft
from shared.returns.policy.policy import Policy
from shared.returns.policy.terms import Eligibility
from shared.returns.put_together import wanted_of
from shared.returns.request.legal import obstacle_to_all
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.vocabulary import Actor
from shared.returns.wanted_items import WantedItem
from shared.runtime import clock
from shared.runtime.http import Request, Routes

Form = Mapping[str, str]
MAX_FIELDS = 600
"""Of a form: 100 items, with what is said of each."""
_RETURN_ID = re.compile(r"[0-9A-Za-z]{16}")
_VISIT = re.compile(r"[0-9A-Za-z_-]{16,64}")


def frame_of(here: Visit, nonce: str, **kept: str) -> Frame:
    """What every page has around it. `kept`: what stays in the address when another language is asked for."""
    return Frame(
        language=here.language,
        nonce=nonce,
        shop=desk().brand(),
        order=shown(here.order.shown_name),
        home=here.place(),
        is_gift=here.caller.is_gift,
        kept={name: value for name, value in kept.items() if value},
    )


def at_both(routes: Mapping[str, Mapping[str, Callable[..., object]]]) -> Routes:
    """The same routes below a link of who bought it and of who got it as a gift; paths begin behind the token."""
    return {f"/{page}/{{token}}{below}": methods for page in PAGES for below, methods in routes.items()}  # type: ignore[misc]


def known_draft(here: Visit, return_id: str) -> ReturnRequest | None:
    """The return with this id, whatever became of it; None where there is none. ReturnUnknown for somebody else's."""
    if not _RETURN_ID.fullmatch(return_id):
        return None
    found = returns().means.returns.get(return_id)
    return None if found is None else here.caller.own(found)


def draft_named(here: Visit, return_id: str) -> ReturnRequest:
    """The return that a form or an address names; ReturnUnknown where there is none: nobody makes one by naming it."""
    found = known_draft(here, return_id)
    if found is None or found.order_ids != (here.order.order_id,):
        raise ReturnUnknown("There is no return with this id.", field="return_id")
    return found


def draft_of(here: Visit, request: Request, name: str = "draft") -> ReturnRequest:
    """The draft that the address names; raises ReturnUnknown, and NoDraft once it is none."""
    found = draft_named(here, request.query.get(name, ""))
    if not is_open(found):
        raise NoDraft("This return is not a draft any more.")
    return found


def is_open(request: ReturnRequest) -> bool:
    """Whether its shopper may still put it together anew."""
    now = clock.now()
    is_over = request.draft_until is not None and now > request.draft_until
    return not is_over and obstacle_to_all(request, Action.CHANGE, Actor.SHOPPER, now) is None


def saved(here: Visit, draft: ReturnRequest, items: tuple[WantedItem, ...]) -> ReturnRequest:
    """The draft with these items; where nothing is new it stays as it is."""
    if items == wanted_of(draft):
        return draft
    telling = here.caller.telling(clock.now())
    return change_draft(returns().means, here.caller, draft.return_id, items, telling, None)


def policy_of(here: Visit) -> Policy:
    """The one in force when it was bought. Raises ReturnsOff."""
    return returns().means.policies.at(here.order.placed_at)


def offers_of(here: Visit) -> Sequence[Eligibility]:
    """What may come back, position by position."""
    return find_returnable(returns().means, here.order.order_id, clock.now())


def by_line(found: Sequence[Eligibility]) -> dict[str, Eligibility]:
    return {each.line: each for each in found}


def name_in(here: Visit, item: ReturnItem) -> str:
    """What an item's goods are called in the order."""
    line = next((line for line in here.order.lines if line.position == item.line), None)
    return name_of(line) if line else shown(item.sku)


def spoken(here: Visit) -> str:
    """The language for messages about the return: the one asked for, where there are words for it; "" : the order's.

    Of an address only what is known is kept: anything may stand in it.
    """
    stem = here.asked_language[:2].lower()
    return stem if stem in languages() else ""


def new_visit() -> str:
    """For one form: what is sent with it twice is done once."""
    return clock.random_bytes(16).hex()


def visit_of(form: Mapping[str, str]) -> str:
    """The form's; a new one where it holds none."""
    written = form.get("visit", "")
    return written if _VISIT.fullmatch(written) else new_visit()
