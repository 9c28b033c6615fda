"""Look again at what an advisory touches that came in force, or is over: no scan tells of it.

Which advisories hold is compared with what was swept before, so that one announced for tonight counts from tonight on,
and one whose time is up counts no more, though nobody says so. Where nothing changed, that is all a run does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from shared.estimates.live_estimate import LiveEstimate
from shared.estimates.reason import Reason
from shared.estimates.revise_estimate import Means
from shared.promise.slowdown import Slowdown

_PAGE = 100
_BY_ADVISORY = frozenset({Reason.WEATHER, Reason.DISRUPTION, Reason.CUSTOMS})
"""What an estimate that counts an advisory gives as a reason, whichever it is (`reason.of_slowdown`)."""

Look = Callable[[LiveEstimate], bool]
"""Looks at one again; answers whether that went well."""


def sweep_advisories(means: Means, look: Look, now: datetime, has_time: Callable[[], bool]) -> None:
    """Have everything looked at that an advisory touches which holds now and did not, or held and does not.

    Goes on at the next run where the time is over; a walk on which something failed begins anew.
    """
    holding = {digest_of(each): each for each in means.knowledge.slowdowns if each.holds_between(now, now)}
    known = means.estimates.swept()
    if known.is_over(frozenset(holding)):
        return
    walk = known.begun(frozenset(holding))
    new = [slowdown for digest, slowdown in holding.items() if digest not in walk.settled]
    over = walk.counted - walk.towards
    went_well = True
    while has_time():
        page, place = means.estimates.open_ones(walk.place, _PAGE)
        looked = [look(live) for live in page if is_touched(live, new, over)]
        went_well = went_well and all(looked)
        walk = walk.at(place)
        if not place:
            walk = walk.ended() if went_well else walk
            break
    means.estimates.note_sweep(walk if went_well else walk.at(""))


def is_touched(live: LiveEstimate, new: Iterable[Slowdown], over: Collection[str]) -> bool:
    """Whether an estimate may change by what began to hold, or by what is over."""
    if over and live.latest is not None and not _BY_ADVISORY.isdisjoint(live.latest.reasons):
        return True
    carrier = live.parcel.number.carrier if live.parcel else ""
    return any(
        bool(slowdown.warehouses) or not live.country or slowdown.touches(live.country, live.area, carrier)
        for slowdown in new
    )


def digest_of(slowdown: Slowdown) -> str:
    """What stands for a slowdown; another one where its area, its days or its time is changed, not its words."""
    written = {name: value for name, value in slowdown.to_json().items() if name != "headlines"}
    return hashlib.sha256(json.dumps(written, sort_keys=True).encode()).hexdigest()[:16]
