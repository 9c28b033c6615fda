"""What `merchant.yaml` says of the reasons shoppers choose from, and the catalogue that holds where it says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from shared.merchant.return_values import Code, Word
from shared.merchant.section import Said, Section
from shared.returns.policy.policy import Reason
from shared.returns.vocabulary import ReasonGroup

_BUILT_IN: dict[str, tuple[str, str, str, str]] = {
    "size_too_small": ("サイズが小さい", "Too small", "Zu klein", "Muito pequeno"),
    "size_too_large": ("サイズが大きい", "Too large", "Zu groß", "Muito grande"),
    "style": ("イメージと違う", "Not my style", "Gefällt mir nicht", "Não é o meu estilo"),
    "colour": ("色が違って見える", "Not the colour I expected", "Farbe anders als erwartet", "Outra cor"),
    "unwanted": ("不要になった", "No longer wanted", "Nicht mehr gewünscht", "Já não quero"),
    "found_cheaper": ("他でより安く見つけた", "Found cheaper", "Günstiger gefunden", "Encontrei mais barato"),
    "ordered_by_mistake": ("間違えて注文した", "Ordered by mistake", "Versehentlich bestellt", "Pedido por engano"),
    "defective": ("不良品・故障", "Defective", "Defekt", "Com defeito"),
    "not_as_described": ("説明と異なる", "Not as described", "Nicht wie beschrieben", "Não corresponde à descrição"),
    "poor_quality": ("品質に問題がある", "Poor quality", "Mangelhafte Qualität", "Má qualidade"),
    "damaged": ("配送中の破損", "Damaged on the way", "Beim Transport beschädigt", "Danificado no transporte"),
    "wrong_item": ("違う商品が届いた", "Wrong item", "Falscher Artikel", "Artigo errado"),
    "missing_parts": ("部品・付属品が足りない", "Parts are missing", "Teile fehlen", "Faltam peças"),
    "arrived_late": ("届くのが遅すぎた", "Arrived too late", "Zu spät angekommen", "Chegou tarde demais"),
    "stopped_working": ("使用中に動かなくなった", "Stopped working", "Funktioniert nicht mehr", "Deixou de funcionar"),
    "broke_in_use": ("使用中に壊れた", "Broke in use", "Bei Gebrauch kaputtgegangen", "Partiu-se com o uso"),
}  # fmt: skip
"""Code -> Japanese, English, German, Portuguese."""

_GROUPS = {
    ReasonGroup.CHANGE_OF_MIND: (
        "size_too_small", "size_too_large", "style", "colour", "unwanted", "found_cheaper", "ordered_by_mistake",
    ),
    ReasonGroup.DEFECT: ("defective", "not_as_described", "poor_quality"),
    ReasonGroup.DELIVERY: ("damaged", "wrong_item", "missing_parts", "arrived_late"),
    ReasonGroup.WARRANTY: ("stopped_working", "broke_in_use"),
}  # fmt: skip
_LANGUAGES = ("ja", "en", "de", "pt")


class ReasonConfiguration(Section):
    """A reason that shoppers can choose."""

    code: Code = Field(description="Its code, which rules and reports know it by: size_too_small.")
    texts: Said = Field(default={}, description="What shoppers read, by language; a built-in code has its own words.")
    parent: Code | None = Field(default=None, description="The code of a wider reason of the same group.")
    needs_words: bool = Field(default=False, description="Whether the shopper has to say it in their own words too.")
    categories: list[Word] = Field(default=[], description="Only for goods of these categories; leave it out for all.")


def built_in(group: ReasonGroup) -> list[ReasonConfiguration]:
    """The reasons of a group, where the merchant writes none."""
    return [ReasonConfiguration(code=code) for code in _GROUPS[group]]


class ReasonsConfiguration(Section):
    """The reasons there are, in four groups that law sees differently. A group left out has the built-in ones."""

    change_of_mind: list[ReasonConfiguration] = Field(
        default=built_in(ReasonGroup.CHANGE_OF_MIND), description="The shopper's side: it does not fit, or please."
    )
    defect: list[ReasonConfiguration] = Field(
        default=built_in(ReasonGroup.DEFECT), description="The shop's side: broken, not as described."
    )
    delivery: list[ReasonConfiguration] = Field(
        default=built_in(ReasonGroup.DELIVERY), description="What happened on the way: damaged, wrong, missing, late."
    )
    warranty: list[ReasonConfiguration] = Field(
        default=built_in(ReasonGroup.WARRANTY), description="It broke in use, within its warranty."
    )

    def by_group(self) -> Iterator[tuple[ReasonGroup, list[ReasonConfiguration]]]:
        """Every group with its reasons, in the order of the section."""
        for group in ReasonGroup:
            yield group, getattr(self, group)


def compile_reasons(written: ReasonsConfiguration) -> tuple[Reason, ...]:
    """In the order of the file; a built-in code without words of the merchant's has its own."""
    return tuple(_reason(each, group) for group, reasons in written.by_group() for each in reasons)


def _reason(written: ReasonConfiguration, group: ReasonGroup) -> Reason:
    texts = written.texts or dict(zip(_LANGUAGES, _BUILT_IN.get(written.code, ()), strict=False))
    return Reason(
        code=written.code,
        group=group,
        texts=tuple(texts.items()),
        parent=written.parent or "",
        needs_words=written.needs_words,
        categories=frozenset(written.categories),
    )


def has_words(written: ReasonConfiguration) -> bool:
    """Whether shoppers would read more than the code."""
    return bool(written.texts) or written.code in _BUILT_IN
