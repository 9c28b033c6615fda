"""Signals and tiers in words, for staff: what was counted."""

from __future__ import annotations

from shared.returns.abuse.assessment import RiskTier

_STAFF: dict[str, tuple[str, str]] = {
    "discrepancies": (
        "返品{n}件で、荷物が空・不足・別の品、または先払い後に未着",
        "{n} returns came empty, incomplete or with something else, or were paid ahead and never came",
    ),
    "claims_though_delivered": (
        "配達完了の記録がある注文への配送申告が{n}件",
        "{n} claims about deliveries that the carrier scanned as delivered",
    ),
    "light_parcels": (
        "注文全品の返品で、荷物が往路より{n}%軽い",
        "an order that came back whole weighed {n}% less than it did on the way out",
    ),
    "claims": ("配送の申告（未着・不足など）が{n}件", "{n} claims that a delivery went wrong"),
    "unscanned": (
        "発送済みとされて7日を過ぎても運送会社の記録がない返品が{n}件",
        "{n} returns said to be sent more than 7 days ago that no carrier has scanned",
    ),
    "wrong_gift_codes": (
        "このギフト注文に対する誤ったコードの入力が{n}回",
        "{n} wrong gift codes were tried for this order lately",
    ),
    "recent_returns": ("直近の返品が{n}件", "{n} returns lately"),
    "return_share": ("注文100件あたり返品{n}件", "{n} of 100 orders came back"),
    "open_instant": (
        "先に返金し、商品がまだ届いていない返品が{n}件",
        "{n} returns were paid ahead, and the goods are still out",
    ),
    "failed_payments": ("差額や手数料の支払い失敗が{n}件", "{n} charges failed"),
    "value_share": (
        "返品のあった注文の金額のうち{n}%が返品",
        "{n}% of the value of orders with returns came back",
    ),
    "costly_reasons": (
        "返品した点数の{n}%が店側負担の理由（不良・配送）",
        "{n}% of returned pieces for reasons that the shop pays for (defects, delivery)",
    ),
    "items_kept": ("返送不要となった商品が{n}点", "{n} pieces were kept and paid back"),
    "shared_contact": ("同じ連絡先のほかの顧客が{n}人", "{n} other customers with the same contact"),
    "young_account": (
        "注文時、登録から30日まであと{n}日",
        "the account was {n} days short of 30 when the order was placed",
    ),
    "unusual_value": ("いつもの注文額の{n}%", "the order is {n}% of the usual value"),
    "same_reason": (
        "店側負担の同じ理由での返品が{n}件連続",
        "{n} returns in a row for the same reason that the shop pays for",
    ),
    "window_edge": ("期限間際の返品が{n}件", "{n} returns in the last days of the window"),
    "bracketing": (
        "同じ商品の複数のサイズや色を買い、一部を返品した注文が{n}件",
        "{n} orders with several variants of one product, some of which came back",
    ),
    "discounts": (
        "返品のあった注文の割引が平均{n}%",
        "discounts took {n}% off orders with returns",
    ),
}

_TIERS: dict[str, tuple[str, str]] = {
    RiskTier.TRUSTED: ("信頼", "trusted"),
    RiskTier.NORMAL: ("通常", "normal"),
    RiskTier.WATCHED: ("要確認", "watched"),
    RiskTier.HIGH: ("高リスク", "high risk"),
}


def told_staff(signal: str, observed: int, language: str) -> str:
    """What was counted, for staff. `language`: BCP 47; Japanese, else English."""
    return _in(_STAFF[signal], language).format(n=observed)


def told_tier(tier: str, language: str) -> str:
    """The tier, for staff."""
    return _in(_TIERS[tier], language)


def _in(words: tuple[str, str], language: str) -> str:
    return words[0] if language.lower().partition("-")[0] == "ja" else words[1]
