"""What orders are made of, as the API takes and gives it: the contact, the destination, the lines, the consent."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from shared.our_time import Day
from shared.promise.destination_zone import COUNTRY_ZONES
from shared.shoppers.channel import Channel
from shared.tracking.order import EMAIL, HTTPS, LINE_USER_ID, MAX_URL_LENGTH, PHONE

Text = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00]*$")]


Url = Annotated[str, Field(pattern=HTTPS, max_length=MAX_URL_LENGTH)]


class Body(BaseModel):
    """Takes no field it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ContactBody(Body):
    """How to reach the shopper."""

    email: str | None = Field(
        default=None,
        pattern=EMAIL,
        max_length=254,
        examples=["aiko@example.com"],
        description="Left out: there is none, and the shopper gets no mail.",
    )
    language: str | None = Field(
        default=None,
        pattern=r"^[a-z]{2}(-[A-Z]{2})?$",
        examples=["ja"],
        description="Left out: the merchant's default language.",
    )
    phone: str | None = Field(
        default=None,
        pattern=PHONE,
        examples=["+819012345678"],
        description="E.164. Left out: there is none, and the shopper gets no SMS and nothing on WhatsApp.",
    )
    line_user_id: str | None = Field(
        default=None,
        pattern=LINE_USER_ID,
        examples=["U4af4980629fa5d24cdbd30e1d2f4d8a1"],
        description="LINE's id of the shopper for your account, where they linked it. Left out: there is none.",
    )


class DestinationBody(Body):
    """Where the order goes. No street: nothing here needs one."""

    country: str = Field(pattern=r"^[A-Z]{2}$", examples=["JP"], json_schema_extra={"enum": [*sorted(COUNTRY_ZONES)]})
    postal: str = Field(default="", pattern=r"^[A-Za-z0-9 -]{0,12}$", examples=["150-0001"])


class LineBody(Body):
    """One position of the order."""

    sku: Text
    name: Text
    quantity: int = Field(ge=1, le=999_999, description="As ordered: what is cancelled stays in it.")
    category: Text | None = Field(
        default=None,
        examples=["skincare"],
        description="Your word for what kind of thing it is: reviews are asked for by it.",
    )
    image_url: Url | None = Field(default=None, description="https; shown in mails.")
    product_url: Url | None = Field(default=None, description="https; where it is described.")
    guide_url: Url | None = Field(default=None, description="https; how to use it, shown once it is there.")
    warranty_until: Day | None = Field(default=None, description="The last day of its warranty.")
    cancelled: int = Field(
        default=0,
        ge=0,
        le=999_999,
        description="How many of `quantity` will not come. Those that are new are told to the shopper.",
    )
    backordered_until: Day | None = Field(
        default=None,
        description="The day it is expected back in stock, told to the shopper. Left out: it is not on back order.",
    )


Choice = StrictBool | Annotated[list[Channel], Field(max_length=len(Channel))]


class ConsentBody(Body):
    """What the shopper chose at checkout, by kind of message: yes, no, or yes on these channels and no on the others.

    A kind that is left out was not asked about. Legally required messages are always sent.
    """

    service: Choice | None = Field(default=None, description="How the order goes. Without a word: yes.")
    feedback: Choice | None = Field(default=None, description="Invitations to review. Without a word: yes.")
    promotion: Choice | None = Field(
        default=None, examples=[["email", "sms"]], description="Recommendations and offers. Without a word: no."
    )
