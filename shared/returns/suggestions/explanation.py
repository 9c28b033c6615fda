"""Say a suggestion with its figures, in Japanese or English: counts of returns, never of people."""

from __future__ import annotations

from collections.abc import Mapping

from shared.returns.suggestions.model import Level
from shared.returns.suggestions.suggest import Suggestion
from shared.returns.vocabulary import Outcome

LEAST_KNOWN = 10
"""Of so many it has to be known whether they were kept, before that is said."""

_SAMPLE: Mapping[str, Mapping[Level, str]] = {
    "en": {
        Level.TIER: "Of {sample} returns of this article for “{reason}” by members of your tier",
        Level.PRODUCT: "Of {sample} returns of this article for “{reason}”",
        Level.TYPE: "Of {sample} returns of articles of this kind for “{reason}”",
        Level.REASON: "Of {sample} returns for “{reason}”",
    },
    "ja": {
        Level.TIER: "お客様と同じ会員ランクの「{reason}」によるこの商品の返品{sample}件のうち",
        Level.PRODUCT: "「{reason}」によるこの商品の返品{sample}件のうち",
        Level.TYPE: "「{reason}」による同じ種類の商品の返品{sample}件のうち",
        Level.REASON: "「{reason}」による返品{sample}件のうち",
    },
}
_CHOSEN: Mapping[str, Mapping[Outcome, str]] = {
    "en": {
        Outcome.EXCHANGE: "were exchanged for another variant",
        Outcome.OTHER_ITEM: "were exchanged for another article",
        Outcome.REPLACEMENT: "were replaced by the same",
        Outcome.STORE_CREDIT: "were taken as store credit",
        Outcome.GIFT_CARD: "were taken as a gift card",
        Outcome.REPAIR: "were repaired",
        Outcome.SPARE_PART: "were mended with a spare part",
    },
    "ja": {
        Outcome.EXCHANGE: "別の種類への交換",
        Outcome.OTHER_ITEM: "ほかの商品への交換",
        Outcome.REPLACEMENT: "同じ商品への交換",
        Outcome.STORE_CREDIT: "ストアクレジット",
        Outcome.GIFT_CARD: "ギフトカード",
        Outcome.REPAIR: "修理",
        Outcome.SPARE_PART: "部品の送付",
    },
}
_SIZES: Mapping[str, Mapping[int, str]] = {
    "en": {
        1: "were exchanged for one size up",
        2: "were exchanged for two sizes up",
        -1: "were exchanged for one size down",
        -2: "were exchanged for two sizes down",
    },
    "ja": {
        1: "1つ上のサイズへの交換",
        2: "2つ上のサイズへの交換",
        -1: "1つ下のサイズへの交換",
        -2: "2つ下のサイズへの交換",
    },
}
_KEPT = {"en": "; {kept} % of those were kept", "ja": "、そのうち{kept}%はお手元に残っています"}
_WHOLE = {"en": "{sample}, {taken} % {chosen}{kept}.", "ja": "{sample}、{taken}%が{chosen}で{kept}。"}
_JAPANESE_END = "した"
_GOODS = frozenset({Outcome.EXCHANGE, Outcome.OTHER_ITEM, Outcome.REPLACEMENT})


def explanation(suggestion: Suggestion, reason: str, language: str) -> str:
    """One sentence. `reason`: as shoppers read it. `language`: BCP 47; English where it is not Japanese.

    Percentages are of what was counted, rounded down to whole ones, and so never better than the truth.
    """
    spoken = "ja" if language.lower().partition("-")[0] == "ja" else "en"
    kept = _kept(suggestion, spoken)
    if spoken == "ja" and not kept:
        kept = _JAPANESE_END
    return _WHOLE[spoken].format(
        sample=_SAMPLE[spoken][suggestion.level].format(sample=f"{suggestion.sample:,}", reason=reason),
        taken=100 * suggestion.taken // suggestion.sample,
        chosen=_chosen(suggestion, spoken),
        kept=kept,
    )


def _chosen(suggestion: Suggestion, language: str) -> str:
    steps = suggestion.choice.steps
    return _SIZES[language][steps] if steps else _CHOSEN[language][suggestion.outcome]


def _kept(suggestion: Suggestion, language: str) -> str:
    """Only of goods: credit is not kept or sent back."""
    if suggestion.outcome not in _GOODS or suggestion.known < LEAST_KNOWN:
        return ""
    return _KEPT[language].format(kept=100 * suggestion.kept // suggestion.known)
