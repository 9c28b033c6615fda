"""What `merchant.yaml` says of the reasons shoppers choose from, and the catalogue that holds where it says nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import Field

from shared.locales import languages, subject_words
from shared.merchant.return_values import Code, Word
from shared.merchant.section import Said, Section
from shared.returns.policy.policy import Reason
from shared.returns.vocabulary import ReasonGroup

_BUILT_IN: Mapping[str, ReasonGroup] = {
    "size_too_small": ReasonGroup.CHANGE_OF_MIND,
    "size_too_large": ReasonGroup.CHANGE_OF_MIND,
    "style": ReasonGroup.CHANGE_OF_MIND,
    "colour": ReasonGroup.CHANGE_OF_MIND,
    "unwanted": ReasonGroup.CHANGE_OF_MIND,
    "found_cheaper": ReasonGroup.CHANGE_OF_MIND,
    "ordered_by_mistake": ReasonGroup.CHANGE_OF_MIND,
    "defective": ReasonGroup.DEFECT,
    "not_as_described": ReasonGroup.DEFECT,
    "poor_quality": ReasonGroup.DEFECT,
    "damaged": ReasonGroup.DELIVERY,
    "wrong_item": ReasonGroup.DELIVERY,
    "missing_parts": ReasonGroup.DELIVERY,
    "arrived_late": ReasonGroup.DELIVERY,
    "stopped_working": ReasonGroup.WARRANTY,
    "broke_in_use": ReasonGroup.WARRANTY,
}
"""In the order shoppers see them. Their words stand in `return_reasons.toml` of every folder of `shared/locales/`."""


class ReasonConfiguration(Section):
    """A reason that shoppers can choose."""

    code: Code = Field(description="Its code, which rules and reports know it by: size_too_small.")
    texts: Said = Field(default={}, description="What shoppers read, by language; a built-in code has its own words.")
    parent: Code | None = Field(default=None, description="The code of a wider reason of the same group.")
    needs_words: bool = Field(default=False, description="Whether the shopper has to say it in their own words too.")
    categories: list[Word] = Field(default=[], description="Only for goods of these categories; leave it out for all.")


def built_in(group: ReasonGroup) -> list[ReasonConfiguration]:
    """The reasons of a group, where the merchant writes none."""
    return [ReasonConfiguration(code=code) for code, its_group in _BUILT_IN.items() if its_group is group]


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
    texts = written.texts or _built_in_texts(written.code)
    return Reason(
        code=written.code,
        group=group,
        texts=tuple(texts.items()),
        parent=written.parent or "",
        needs_words=written.needs_words,
        categories=frozenset(written.categories),
    )


def _built_in_texts(code: str) -> dict[str, str]:
    """By language; none of a code that is the merchant's own."""
    if code not in _BUILT_IN:
        return {}
    return {language: subject_words("return_reasons", language)(f"return_reason.{code}") for language in languages()}


def has_words(written: ReasonConfiguration) -> bool:
    """Whether shoppers would read more than the code."""
    return bool(written.texts) or written.code in _BUILT_IN
