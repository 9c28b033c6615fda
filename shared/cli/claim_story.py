"""How somebody says that something came broken, told to a deployment: on the pages a shopper uses, to who reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from shared.cli.api_client import Answer, ApiClient
from shared.cli.inbox import SentMail
from shared.cli.return_story import CUP
from shared.cli.step import PATIENCE, Step, StoryFailed, expect, until

_WORDS = "湯呑の縁が欠けていました。"
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
_CODE = re.compile("[0-9]{6}")


class ClaimStory:
    """Tells the story to one deployment, of a parcel that was delivered."""

    def __init__(
        self,
        api: ApiClient,
        merchant_key: str,
        inbox: Callable[[], list[SentMail]],
        *,
        order_id: str,
        shopper: str,
        patience: float = PATIENCE,
    ) -> None:
        """`shopper`: the address the order was placed with. A cup as of `return_story.CUP` is in it."""
        self._api = api
        self._merchant_key = merchant_key
        self._inbox = inbox
        self._order_id = order_id
        self._shopper = shopper
        self._patience = patience
        self._link = ""
        self.page = ""
        """The path of the report's page, once it was made."""

    def tell(self) -> Iterator[Step]:
        """The steps, as they happen. Raises StoryFailed at the first that goes wrong."""
        yield self.find_the_order()
        yield self.report_a_broken_cup()
        yield self.read_the_report()

    def find_the_order(self) -> Step:
        """With the order's number and the address; the code comes by mail, and leads to where they wanted to go."""
        asked = self._send("/orders", {"number": self._order_id, "proof": self._shopper, "to": "problem"})
        code, milliseconds = until(self._code, "the mail with the code", self._patience)
        opened = self._send(_led_to(asked, "/orders"), {"code": code})
        self._link = urlsplit(_led_to(opened, "the code")).path
        outcome = "303 to what can be reported, after the code from the mail"
        return Step("a shopper finds the order again", "POST /orders, POST /orders/code/…", outcome, milliseconds)

    def report_a_broken_cup(self) -> Step:
        """As the page's form does it, without a script."""
        about = {"problem": "damaged", "shipment": "S-1"}
        form = expect(200, self._api.call("GET", f"{self._link}/report?{urlencode(about)}"), "the form of a report")
        if str(CUP["name"]).encode() not in form.body:
            raise StoryFailed("The form of a report does not name the cup.")
        filled = {**about, "take.0": CUP["sku"], "quantity.0": "1", "wish": "replacement", "words": _WORDS}
        sent = self._send(f"{self._link}/report", filled)
        self.page = urlsplit(_led_to(sent, "the report")).path
        outcome = f"303 to the report's own page: {self.page.rpartition('/')[2]}"
        return Step("… and reports that a cup came broken", "POST /problem/…/report", outcome, sent.milliseconds)

    def read_the_report(self) -> Step:
        """Somebody at the shop does."""
        path = f"/v1/orders/{self._order_id}/claims"
        answer = expect(
            200, self._api.call("GET", path, headers={"Authorization": f"Bearer {self._merchant_key}"}), path
        )
        (claim,) = answer.json()["claims"]
        articles = ", ".join(f"{line['quantity']} × {line['sku']}" for line in claim["lines"])
        outcome = f"200, {claim['problem']}: {articles}, wished for: {claim['wish']}"
        said = tuple(f"“{each['words']}”" for each in claim["words"])
        return Step("the shop reads the report", f"GET {path}", outcome, answer.milliseconds, said)

    def _code(self) -> str | None:
        mails = [mail for mail in self._inbox() if mail.recipients == (self._shopper,)]
        found = [_CODE.search(mail.subject) for mail in mails]
        return next((code.group() for code in reversed(found) if code), None)

    def _send(self, path: str, fields: Mapping[str, Any]) -> Answer:
        return self._api.call("POST", path, body=urlencode(fields).encode(), headers=_FORM)


def _led_to(answer: Answer, what: str) -> str:
    """Where it leads."""
    return expect(303, answer, what).headers["location"]
