"""Words that order files use for yes and no, for how and whether something was paid, and for where it was sold."""

from __future__ import annotations

YES = frozenset({"yes", "y", "true", "1", "はい", "あり", "有", "有り", "○", "〇"})
NO = frozenset({"no", "n", "false", "0", "いいえ", "なし", "無", "無し", "×"})
INCLUDED = YES | {"税込", "税込み", "内税"}
ON_TOP = NO | {"税抜", "税抜き", "税別", "外税"}
FINAL = YES | {"返品不可"}
PAID = frozenset(
    {
        "paid",
        "captured",
        "partially_refunded",
        "refunded",
        "入金済",
        "入金済み",
        "支払済",
        "支払済み",
        "支払い済み",
        "決済済み",
    }
)
"""All of it was captured at some time. Anything else that is said means it was not."""
CHANNELS = {"": "online", "web": "online", "pos": "store", "店舗": "store", "実店舗": "store", "電話": "phone"}

_METHODS = {
    "credit card": "card",
    "card": "card",
    "shopify payments": "card",
    "stripe": "card",
    "クレジットカード": "card",
    "クレジットカード決済": "card",
    "クレジット": "card",
    "代金引換": "cash_on_delivery",
    "代引き": "cash_on_delivery",
    "代引": "cash_on_delivery",
    "cash on delivery": "cash_on_delivery",
    "cash on delivery (cod)": "cash_on_delivery",
    "コンビニ決済": "konbini",
    "コンビニ後払い": "konbini",
    "コンビニ": "konbini",
    "銀行振込": "bank_transfer",
    "bank transfer": "bank_transfer",
    "bank deposit": "bank_transfer",
    "gift card": "gift_card",
    "gift_card": "gift_card",
    "ギフトカード": "gift_card",
    "paypal": "wallet",
    "paypay": "wallet",
    "apple pay": "wallet",
    "google pay": "wallet",
    "amazon pay": "wallet",
    "楽天ペイ": "wallet",
}


def method_of(written: str) -> str:
    """How it was paid, in our words; `other` for what nobody knows."""
    return _METHODS.get(written.strip().lower(), "other")
