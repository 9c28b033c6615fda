"""What `merchant.yaml` says of messages: which are told, on which channels, when, and how often."""

from __future__ import annotations

from datetime import time
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationInfo, field_validator

from shared.merchant.section import Section
from shared.merchant.values import (
    ChannelName,
    Country,
    Day,
    GroupName,
    Language,
    Slug,
    Text,
    TimeOfDay,
    TriggerName,
    Url,
    expected,
    matching,
    text_schema,
)

Days = Annotated[int, Field(ge=0, le=365)]
LongText = Annotated[str, StringConstraints(min_length=1, max_length=500)]

_SENDER_ID = r"(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9 -]{0,9}[A-Za-z0-9]|[A-Za-z]"
_TEMPLATE = r"[a-z0-9_]{1,512}"
_PHONE_NUMBER_ID = r"phone-number-id-[A-Za-z0-9]{1,64}"
_CONTACT = r"mailto:[^@\s<>]+@[^@\s<>]+|https://[^\s\"<>]+"

SenderId = Annotated[
    str,
    matching(_SENDER_ID, 11, "a name of 1 to 11 letters, digits, spaces or hyphens, with a letter in it"),
    text_schema(maxLength=11),
]
PhoneNumberId = Annotated[
    str,
    matching(_PHONE_NUMBER_ID, 100, "what AWS End User Messaging Social calls the number: phone-number-id-…"),
    text_schema(pattern=f"^{_PHONE_NUMBER_ID}$"),
]
TemplateName = Annotated[
    str,
    matching(_TEMPLATE, 512, "the name of a template: small letters, digits, underscores"),
    text_schema(pattern=f"^{_TEMPLATE}$"),
]
ApiVersion = Annotated[
    str,
    matching(r"v[0-9]{2}\.[0-9]", 5, 'a version like "v23.0", in quotes'),
    text_schema(pattern=r"^v[0-9]{2}\.[0-9]$"),
]
Contact = Annotated[
    str, matching(_CONTACT, 254, "mailto: with an address, or an address that begins with https://"), text_schema()
]


class MessageConfiguration(Section):
    """How one message is told, where it is not told as its group is."""

    enabled: bool = Field(default=True, description="Whether it is told at all.")
    channels: list[ChannelName] = Field(
        default=[],
        description="How it is told: the first of these that reaches the shopper. As the catalogue says, where left"
        " out.",
    )
    every_channel: bool = Field(
        default=False, description="Tell it on every one of its channels that reaches the shopper, not only the first."
    )


class QuietHoursConfiguration(Section):
    """When nothing that rings is sent, local to the shopper."""

    from_: TimeOfDay = Field(alias="from", description='When they begin, in quotes: "21:00".')
    until: TimeOfDay = Field(description='When they end, in quotes, usually the next day: "08:00".')


class AtMostConfiguration(Section):
    """How much one shopper is told at most; required and urgent messages come on top."""

    messages: Annotated[int, Field(ge=1, le=50)] = Field(description="So many messages.")
    hours: Annotated[int, Field(ge=1, le=48)] = Field(default=24, description="Within so many hours.")


class ReviewsConfiguration(Section):
    """After how long shoppers are asked for a review, and whom."""

    use_days: dict[Text, Days] = Field(
        default={}, description="Days of use before a review is asked for, by the category of the order line."
    )
    default_use_days: Days = Field(default=14, description="The same for every other category.")
    without_delivery_days: Days = Field(
        default=7,
        description="Where no delivery is ever scanned: days from the last expected day, before the days of use.",
    )
    needs_consent: bool = Field(
        default=False, description="Ask only those who said yes to it, where the law wants that."
    )


class SlotConfiguration(Section):
    """A recommendation or a promotion in calm messages, for those who said yes to such."""

    name: Slug = Field(description="A name of your own, that no other slot has.")
    kind: Literal["recommendation", "promotion"] = Field(description="What it is.")
    title: dict[Language, Text] = Field(min_length=1, description="Its heading, by language.")
    text: dict[Language, LongText] = Field(min_length=1, description="Its text, by language.")
    url: Url = Field(description="Where it leads.")
    image_url: Url | None = Field(default=None, description="Its picture, on a public address.")
    from_: Day | None = Field(default=None, alias="from", description="The first day it is shown.")
    until: Day | None = Field(default=None, description="The last day it is shown.")
    countries: list[Country] = Field(default=[], description="Only for orders to these countries, in quotes.")
    categories: list[Text] = Field(default=[], description="Only for orders with a line of one of these categories.")
    triggers: list[TriggerName] = Field(default=[], description="Only in these messages; in every calm one without.")


class SmsConfiguration(Section):
    """Texts, through Amazon SNS."""

    sender_id: SenderId | None = Field(
        default=None, description="Who they come from, where the country allows a name. Else your account's number."
    )


class LineConfiguration(Section):
    """LINE, through your account's Messaging API."""

    notice: bool = Field(
        default=False,
        description="LINE通知メッセージ: tell those who are no friend of your account too, by the hash of their"
        " telephone number. LINE must have approved it.",
    )


class WhatsAppConfiguration(Section):
    """WhatsApp, through AWS End User Messaging Social."""

    phone_number_id: PhoneNumberId = Field(description="The number messages come from, as AWS calls it.")
    template: TemplateName = Field(default="order_update", description="The template that Meta approved.")
    api_version: ApiVersion = Field(default="v23.0", description="The version of Meta's Cloud API, in quotes.")


class PushConfiguration(Section):
    """Web push."""

    contact: Contact | None = Field(
        default=None, description="Whom a push service may turn to: `mailto:` or https. Else your support address."
    )


class ChannelsConfiguration(Section):
    """The channels there are beside e-mail. Those left out are not used."""

    sms: SmsConfiguration | None = Field(default=None, description="Texts; `{}` where nothing is to be said of them.")
    line: LineConfiguration | None = Field(default=None, description="LINE; `{}` where nothing is to be said of it.")
    whatsapp: WhatsAppConfiguration | None = Field(default=None, description="WhatsApp.")
    push: PushConfiguration | None = Field(
        default=None, description="Web push; `{}` where nothing is to be said of it."
    )

    @field_validator("*", mode="before")
    @classmethod
    def _is_meant(cls, value: object, info: ValidationInfo) -> object:
        """In the file, a name with nothing behind it looks like a channel that is on. What is stored may say null."""
        if value is None and info.mode == "python":
            raise expected("a section, or {} where nothing is to be said of it")
        return value


class NotificationsConfiguration(Section):
    """What shoppers are told, and how."""

    groups: list[GroupName] = Field(
        default=[], description="Groups of messages that are told, each as docs/notification-triggers.md says."
    )
    messages: dict[TriggerName, MessageConfiguration] = Field(
        default={}, description="Single messages: told otherwise, told although their group is not, or not told."
    )
    channels: ChannelsConfiguration = Field(
        default=ChannelsConfiguration(), description="Channels beside e-mail. E-mail is always there."
    )
    quiet_hours: QuietHoursConfiguration | None = Field(
        default=None, description="When phones must not ring. Urgent messages (a parcel at the door) come all the same."
    )
    at_most: AtMostConfiguration | None = Field(default=None, description="How much one shopper is told at most.")
    split_orders: Literal["each", "summary"] = Field(
        default="each",
        description="Of an order in several parcels: tell of each parcel that comes, or only when all are there.",
    )
    arriving_soon_at: TimeOfDay = Field(
        default=time(18, 0), description="When, the evening before, shoppers hear that a parcel comes tomorrow."
    )
    pickup_reminder_days: Annotated[int, Field(ge=1, le=30)] = Field(
        default=3, description="A parcel that waits at a pickup point is recalled after so many days."
    )
    case_reminder_days: Annotated[int, Field(ge=1, le=30)] = Field(
        default=3, description="What a return or claim waits for is recalled so many days before it is due, or after."
    )
    warranty_reminder_days: Annotated[int, Field(ge=1, le=365)] = Field(
        default=30, description="So many days before a warranty ends, the shopper hears of it."
    )
    reviews: ReviewsConfiguration = Field(
        default=ReviewsConfiguration(), description="When shoppers are asked for a review."
    )
    slots: list[SlotConfiguration] = Field(default=[], description="Recommendations and promotions in messages.")
    follow_reading: bool = Field(
        default=True,
        description="Let Amazon SES tell which mails were opened and which links followed. It adds a picture to each"
        " mail for that, and leads links over an address of its own. A change takes effect with `todoku deploy`.",
    )
    attributed_days: Annotated[int, Field(ge=1, le=90)] = Field(
        default=7, description="An order so many days after a click counts as the message's."
    )
    keep_days: Annotated[int, Field(ge=30, le=3650)] = Field(
        default=400, description="So many days messages are kept in the log."
    )
