"""Photos for an answer: the browser sends each to the bucket itself, and S3 leads back with its name in the address.

They are kept nowhere until the answer is sent. A name is good for its order alone, and opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from functions.returns_portal_api.setting import evidence_desk
from shared.evidence.evidence import Evidence
from shared.evidence.evidence_files import ID, PHOTO, EvidenceMissing, Upload, WrongContent
from shared.returns.return_request import ReturnItem, ReturnRequest
from shared.returns.wanted_items import MAX_EVIDENCE
from shared.wiring.evidence_desk import CountedAt

Added = Mapping[str, tuple[str, ...]]
"""Item id -> names of files."""
NOTHING_ADDED: Added = MappingProxyType({})
_NAMED = re.compile(rf"([0-9]{{1,4}}(?:\.[0-9]{{1,4}}){{0,8}}):({ID.strip('^$')})")
_BETWEEN = "~"


def read_added(written: str) -> Added:
    """What an address names; what is no name is left out."""
    found: dict[str, tuple[str, ...]] = {}
    for each in written.split(_BETWEEN):
        if named := _NAMED.fullmatch(each):
            item_id, evidence_id = named[1], named[2]
            found[item_id] = (*found.get(item_id, ()), evidence_id)[:MAX_EVIDENCE]
    return found


def that_are_there(stored: ReturnRequest, added: Added) -> Added:
    """Those that were uploaded for their item's order, and are photos."""
    return {item.item_id: tuple(_there(item, added)) for item in stored.items if item.item_id in added}


def evidence_of(item: ReturnItem, names: Collection[str]) -> tuple[Evidence, ...]:
    """The files as parts of a return; raises EvidenceMissing and WrongContent."""
    return tuple(evidence_desk().looked_at(item.order_id, name) for name in dict.fromkeys(names))


def uploads(
    stored: ReturnRequest, items: Collection[str], added: Added, back: Callable[[str], str]
) -> dict[str, Upload]:
    """Item id -> where one more photo of it is sent. `back`: what was added -> the path that S3 leads to then."""
    made = {}
    for item in stored.items:
        mine = added.get(item.item_id, ())
        if item.item_id in items and len(item.evidence) + len(mine) < MAX_EVIDENCE:
            made[item.item_id] = evidence_desk().form(item.order_id, PHOTO, _back_with(item, added, back))
    return made


def _back_with(item: ReturnItem, added: Added, back: Callable[[str], str]) -> CountedAt:
    mine = added.get(item.item_id, ())
    return lambda name: back(_written({**added, item.item_id: (*mine, name)}))


def _there(item: ReturnItem, added: Added) -> Iterator[str]:
    for name in dict.fromkeys(added[item.item_id]):
        try:
            evidence_of(item, (name,))
        except (EvidenceMissing, WrongContent):
            continue
        yield name


def _written(added: Added) -> str:
    return _BETWEEN.join(f"{item_id}:{name}" for item_id, names in added.items() for name in names)
