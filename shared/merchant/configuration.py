"""What `merchant.yaml` may say. Its JSON Schema is published, so every field is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from shared.brand import Brand as ShownBrand
from shared.merchant.branding import Brand
from shared.merchant.claims import ClaimsConfiguration
from shared.merchant.contradictions import find_contradictions
from shared.merchant.delivery import Delivery
from shared.merchant.disruptions import DisruptionsConfiguration
from shared.merchant.messaging import NotificationsConfiguration
from shared.merchant.notification_rules import compile_rules
from shared.merchant.products import Products
from shared.merchant.section import Section
from shared.merchant.tracking_page import TrackingPageConfiguration
from shared.merchant.values import EmailAddress, Language, Slug, Text, Url
from shared.merchant.warehouses import WarehouseConfiguration
from shared.notifications.rules import NotificationRules

WITHOUT_RETURNS = "without returns"
"""The context of reading what was published, where returns do not matter."""


def _read_returns(value: Any, info: ValidationInfo) -> Any:
    """The section, whose models are imported by those who need them only: they are a third of all there are."""
    if value is None or info.context == WITHOUT_RETURNS:
        return None
    from shared.merchant.returns import ReturnsConfiguration

    return ReturnsConfiguration.model_validate(value)


if TYPE_CHECKING:
    from shared.merchant.returns import ReturnsConfiguration as Returns
else:
    Returns = Annotated[Any, BeforeValidator(_read_returns), WithJsonSchema({})]


class Merchant(Section):
    """Who the merchant is, to the platform and to shoppers."""

    id: Slug = Field(description="The merchant's short name. It stands in addresses and events: choose it once.")
    name: Text = Field(description="The shop's name, as shoppers know it.")
    support_email: EmailAddress = Field(description="Where shoppers may write when they need a person.")
    support_url: Url | None = Field(default=None, description="The shop's help page, if there is one.")
    shopper_address: Url | None = Field(
        default=None,
        description="Where shoppers' links lead: a short domain of your own that you point at the API. Else the API's.",
    )
    default_language: Language = Field(description="The language for shoppers whose language is not known.")
    sender: EmailAddress = Field(
        description="The address messages are sent from. It must be a verified identity in Amazon SES."
    )


class PromiseConfiguration(Section):
    """How sure promises are to be, and when it is better not to make one."""

    confidence: Literal[50, 75, 80, 85, 90, 95, 97, 99] = Field(
        default=90, description="Of 100 parcels, how many come by the promised day."
    )
    target: Annotated[int, Field(ge=0, le=100)] = Field(
        default=85, description="Per cent of the last 28 days' promises that must have been kept; else when_thin holds."
    )
    minimum_sample: Annotated[int, Field(ge=0, le=10**6)] = Field(
        default=10, description="Own deliveries a lane must have; else when_thin holds."
    )
    when_thin: Literal["promise", "range", "hide"] = Field(
        default="promise",
        description="What shoppers are told where there is too little history, or too few promises were kept: the date,"
        " a range, or no date.",
    )


class MerchantConfiguration(Section):
    """Everything a merchant decides, in one file."""

    merchant: Merchant = Field(description="Who the merchant is.")
    brand: Brand = Field(default=Brand(), description="The look of the shop; plain when left out.")
    warehouses: list[WarehouseConfiguration] = Field(min_length=1, description="Where parcels leave from.")
    delivery: Delivery = Field(description="How parcels reach shoppers, and how fast.")
    promise: PromiseConfiguration = Field(
        default=PromiseConfiguration(), description="How sure promises are to be; 90 of 100 when left out."
    )
    products: Products = Field(default=Products(), description="What products change; nothing when left out.")
    disruptions: DisruptionsConfiguration = Field(
        default=DisruptionsConfiguration(),
        description="How advisories slow promises; as docs/disruptions.md says when left out.",
    )
    notifications: NotificationsConfiguration = Field(
        default=NotificationsConfiguration(), description="What shoppers are told, and how; nothing when left out."
    )
    tracking_page: TrackingPageConfiguration = Field(
        default=TrackingPageConfiguration(),
        description="What the tracking page shows beside the order; nothing of yours when left out.",
    )
    claims: ClaimsConfiguration = Field(
        default=ClaimsConfiguration(),
        description="What shoppers are told when they report a problem; no time for an answer when left out.",
    )
    returns: Returns | None = Field(
        default=None,
        description="What may come back, for what, and at whose cost; nothing when left out.",
    )

    def shown_brand(self) -> ShownBrand:
        """How pages and messages show the shop. Invalid where a value cannot be shown; publishing rules that out."""
        return ShownBrand(
            name=self.merchant.name,
            colour=self.brand.colour,
            logo_url=self.brand.logo_url,
            support_email=self.merchant.support_email,
            support_url=self.merchant.support_url,
            logo_dark_url=self.brand.logo_dark_url,
            accent=self.brand.accent or "",
            font=self.brand.font or "",
            footer=tuple(self.brand.footer.items()),
            social=tuple((network.name, network.url) for network in self.brand.social),
            loyalty_url=self.brand.loyalty_url,
            shop_url=self.brand.shop_url,
            favicon_url=self.brand.favicon_url,
            heading_font=self.brand.heading_font or "",
            font_files=tuple(font.file() for font in self.brand.font_files),
            corners=self.brand.corners,
            day=self.brand.day.shade(),
            night=self.brand.night.shade(),
            is_dark_at_night=self.brand.dark_mode == "auto",
            legal=tuple(
                (language, tuple((link.text, link.url) for link in links))
                for language, links in self.brand.legal.items()
            ),
            texts=self.brand.texts.said(),
        )

    def notification_rules(self) -> NotificationRules:
        """What messages are decided and written by."""
        return compile_rules(
            self.notifications,
            default_language=self.merchant.default_language,
            support_email=self.merchant.support_email,
        )

    @property
    def lanes_files(self) -> frozenset[str]:
        """The names of all files of lanes that belong to it."""
        return frozenset(service.lanes_file for service in self.delivery.services if service.lanes_file is not None)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        contradictions = find_contradictions(self)
        if contradictions:
            raise PydanticCustomError(
                "contradictions",
                "{count} contradictions",
                {
                    "count": len(contradictions),
                    "contradictions": contradictions,
                },
            )
        return self


def json_schema() -> dict[str, object]:
    """The published JSON Schema of `merchant.yaml` (draft 2020-12). It cannot say what `find_contradictions` checks."""
    from shared.merchant.returns import ReturnsConfiguration

    schema, returns = MerchantConfiguration.model_json_schema(), ReturnsConfiguration.model_json_schema()
    schema["$defs"] |= {**returns.pop("$defs"), ReturnsConfiguration.__name__: returns}
    section = {"$ref": f"#/$defs/{ReturnsConfiguration.__name__}"}
    schema["properties"]["returns"] = {**schema["properties"]["returns"], "anyOf": [section, {"type": "null"}]}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:todoku:merchant-configuration:1",
        **schema,
        "title": "Todoku merchant configuration (merchant.yaml)",
    }
