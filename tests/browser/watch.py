"""What goes wrong in a tab without anybody clicking on it: errors, refusals by its own security policy, strangers."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import CDPSession, ConsoleMessage, Dialog, Page, Request

ISSUES_OF_OURS = (
    "ContentSecurityPolicyIssue",
    "DeprecationIssue",
    "MixedContentIssue",
    "CookieIssue",
    "QuirksModeIssue",
)
"""Of what the browser's own auditor finds (DevTools' Issues), the kinds that a page's author answers for."""


class Watch:
    """Watches one tab from before its first page on."""

    def __init__(self, page: Page, *own: str) -> None:
        self._own = own
        """Addresses to which requests may go."""
        self._seen: list[str] = []
        self._expected: tuple[str, ...] = ()
        self._page = page
        page.on("console", self._said)
        page.on("pageerror", lambda error: self._seen.append(f"script failed: {error}"))
        page.on("dialog", self._asked)
        page.on("request", self._left)
        self._auditor: CDPSession = page.context.new_cdp_session(page)
        self._auditor.on("Audits.issueAdded", self._found)
        self._auditor.send("Audits.enable")

    def expects(self, *parts: str) -> None:
        """Complaints that hold one of these are what the test provokes."""
        self._expected += parts

    def complaints(self) -> list[str]:
        """Everything that was seen so far and not expected."""
        return [seen for seen in self._seen if not any(part in seen for part in self._expected)]

    def _said(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning"):
            return
        where = message.location.get("url", "")
        if "Failed to load resource" in message.text and where == self._page.url:
            return  # a page that says what is wrong comes with the status of what is wrong
        if where.endswith("/favicon.ico"):
            return  # asked for of answers that are no page of ours, such as a shop's own in tests
        self._seen.append(f"console: {message.text} ({where})")

    def _asked(self, dialog: Dialog) -> None:
        self._seen.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def _left(self, request: Request) -> None:
        if not request.url.startswith((*self._own, "data:", "blob:", "about:")):
            self._seen.append(f"a request to a stranger: {request.url}")

    def _found(self, event: Any) -> None:
        kind = event["issue"]["code"]
        if kind in ISSUES_OF_OURS:
            self._seen.append(f"issue: {kind} {event['issue']['details']}")
