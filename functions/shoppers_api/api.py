"""What the shoppers API takes and gives: the models, and the operations for OpenAPI."""

from __future__ import annotations

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.our_time import Moment
from shared.runtime.operation import FORM, PAGE_TO_WAIT, PAGE_UNAVAILABLE, Answer, Operation, Parameter
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.push_services import ENDPOINT
from shared.shoppers.shopper import MOST_SUBSCRIPTIONS
from shared.tracking.order import ID

BASE64URL = r"^[A-Za-z0-9_-]+=*$"


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ChoiceBody(_Body):
    """Yes or no to one kind of message on one channel."""

    channel: Channel
    kind: Kind = Field(json_schema_extra={"enum": [kind.value for kind in Kind if kind is not Kind.REQUIRED]})
    allowed: bool
    at: Moment | None = Field(
        default=None, description="When they said it, not in the future. Left out: now. The later choice holds."
    )


class PushSubscriptionBody(_Body):
    """A browser's `PushSubscription.toJSON()`, its keys beside its endpoint."""

    endpoint: str = Field(pattern=ENDPOINT, max_length=1000, examples=["https://fcm.googleapis.com/fcm/send/abc"])
    p256dh: str = Field(pattern=BASE64URL, min_length=80, max_length=100, description="The browser's public key.")
    auth: str = Field(pattern=BASE64URL, min_length=20, max_length=30, description="Its authentication secret.")


class PreferencesBody(_Body):
    """What a shopper chose at the checkout, or in their account. What is left out stays as it is."""

    choices: list[ChoiceBody] = Field(default=[], max_length=20)
    preferred: list[Channel] | None = Field(
        default=None,
        max_length=5,
        description="Channels in the order in which they want to be reached. Empty: the merchant's order.",
    )
    push: PushSubscriptionBody | None = Field(
        default=None,
        description=f"A browser that takes push messages; {MOST_SUBSCRIPTIONS} are kept, the newest ones.",
    )


class ChoiceAnswer(BaseModel):
    """What holds for one kind of message on one channel."""

    channel: Channel
    kind: Kind
    allowed: bool
    chosen_at: AwareDatetime | None = Field(description="Null: nothing was said, and this holds by itself.")
    source: str | None = Field(
        description="Where it was said: `checkout`, `preference_page`, `one_click`, `complaint`, `merchant`."
    )


class ChannelAnswer(BaseModel):
    """A channel that reaches the shopper. Never the address itself."""

    channel: Channel
    why_dead: str | None = Field(
        description="Why nothing is sent there any more: `bounced`, `complained`, `blocked`, `invalid`."
    )


class PreferencesAnswer(BaseModel):
    """What holds for an order's shopper, on the channels that reach them and that you use."""

    shopper: str = Field(description="As in events: the same for the same person, and no address.")
    channels: list[ChannelAnswer] = Field(description="In the order in which they are tried.")
    choices: list[ChoiceAnswer]
    preferred: list[Channel] = Field(description="Their own order. Empty: they chose none.")
    push_subscriptions: int


_ORDER_ID = Parameter(
    "order_id", "path", "The shop's own order number.", {"type": "string", "pattern": ID}, example="A-1001"
)
_TOKEN = Parameter(
    "token",
    "path",
    "The opaque, signed token of a link for this page; tokens of other pages do not open it.",
    {"type": "string", "minLength": 1, "maxLength": 200},
    example="Yl6vXo0Vbq3aG0yNw8y7bQ.6b9c1f00.cD1nO0b7m5w2dJq9S8x4Tg",
)
_LANGUAGE = Parameter("lang", "query", "Language of the page.", {"type": "string"}, required=False)
_KIND = Parameter(
    "kind", "query", "Which kind of message. Left out: all that are optional.", {"type": "string"}, required=False
)
_CHANNEL = Parameter("channel", "query", "On which channel. Left out: on all.", {"type": "string"}, required=False)
_EXAMPLE = {
    "choices": [{"channel": "email", "kind": "promotion", "allowed": True, "at": "2026-11-20T10:00:00+09:00"}],
    "preferred": ["line", "email"],
}
_PAGES = (
    Answer(403, "A page that says the link is not valid.", content_type="text/html"),
    Answer(422, "A page that says what was sent cannot be read.", content_type="text/html"),
    PAGE_UNAVAILABLE,
)
_GOT = (_PAGES[0], _PAGES[2])

OPERATIONS = (
    Operation(
        method="GET",
        path="/v1/orders/{order_id}/preferences",
        id="getPreferences",
        summary="Read what an order's shopper wants to hear",
        description="What holds now for each kind of message that is optional, whether they said it or not.",
        parameters=(_ORDER_ID,),
        answers=(Answer(200, "What holds.", PreferencesAnswer),),
        problems=(400, 401, 403, 404, 409, 503),
        security="merchant",
        tags=("Shoppers",),
    ),
    Operation(
        method="PUT",
        path="/v1/orders/{order_id}/preferences",
        id="putPreferences",
        summary="Say what an order's shopper wants to hear",
        description=(
            "For what your checkout or account page asked, and for browsers that take push messages: there is no "
            "public route for those. It holds for all orders of the same person. The later of two choices holds, so "
            "one that comes late changes nothing. 409 for an order without any contact."
        ),
        parameters=(_ORDER_ID,),
        body=PreferencesBody,
        example=_EXAMPLE,
        answers=(Answer(200, "What holds now.", PreferencesAnswer),),
        problems=(400, 401, 403, 404, 409, 413, 422, 503),
        security="merchant",
        tags=("Shoppers",),
    ),
    Operation(
        method="GET",
        path="/preferences/{token}",
        id="getPreferencePage",
        summary="The page on which a shopper chooses what they hear",
        description="HTML, in the order's language or in `lang`. Addresses are masked.",
        parameters=(_TOKEN, _LANGUAGE),
        answers=(Answer(200, "The page.", content_type="text/html"), *_GOT),
        problems=(400,),
        tags=("Shoppers",),
    ),
    Operation(
        method="POST",
        path="/preferences/{token}",
        id="postPreferencePage",
        summary="Take the form of that page",
        description="Boxes left as they were are no choice. From another site it is refused.",
        parameters=(_TOKEN, _LANGUAGE),
        any_body="The page's own form.",
        any_media=FORM,
        answers=(Answer(200, "The page, as things stand now.", content_type="text/html"), *_PAGES, PAGE_TO_WAIT),
        problems=(400, 413),
        tags=("Shoppers",),
    ),
    Operation(
        method="GET",
        path="/unsubscribe/{token}",
        id="getUnsubscribePage",
        summary="The page that asks whether to stop a kind of message",
        description="It changes nothing: programs that check mails follow every link.",
        parameters=(_TOKEN, _KIND, _CHANNEL, _LANGUAGE),
        answers=(Answer(200, "The page.", content_type="text/html"), *_PAGES),
        problems=(400,),
        tags=("Shoppers",),
    ),
    Operation(
        method="POST",
        path="/unsubscribe/{token}",
        id="unsubscribe",
        summary="Stop a kind of message, with one click",
        description=(
            "RFC 8058: what the header `List-Unsubscribe` names, with the body `List-Unsubscribe=One-Click`. It is "
            "done at once, without cookies, redirects or questions. `again=yes` takes it back."
        ),
        parameters=(_TOKEN, _KIND, _CHANNEL, _LANGUAGE),
        any_body="`List-Unsubscribe=One-Click`, as a form in either encoding.",
        any_media={**FORM, "multipart/form-data": {"type": "object"}},
        answers=(Answer(200, "A page that says what was done.", content_type="text/html"), *_PAGES),
        problems=(400, 413),
        tags=("Shoppers",),
    ),
)
