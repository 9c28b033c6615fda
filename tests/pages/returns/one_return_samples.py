"""Returns as their pages are given them, made by the rules that make them in earnest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from shared.brand import Brand
from shared.pages.parcel_view import ParcelView
from shared.pages.returns.one_return_items import Goods
from shared.pages.returns.one_return_view import OneReturn
from shared.returns.caller import Caller
from shared.returns.draft_return import show_return
from shared.returns.methods.ports import Address
from shared.returns.offered_ways import offered_ways
from shared.returns.return_request import ReturnRequest
from shared.returns.view.answer import ReturnView
from shared.returns.vocabulary import Actor
from tests.returns.request.setting import Shop

BRAND = Brand("はなれ", "#e8b04a", None, "help@hanare.example", None)
WAREHOUSE = Address("JP", "150-0001", ("神宮前1-2-3",), "渋谷区", "東京都", "返品係", "03-0000-0000")
HERE = "/returns/a-token/R7K3F92M4XQ80000"


def place(*parts: str, **query: str) -> str:
    """Addresses below the return."""
    said = "&".join(f"{name}={value}" for name, value in query.items() if value)
    return "/".join((HERE, *parts)) + (f"?{said}" if said else "")


def one_of(
    shop: Shop,
    request: ReturnRequest,
    *,
    is_gift: bool = False,
    parcels: Mapping[str, ParcelView] | None = None,
    names: Mapping[str, str] | None = None,
    **changes: Any,
) -> OneReturn:
    """What the page of this return is made of, as its shopper may see it now."""
    caller = Caller(Actor.SHOPPER, is_gift=is_gift)
    view = ReturnView.of(show_return(shop.means, request, Actor.SHOPPER, shop.now), caller)
    goods = {item.item_id: Goods((names or {}).get(item.item_id, item.sku.title()), "小さい") for item in request.items}
    given: dict[str, Any] = {
        "view": view,
        "goods": goods,
        "order_names": request.order_ids,
        "offers": offered_ways(shop.means, request, shop.shopper),
        "parcels": parcels or {},
        "customs": frozenset(),
        "send_to": WAREHOUSE,
        "country": "JP",
        "zone": ZoneInfo("Asia/Tokyo"),
        "now": shop.now,
        "shop": BRAND,
        "place": place,
        "home": "/returns/a-token",
        "change": "/returns/a-token/new?change=R7K3F92M4XQ80000",
        "tracking": "" if is_gift else "/t/another-token",
        **changes,
    }
    return OneReturn(**given)
