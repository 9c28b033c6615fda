"""What the API of the return policy takes and gives: models, and the operation for OpenAPI."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field

from shared.returns.policy.laws import holds_in
from shared.returns.policy.policy import Fact, Law
from shared.returns.published import PublishedReturns
from shared.returns.text.europe import withdrawal_information, withdrawal_labels
from shared.returns.text.human import Contact, policy_text
from shared.returns.text.render import to_html, to_markdown
from shared.returns.text.schema_org import return_policies
from shared.runtime.operation import Answer, Operation, Parameter

COUNTRY = r"^[A-Z]{2}$"
LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$"


class PolicyQuery(BaseModel):
    """What GET /v1/return-policy takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: Annotated[str, Field(pattern=COUNTRY)]
    language: Annotated[str, Field(pattern=LANGUAGE)] = "en"


class PolicyTextView(BaseModel):
    """A text for shoppers."""

    title: str
    html: str = Field(description="An `<article>`, to be put into a page: no scripts, no styles, everything escaped.")
    markdown: str


class WithdrawalView(BaseModel):
    """The European right of withdrawal."""

    information: PolicyTextView
    withdraw_label: str = Field(description="What the button says that leads to the withdrawal.")
    confirm_label: str = Field(description="What the button says that confirms it.")


class ReturnPolicyAnswer(BaseModel):
    """What the shop takes back, as shoppers of a country read it."""

    version: int
    country: str
    language: str = Field(description="In which it is told: one there are words for.")
    text: PolicyTextView
    schema_org: list[dict[str, Any]] = Field(description="`MerchantReturnPolicy`, for pages and search engines.")
    withdrawal: WithdrawalView | None = Field(description="Null where the law gives no such right.")

    @classmethod
    def of(cls, published: PublishedReturns, query: PolicyQuery) -> Self:
        policy = published.policy
        document = policy_text(policy, query.language, Contact(published.ways_back.shop))
        has_right = holds_in(Law.EU, policy, {Fact.ORDER_COUNTRY: query.country})
        returned_to = next((each.address.country for each in published.ways_back.destinations), "")
        return cls(
            version=policy.version,
            country=query.country,
            language=document.language,
            text=PolicyTextView(title=document.title, html=to_html(document), markdown=to_markdown(document)),
            schema_org=return_policies(policy, [query.country], returned_to=returned_to),
            withdrawal=_withdrawal(published, query.language) if has_right else None,
        )


def _withdrawal(published: PublishedReturns, language: str) -> WithdrawalView:
    told, labels = withdrawal_information(published.policy, language), withdrawal_labels(language)
    return WithdrawalView(
        information=PolicyTextView(title=told.title, html=to_html(told), markdown=to_markdown(told)),
        withdraw_label=labels.withdraw,
        confirm_label=labels.confirm,
    )


_HEADERS = {"ETag": "Of this answer.", "Cache-Control": "How long it may be kept."}

OPERATIONS = (
    Operation(
        method="GET",
        path="/v1/return-policy",
        id="getReturnPolicy",
        summary="Read the return policy",
        description=(
            "As text for a page of the shop's, made of the very rules that decide, and as schema.org's "
            "`MerchantReturnPolicy`. For everybody, and to be kept for five minutes; with `If-None-Match` an answer "
            "that did not change is 304."
        ),
        parameters=(
            Parameter("country", "query", "Of the shopper.", {"type": "string", "pattern": COUNTRY}, example="JP"),
            Parameter(
                "language",
                "query",
                "BCP 47; English without it.",
                {"type": "string", "pattern": LANGUAGE},
                required=False,
                example="ja",
            ),
        ),
        answers=(
            Answer(200, "The policy.", ReturnPolicyAnswer, headers=_HEADERS),
            Answer(304, "It did not change.", None, content_type="text/plain"),
        ),
        problems=(400, 404, 422, 503),
        tags=("Returns",),
    ),
)
