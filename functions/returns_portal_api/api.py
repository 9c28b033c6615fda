"""The operations of the returns portal, for OpenAPI: pages, and the forms they send."""

from __future__ import annotations

from pydantic import BaseModel, Field

from functions.returns_portal_api.described import ON, PAGE, Page, operations_of
from shared.runtime.operation import Answer


class SignedUpload(BaseModel):
    """Where the page's script sends a file, as a form: `fields` first, and the file last, as `file`."""

    url: str
    fields: dict[str, str]
    added: str = Field(description="Where to go on once it is there: it is added to the draft then.")


_SENT = (ON,)
_ADDED = ("draft", "item", "file")
_PAGES = (
    Page(
        "GET",
        "",
        "Home",
        "The portal's first page",
        "What can come back, what cannot and why, and returns there are.",
        ("m",),
    ),
    Page("GET", "/new", "Items", "Choose items, once more", "The same page, with what a draft holds.", ("change",)),
    Page(
        "POST",
        "/new",
        "Items",
        "Choose items",
        "`take.N` names a position, `quantity.N` says how many; `visit` is the same for a form that is sent twice.",
        answers=_SENT,
    ),
    Page(
        "GET",
        "/new/reasons",
        "Reasons",
        "Why it comes back",
        "Reasons by group, with what each asks to be told.",
        ("draft",),
    ),
    Page(
        "POST",
        "/new/reasons",
        "Reasons",
        "Say why",
        "For each item: `reason.ID`, `condition.ID`, `words.ID`, `serial.ID`; `split` treats one piece by itself.",
        ("draft",),
        _SENT,
    ),
    Page(
        "GET", "/new/photos", "Photos", "Show photos", "Its forms send files to the bucket.", ("draft", "item", "wrong")
    ),
    Page(
        "POST",
        "/new/photos",
        "Photos",
        "Go on, or take a photo away",
        "`remove` names the file and `item` its item.",
        ("draft",),
        _SENT,
    ),
    Page(
        "GET",
        "/new/photos/added",
        "AddedPhoto",
        "Come back from the bucket",
        "The file is added to the draft, if it is there and was uploaded for this order.",
        _ADDED,
        _SENT,
    ),
    Page(
        "POST",
        "/new/photos/sign",
        "SignedPhoto",
        "Have one more upload signed",
        "For the page's script: `item` and `type`.",
        ("draft",),
        (Answer(200, "Where to send it, and where to go on.", SignedUpload),),
    ),
    Page(
        "GET",
        "/new/outcomes",
        "Outcomes",
        "What it comes to",
        "Every outcome that is offered, with the server's own preview.",
        ("draft",),
    ),
    Page(
        "POST",
        "/new/outcomes",
        "Outcomes",
        "Choose outcomes",
        "For each item: `outcome.ID`, and `wanted.ID.OUTCOME` for exchanges.",
        ("draft",),
        _SENT,
    ),
    Page(
        "GET",
        "/withdrawal",
        "Withdrawal",
        "Withdraw (EU), first step",
        "Directive 2011/83/EU, Article 11a.",
        of_buyer=True,
    ),
    Page(
        "POST",
        "/withdrawal",
        "Withdrawal",
        "Withdraw (EU), second step",
        "Asks to confirm; with `confirmed` the return is filed.",
        (),
        (PAGE, ON),
        of_buyer=True,
    ),
    Page(
        "GET",
        "/withdrawal/{return_id}",
        "Acknowledgement",
        "The acknowledgement of a withdrawal",
        "With date and time.",
        of_buyer=True,
    ),
    Page(
        "GET",
        "/withdrawal/{return_id}/file",
        "AcknowledgementFile",
        "The same as a file",
        "Plain text.",
        (),
        (Answer(200, "The text.", content_type="text/plain"),),
        of_buyer=True,
    ),
    Page(
        "GET",
        "/cancellation",
        "CancellationPage",
        "Cancel before it is sent",
        "Whether, until when, and what was asked already.",
        of_buyer=True,
    ),
    Page(
        "POST",
        "/cancellation",
        "CancellationPage",
        "Say what it comes to, or cancel",
        "With `confirmed` the wish is kept, once for each `visit`.",
        (),
        (PAGE, ON),
        of_buyer=True,
    ),
    Page(
        "GET",
        "/{return_id}",
        "Return",
        "The page of one return",
        "How it stands, and what can be done next.",
        ("done",),
    ),
    Page("GET", "/{return_id}/submit", "Submit", "Back to the return", "Nothing is done.", answers=_SENT),
    Page(
        "POST",
        "/{return_id}/submit",
        "Submit",
        "Ask for the return",
        "Decided anew, whatever the draft says.",
        answers=_SENT,
    ),
    Page("GET", "/{return_id}/plan", "Plan", "Back to the return", "Nothing is done.", answers=_SENT),
    Page("POST", "/{return_id}/plan", "Plan", "Say how it is to come back", "`method`, of a draft.", answers=_SENT),
    Page(
        "GET",
        "/{return_id}/answer",
        "Answer",
        "Come back from the bucket",
        "The return's page, with the photos that were added to the answer so far.",
        ("added",),
    ),
    Page(
        "POST",
        "/{return_id}/answer",
        "Answer",
        "Give what was asked for",
        "For each item: words, a serial number, photos.",
        answers=_SENT,
    ),
    Page("GET", "/{return_id}/appeal", "Appeal", "Back to the return", "Nothing is done.", answers=_SENT),
    Page("POST", "/{return_id}/appeal", "Appeal", "Object to a denial", "Once; a person decides.", answers=_SENT),
    Page("GET", "/{return_id}/cancel", "Cancel", "Ask before it is cancelled", "What would be cancelled."),
    Page("POST", "/{return_id}/cancel", "Cancel", "Cancel the return", "Before the goods moved.", answers=_SENT),
    Page(
        "GET",
        "/{return_id}/way/{method}",
        "Way",
        "Choose how it comes back",
        "What the way needs to be told.",
        ("country",),
    ),
    Page(
        "POST",
        "/{return_id}/way/{method}",
        "Way",
        "Have the way back made",
        "The address goes to who makes the label, and is kept nowhere.",
        (),
        (PAGE, ON),
    ),
    Page("GET", "/{return_id}/shipment", "Shipment", "Back to the return", "Nothing is done.", answers=_SENT),
    Page(
        "POST",
        "/{return_id}/shipment",
        "Shipment",
        "Say the number of one's own parcel",
        "`carrier` and `tracking`.",
        answers=_SENT,
    ),
    Page(
        "GET",
        "/{return_id}/files/{file_id}",
        "File",
        "A label, a code or a slip",
        "The file.",
        (),
        (Answer(200, "The file.", content_type="application/pdf"),),
    ),
)

OPERATIONS = tuple(operation for page in _PAGES for operation in operations_of(page))
