"""`make bench-notify`: what deciding, writing and sending a message costs.

Warm, on one core of this machine, over all triggers in Japanese and English in turn, about orders of which no two are
alike. CPU time of this process, the best of several rounds: what else runs here counts little. Machines differ: beside
the figures stands how long an empty Jinja page takes, of the same size and with a hundred values to escape. Then what
functions take to start and per message (`message_start.py`), and what it all costs (`message_cost.py`).
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from jinja2.sandbox import SandboxedEnvironment

from shared.cli.sample_letters import NOW, SHORT_URL, Sample, sample_letter
from shared.cli.say import out
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.content.chat import write_chat
from shared.notifications.content.letter import Letter
from shared.notifications.content.mail import write_mail
from shared.notifications.content.sms import write_sms
from shared.notifications.decide import decide
from shared.notifications.decision import Verdict
from shared.notifications.occasion import Occasion
from shared.notifications.rules import NotificationRules, Told
from shared.notifications.situation import Situation
from shared.notifications.sms_segments import segments
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind
from shared.shoppers.shopper import Choice, Shopper
from tests.bench.message_cost import print_costs
from tests.bench.message_start import DECIDES, SENDS, measure, print_starts

BAR_MAILS = 1_500
"""Mails a second and core."""
BAR_DECISION = 100
"""Microseconds."""
LANGUAGES = ("ja", "en")
ROUNDS = 7
VARIANTS = 6
"""Letters per trigger and language, no two alike."""


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="fresh processes of each function")
    parser.add_argument("--messages", type=int, default=20, help="messages per process")
    arguments = parser.parse_args()
    letters = list(_letters())
    _print_writing(letters)
    _print_decisions()
    runs = measure(arguments.repeat, arguments.messages)
    print_starts(runs)
    cpu_ms = sum(min(ran.cpu_us for ran in runs[name]) for name in (DECIDES, SENDS)) / 1000
    print_costs(cpu_ms, {"sms to Japan": _segments(letters, "ja")})


def _print_writing(letters: Sequence[Letter]) -> None:
    mails = _per_second(write_mail, letters)
    empty = _per_second(_empty_page(len(write_mail(letters[0]).html)), letters)
    out.print(f"{len(TRIGGERS)} triggers × {' and '.join(LANGUAGES)} × {VARIANTS}; per second and core:")
    out.print(f"  mail (HTML and twin)  {mails:>9,.0f}   {_verdict(mails >= BAR_MAILS)} {BAR_MAILS:,}")
    out.print(f"    an empty page       {empty:>9,.0f}   a mail takes as long as {empty / mails:.1f} of it")
    out.print(f"  SMS                   {_per_second(_sms, letters):>9,.0f}")
    out.print(f"  LINE, WhatsApp, push  {_per_second(write_chat, letters):>9,.0f}")
    sizes = [len(write_mail(letter).html.encode()) / 1024 for letter in letters]
    out.print(f"  a mail's HTML: {statistics.median(sizes):.0f} KB, at most {max(sizes):.0f}")
    counts = ", ".join(f"{language} {_segments(letters, language):.2f}" for language in LANGUAGES)
    out.print(f"  segments of a text, on average: {counts}")


def _sms(letter: Letter) -> str:
    return write_sms(letter, SHORT_URL)


def _segments(letters: Sequence[Letter], language: str) -> float:
    return statistics.mean(segments(_sms(letter)) for letter in letters if letter.message.language == language)


def _letters() -> Iterator[Letter]:
    for variant in range(VARIANTS):
        for trigger in TRIGGERS:
            for language in LANGUAGES:
                yield _varied(sample_letter(trigger, language, Sample.NORMAL), variant)


def _varied(letter: Letter, variant: int) -> Letter:
    """The letter about another order, on other days."""
    order = letter.order
    lines = tuple(replace(line, name=f"{line.name} {variant}") for line in order.lines)
    facts = letter.message.facts.copy()
    if "expected" in facts:
        facts["expected"] = (date(2026, 11, 17) + timedelta(days=variant)).isoformat()
    if "amount" in facts:
        facts["amount"] = str(480_000 + variant)
    return replace(
        letter,
        order=replace(order, name=f"#{10_000 + variant}", lines=lines),
        message=replace(letter.message, facts=facts),
    )


def _per_second(write: Callable[[Letter], object], letters: Sequence[Letter]) -> float:
    def all_of_them() -> None:
        for letter in letters:
            write(letter)

    return len(letters) / _best(all_of_them)


def _best(once: Callable[[], None]) -> float:
    """Seconds of CPU of the fastest of several rounds, after one to warm up."""
    once()
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        once()
        taken.append(time.process_time() - began)
    return min(taken)


def _empty_page(size: int) -> Callable[[Letter], object]:
    values = {f"value_{number}": "a short text" for number in range(100)}
    piece = "x" * (size // len(values))
    source = "".join(f"{piece}{{{{ {name} }}}}" for name in values)
    page = SandboxedEnvironment(autoescape=True).from_string(source)
    return lambda letter: page.render(values)


def _print_decisions() -> None:
    asked = list(_questions())
    rules = NotificationRules(told={trigger.name: Told(trigger.channels) for trigger in TRIGGERS})
    told = sum(decide(occasion, situation, rules, NOW).verdict is Verdict.TELL for occasion, situation in asked)
    rounds = [list(_decision_times(asked, rules)) for _ in range(ROUNDS)]
    fastest = [min(times) for times in zip(*rounds, strict=True)]
    p50, p99 = _percentiles(fastest)
    out.print(f"decision: p50 {p50:.0f} µs, p99 {p99:.0f} µs   p99 {_verdict(p99 <= BAR_DECISION)} {BAR_DECISION}")
    p50, p99 = _percentiles([nanoseconds for times in rounds for nanoseconds in times])
    out.print(f"  each the fastest of {ROUNDS}; as taken, with what else runs here: p50 {p50:.0f} µs, p99 {p99:.0f} µs")
    each_second = 1e9 / statistics.mean(fastest)
    out.print(f"  {len(asked)} decisions, {told} of them to tell: {each_second:,.0f} per second and core")


def _percentiles(nanoseconds: Sequence[int]) -> tuple[float, float]:
    """The 50th and the 99th, in microseconds."""
    ranked = sorted(nanoseconds)
    return ranked[len(ranked) // 2] / 1000, ranked[int(len(ranked) * 0.99)] / 1000


def _decision_times(asked: Sequence[tuple[Occasion, Situation]], rules: NotificationRules) -> Iterator[int]:
    """Nanoseconds of CPU of each."""
    for occasion, situation in asked:
        began = time.process_time_ns()
        decide(occasion, situation, rules, NOW)
        yield time.process_time_ns() - began


def _questions() -> Iterator[tuple[Occasion, Situation]]:
    shopper = Shopper("s").choosing(Channel.EMAIL, Kind.PROMOTION, Choice(True, NOW, "checkout"))
    for number, letter in enumerate(_letters()):
        trigger = TRIGGERS[number // len(LANGUAGES) % len(TRIGGERS)]
        message = letter.message
        occasion = Occasion(trigger, message.order_id, message.subject, NOW, message.facts, message.parcel)
        parcels = {letter.parcel.id: letter.parcel} if letter.parcel else {}
        yield occasion, Situation(letter.order, shopper, parcels)


def _verdict(met: bool) -> str:
    return "meets the bar of" if met else "MISSES the bar of"


if __name__ == "__main__":
    main()
