"""What `merchant.yaml` says of the tracking page: section `tracking_page`. Left out, it shows nothing of the shop's."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from shared.merchant.messaging import LongText
from shared.merchant.section import Section
from shared.merchant.values import Country, Day, Language, Slug, Text, Url, expected
from shared.shoppers.common_question import CommonQuestion
from shared.tracking.shown_stage import ShownStage


def _stage(value: Any) -> ShownStage:
    try:
        return ShownStage(value)
    except ValueError:
        raise expected("where an order stands: " + ", ".join(ShownStage)) from None


def _question(value: Any) -> CommonQuestion:
    try:
        return CommonQuestion(value)
    except ValueError:
        raise expected("a built-in question: " + ", ".join(CommonQuestion)) from None


StageName = Annotated[ShownStage, BeforeValidator(_stage)]
QuestionName = Annotated[CommonQuestion, BeforeValidator(_question)]


class QuestionConfiguration(Section):
    """A question and its answer."""

    name: Slug = Field(
        description="A name of your own; or that of a built-in question, in whose place yours is shown then."
    )
    stages: list[StageName] = Field(
        default=[], description="Where an order stands when it is shown; where the built-in one was when left out."
    )
    question: dict[Language, Text] = Field(min_length=1, description="The question, by language.")
    answer: dict[Language, LongText] = Field(min_length=1, description="The answer, by language.")
    url: Url | None = Field(default=None, description="Where one can read more.")


class PromotionConfiguration(Section):
    """A promotion or a recommendation beside an order."""

    id: Slug = Field(description="A name of your own, that no other promotion has. Clicks are counted by it.")
    kind: Literal["recommendation", "promotion"] = Field(description="What it is.")
    title: dict[Language, Text] = Field(min_length=1, description="Its heading, by language.")
    text: dict[Language, LongText] = Field(min_length=1, description="Its text, by language.")
    label: dict[Language, Text] = Field(
        default={}, description='What its link says, by language; "Have a look" when left out.'
    )
    url: Url = Field(description="Where it leads. A click leads there by an address of ours, which counts it.")
    image_url: Url | None = Field(default=None, description="Its picture, twice as wide as high, on a public address.")
    from_: Day | None = Field(default=None, alias="from", description="The first day it is shown.")
    until: Day | None = Field(default=None, description="The last day it is shown.")
    languages: list[Language] = Field(default=[], description="Only on pages in these languages.")
    countries: list[Country] = Field(default=[], description="Only for orders to these countries, in quotes.")
    stages: list[StageName] = Field(default=[], description="Only where the order stands there.")
    categories: list[Text] = Field(default=[], description="Only for orders with a line of one of these categories.")
    tiers: list[Text] = Field(default=[], description="Only for buyers in these tiers of your loyalty programme.")
    gift: bool | None = Field(default=None, description="true: only for gifts; false: for none.")
    first_order: bool | None = Field(
        default=None, description="true: only for a buyer's first order; false: only for later ones."
    )
    priority: Annotated[int, Field(ge=-100, le=100)] = Field(
        default=0, description="Two are shown at most: those with the greatest priority."
    )
    also_in_trouble: bool = Field(
        default=False,
        description="Show it although something is wrong with the order: late, held up, or coming back.",
    )


class TrackingPageConfiguration(Section):
    """What the tracking page shows beside the order."""

    faq: Annotated[list[QuestionConfiguration], Field(max_length=50)] = Field(
        default=[], description="Questions of your own; five are shown at a time, yours first."
    )
    hide_questions: list[QuestionName] = Field(default=[], description="Built-in questions that are not shown.")
    promotions: Annotated[list[PromotionConfiguration], Field(max_length=50)] = Field(
        default=[], description="Promotions and recommendations; two are shown at a time."
    )
