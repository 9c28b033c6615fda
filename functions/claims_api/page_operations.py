"""The operations of the claims' pages, for OpenAPI: pages, and the forms they send."""

from __future__ import annotations

from shared.access.shopper_links import PROBLEMS
from shared.claims.claim import MAX_EVIDENCE, MOST_WORDS
from shared.evidence.signed_upload import SignedUpload
from shared.runtime.operation import PAGE, Answer
from shared.runtime.page_operation import ON, Family, Page, part_of_path

_CLAIMS = Family(
    tag="Claims",
    links="a link for problems",
    path=(part_of_path("claim_id", "The claim's number.", "CL-7K3F92M4"),),
    query={
        "problem": "What happened.",
        "shipment": "The shipment it is about.",
        "done": "What was just done.",
        "wrong": "What went wrong with an upload.",
        "file": "What was uploaded.",
    },
)
_PAGES = (
    Page(
        "GET",
        "",
        "Problems",
        "What went wrong",
        "What can be reported, by where each shipment stands, and what was reported already.",
        ("m",),
    ),
    Page(
        "GET",
        "/report",
        "Report",
        "Report it",
        "What cannot be reported leads back to what can.",
        ("problem", "shipment"),
        (PAGE, ON),
    ),
    Page(
        "POST",
        "/report",
        "Report",
        "Keep a report",
        f"Articles, what is wished, and words of at most {MOST_WORDS} characters. Sent again it changes nothing; "
        "another report of the same problem and shipment adds to it.",
        answers=(ON,),
    ),
    Page(
        "GET", "/{claim_id}", "Claim", "One claim", "What became of it, and what can be added.", ("m", "done", "wrong")
    ),
    Page("GET", "/{claim_id}/words", "ClaimWords", "Back to the claim", "It does nothing.", answers=(ON,)),
    Page(
        "POST",
        "/{claim_id}/words",
        "ClaimWords",
        "Write more",
        "`words`. They open a claim again that was closed.",
        answers=(ON,),
    ),
    Page(
        "GET",
        "/{claim_id}/added",
        "ClaimPhoto",
        "Come back from the bucket",
        "The file is added to the claim, if it is there and was uploaded for this order.",
        ("file",),
        (ON,),
    ),
    Page(
        "POST",
        "/{claim_id}/sign",
        "ClaimUpload",
        "Have one more upload signed",
        f"For the page's script: `type`. A claim has {MAX_EVIDENCE} files at most.",
        answers=(Answer(200, "Where to send it, and where to go on.", SignedUpload),),
    ),
)

OPERATIONS = tuple(_CLAIMS.operation(page, PROBLEMS) for page in _PAGES)
