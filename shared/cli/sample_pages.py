"""Every page a shopper can open, in the states it is usually seen in, for a shop and in a language.

A new page is a function here, and a line in SAMPLE_PAGES.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from shared.access.target import Target
from shared.cases.case import CaseKind, CaseNews
from shared.cli.sample_claims import claims_pages
from shared.cli.sample_console import console_pages
from shared.cli.sample_order import (
    ATTEMPTED,
    DELIVERED,
    IN_TROUBLE,
    LAST_MILE,
    MOVING,
    NOW,
    SampleShop,
    sample_order,
    sample_view,
)
from shared.cli.sample_returns import returns_pages
from shared.pages.access_pages import CodeForm, LookupForm, code_page, lookup_page, verify_page
from shared.pages.order_actions import Action, ActionKind
from shared.pages.order_returns import OrderReturn
from shared.pages.preferences_page import preferences_page, unsubscribe_page
from shared.pages.render import notice_page
from shared.pages.review_page import ReviewForm, choose_line_page, help_page, review_page
from shared.pages.tracking_page import Around, tracking_page
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.preferences import preferences
from shared.shoppers.shopper import Choice, Shopper

NONCE = "preview"
"""Pages in files have no security header that would ask for another."""

States = Mapping[str, str]
"""HTML by what is to be seen: "on-its-way"."""


def _tracking(shop: SampleShop, language: str) -> States:
    delivered, moving = sample_view(shop, language, DELIVERED), sample_view(shop, language, MOVING)
    received = OrderReturn("RMA-7K3F9-2M4X2", CaseKind.RETURN, CaseNews.RECEIVED, NOW - timedelta(hours=3), url="#r")
    label = replace(received, number="RMA-3H8PW-6C2NE", news=CaseNews.LABEL_READY)
    views = {
        "preparing": sample_view(shop, language),
        "on-its-way": sample_view(shop, language, MOVING, expected_in=1),
        "late": sample_view(shop, language, MOVING, expected_in=3, late=True),
        "out-for-delivery": sample_view(shop, language, LAST_MILE, expected_in=0),
        "nobody-home": sample_view(shop, language, ATTEMPTED),
        "in-trouble": sample_view(shop, language, IN_TROUBLE),
        "delivered": delivered,
        "several-parcels": sample_view(shop, language, DELIVERED, MOVING, expected_in=1),
        "with-returns": replace(delivered, returns=(label, received)),
        "came-back": replace(moving, returns=(received,), all_came_back=True),
    }
    ways = tuple(Action(kind, f"#{kind}") for kind in (ActionKind.RETURN, ActionKind.PROBLEM))
    around = Around(ways, help_url="#help", problem_url="#problem", preferences_url="#preferences")
    return {
        state: tracking_page(view, language, NONCE, replace(around, returns=view.returns))
        for state, view in views.items()
    }


def _access(shop: SampleShop, language: str) -> States:
    lookups = {
        "look-up": LookupForm(Target.TRACK),
        "look-up-lacking": LookupForm(Target.RETURNS, lacks_number=True, lacks_proof=True),
    }
    codes = {
        "code": CodeForm(Target.TRACK),
        "code-wrong": CodeForm(Target.TRACK, is_wrong=True),
        "code-used-up": CodeForm(Target.TRACK, is_used_up=True),
    }
    return {
        **{state: lookup_page(form, language, shop.brand, NONCE) for state, form in lookups.items()},
        **{state: code_page(form, language, shop.brand, NONCE) for state, form in codes.items()},
        "verify": verify_page(Target.RETURNS, language, shop.brand, NONCE, can_mail=True),
    }


def _preferences(shop: SampleShop, language: str) -> States:
    order, used = sample_order(shop, language), (Channel.EMAIL, Channel.LINE, Channel.SMS)
    shopper = Shopper("preview", choices={"email:promotion": Choice(True, NOW, "preference_page")})
    held = preferences(shopper, order.contact, used, feedback_needs_consent=False)
    return {
        state: preferences_page(held, language, shop.brand, NONCE, saved=state == "saved")
        for state in ("choices", "saved")
    }


def _unsubscribe(shop: SampleShop, language: str) -> States:
    return {
        state: unsubscribe_page(
            Kind.FEEDBACK, Channel.EMAIL, language, shop.brand, NONCE, done=done, preferences_url="#preferences"
        )
        for state, done in (("asking", ""), ("stopped", "stopped"), ("resumed", "resumed"))
    }


def _review(shop: SampleShop, language: str) -> States:
    order = sample_order(shop, language)
    form = ReviewForm(order.lines[0], 0, "")
    pages = {
        state: review_page(
            form if state == "asking" else ReviewForm(form.line, 5, ""),
            language,
            shop.brand,
            NONCE,
            order_name=order.shown_name,
            help_url="#help",
            saved=state == "saved",
        )
        for state in ("asking", "saved")
    }
    lines = [(line, "#line") for line in order.lines]
    pages["which"] = choose_line_page(lines, language, shop.brand, NONCE, order_name=order.shown_name, help_url="#help")
    return pages


def _help(shop: SampleShop, language: str) -> States:
    order = sample_order(shop, language)
    return {
        state: help_page(
            order.lines[0], language, shop.brand, NONCE, order_name=order.shown_name, asked=state == "asked"
        )
        for state in ("asking", "asked")
    }


def _notice(shop: SampleShop, language: str) -> States:
    return {
        "link-not-valid": notice_page("not_found", language, shop.brand, NONCE),
        "unavailable": notice_page("unavailable", language, shop.brand, NONCE),
        "without-a-brand": notice_page("unavailable", language, None, NONCE),
    }


SAMPLE_PAGES: Mapping[str, Callable[[SampleShop, str], States]] = {
    "access": _access,
    "tracking": _tracking,
    "returns": returns_pages,
    "problem": claims_pages,
    "review": _review,
    "help": _help,
    "preferences": _preferences,
    "unsubscribe": _unsubscribe,
    "notice": _notice,
    "console": console_pages,
}
