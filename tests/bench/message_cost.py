"""What telling shoppers costs: AWS per message, the channels' services, and both for a million orders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shared.cli.say import out

WRITE_UNITS, READ_UNITS = 6, 13
"""Of a mail that goes out at once; `test_message_units.py` counts them."""
AWS_CALLS = 19
"""That the functions wait for, from the event to the mail."""
YEN = 150
"""To the dollar; assumed."""
MEMORY_GB = 0.5
CORE_AT_MB = 1769
"""With so much, a function has one core (docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html, 2026-11)."""
WAIT_MS = 5.0
"""For one answer of AWS's; assumed."""

MILLION = {"write": 0.625, "read": 0.125, "topic": 0.50, "queue": 0.40, "invocation": 0.20, "event": 1.00}
"""Dollars, on demand in us-east-1; recalled, 2026-11, not checked."""
GB_SECOND = 0.0000133334
"""Dollars, arm64; likewise."""
STEPS = {
    "write": WRITE_UNITS,
    "read": READ_UNITS,
    "topic": 1,
    "queue": 5,  # sent by the bus (what a topic sends is free), received and deleted twice: at worst, one by one
    "invocation": 2,
    "event": 1,  # NotificationSent
}


@dataclass(frozen=True, slots=True)
class Price:
    """What one message, or one segment of a text, costs at the channel's service."""

    dollars: float
    source: str
    checked: bool
    """Against a page that quotes the service's own list. Whether it holds today, only that list says."""


PRICES = {
    "email": Price(
        0.0001,
        "Amazon SES à la carte; AWS's price list of 2026-07-22, by github.com/api-evangelist/amazon-ses",
        checked=True,
    ),
    "email, new account": Price(
        0.00016,
        "Amazon SES Essentials, the plan of accounts since 2026-07-21, below 10 million a month; likewise",
        checked=True,
    ),
    "sms to Japan": Price(
        0.07451,
        "a segment, AWS End User Messaging; its price page of 2026-05-18, by dev.classmethod.jp",
        checked=True,
    ),
    "sms to Germany": Price(0.1, "a segment, AWS End User Messaging, rounded; recalled", checked=False),
    "sms to the USA": Price(0.008, "a segment, with the carriers' fees; recalled", checked=False),
    "line": Price(
        0.5 / YEN,
        "LINE Standard: ¥15,000 for 30,000 a month; developers.line.biz, by github.com/api-evangelist/line, 2026-08-13",
        checked=True,
    ),
    "line, beyond the plan": Price(3 / YEN, "LINE Standard: at most ¥3 each, less for many; likewise", checked=True),
    "whatsapp to Japan": Price(
        0.0113 + 0.005, "Meta's utility rate, rest of Asia-Pacific, and AWS's fee", checked=False
    ),
    "whatsapp to Germany": Price(0.0550 + 0.005, "Meta's utility rate, and AWS's fee", checked=False),
    "push": Price(0.0, "browsers' push services charge nothing", checked=True),
}

MIXES: dict[str, Mapping[str, float]] = {
    "five mails": {"email": 5},
    "five mails, new account": {"email, new account": 5},
    "Japan: 16% by LINE, 1% by SMS": {"email": 4.0, "line, beyond the plan": 0.8, "push": 0.15, "sms to Japan": 0.05},
    "Germany: 6% by WhatsApp": {"email": 4.6, "whatsapp to Germany": 0.3, "push": 0.1},
}
"""Messages per order, five in all; assumed: confirmed, shipped, out for delivery, delivered, invited to review."""


def own_dollars(cpu_ms: float) -> float:
    """AWS's part of one message. `cpu_ms`: what deciding and sending take of a whole core, together."""
    billed_seconds = (cpu_ms * CORE_AT_MB / (MEMORY_GB * 1024) + AWS_CALLS * WAIT_MS) / 1000
    return sum(MILLION[step] * number for step, number in STEPS.items()) / 1e6 + billed_seconds * MEMORY_GB * GB_SECOND


def print_costs(cpu_ms: float, segments: Mapping[str, float]) -> None:
    """Everything, in dollars. `segments`: how many a text takes on average, by the price's name; else one."""
    own = own_dollars(cpu_ms)
    out.print(f"AWS per message, but for the channel: ${own * 1e6:.2f} a million; {WRITE_UNITS} write units of it")
    out.print("at the channel's service, per message (text: per segment):")
    for name, price in PRICES.items():
        out.print(f"  {name:<24} ${price.dollars:<8.5f} {'' if price.checked else 'UNVERIFIED: '}{price.source}")
    out.print("a million orders, five messages each:")
    for title, mix in MIXES.items():
        services = sum(PRICES[name].dollars * share * segments.get(name, 1) for name, share in mix.items())
        whole = (services + own * sum(mix.values())) * 1e6
        out.print(f"  {title:<32} ${whole:>8,.0f}, of which the channels' services {services * 1e6:,.0f}")
