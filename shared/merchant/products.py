"""What `merchant.yaml` says of products."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shared.merchant.section import HandlingDays, PriceConfiguration, Section
from shared.merchant.values import Day, Sku, Slug, Text


class GoodsConfiguration(Section):
    """What a product is, as far as it bears on how long it travels. Only what is learned from history looks at it."""

    category: Text | None = Field(default=None, description="As your history calls its kind: `ceramics`.")
    weight_g: Annotated[int, Field(ge=1, le=10**7)] | None = Field(
        default=None, description="What one piece weighs, packed, in grams."
    )
    volume_cm3: Annotated[int, Field(ge=1, le=10**9)] | None = Field(
        default=None, description="The space one piece takes, packed, in cubic centimetres."
    )
    price: PriceConfiguration | None = Field(default=None, description="What one piece costs.")


class LeadClassConfiguration(GoodsConfiguration):
    """Products that are alike in how they are prepared and may travel."""

    name: Slug = Field(description="The class's short name; a storefront may ask by it.")
    skus: list[Sku] = Field(default=[], description="The products, by SKU.")
    handling_days: HandlingDays = Field(default=0, description="Working days on top of the warehouse's own.")
    available_from: Day | None = Field(
        default=None, description="Pre-order: the day on which they are there, and work on orders begins."
    )
    methods: list[Slug] = Field(default=[], description="Only by these methods; leave it out for all.")
    warehouses: list[Slug] = Field(default=[], description="Only from these warehouses; leave it out for all.")
    date_choice: bool = Field(
        default=True,
        description="Whether the delivery day may be chosen: false for お取り寄せ, whose day nobody knows.",
    )


class Products(Section):
    """What products change. A product that is not named is ordinary, and may leave from everywhere."""

    lead_classes: list[LeadClassConfiguration] = Field(default=[], description="Classes of products.")
    stock: dict[Sku, dict[Slug, Annotated[int, Field(ge=0, le=10**9)]]] = Field(
        default={}, description="Pieces by SKU and warehouse. What is not named may leave from everywhere."
    )
    goods: dict[Sku, GoodsConfiguration] = Field(
        default={}, description="What products are, by SKU. What is not said of one is as its lead class says."
    )
