"""Every message in every language on every channel, as pages to look at."""

from __future__ import annotations

import base64
import html
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from shared.cli.chromium import photograph
from shared.cli.sample_letters import SHORT_URL, Sample, sample_letter
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.content.chat import write_chat
from shared.notifications.content.letter import Letter
from shared.notifications.content.mail import write_mail
from shared.notifications.content.sms import write_sms
from shared.notifications.content.words import message_languages
from shared.notifications.sms_segments import encoding, segments
from shared.notifications.trigger import Trigger

_PICTURE = (1240, 1700)
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Preview:
    """What was written where."""

    index: Path
    pages: tuple[Path, ...]


def write_preview(folder: Path, languages: Sequence[str] = (), triggers: Sequence[str] = ()) -> Preview:
    """Write a page per trigger and language under `folder`, and an index. Empty: all languages, all triggers."""
    shown = [trigger for trigger in TRIGGERS if not triggers or trigger.name in triggers]
    spoken = [language for language in message_languages() if not languages or language in languages]
    pages = tuple(_write_page(folder, trigger, language) for language in spoken for trigger in shown)
    index = folder / "index.html"
    index.write_text(_index(shown, spoken), "utf-8")
    return Preview(index, pages)


def picture(browser: str, pages: Iterable[Path], seen: Callable[[], None]) -> None:
    """A PNG beside each page. `seen` is called after each."""

    def one(page: Path) -> None:
        photograph(browser, page, page.with_suffix(".png"), _PICTURE)
        seen()

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(one, pages))


def _write_page(folder: Path, trigger: Trigger, language: str) -> Path:
    place = folder / language
    place.mkdir(parents=True, exist_ok=True)
    letters = {sample: sample_letter(trigger, language, sample) for sample in Sample}
    for sample, letter in letters.items():
        mail = write_mail(letter)
        (place / f"{trigger.name}.{sample}.html").write_text(with_pictures(mail.html), "utf-8")
        (place / f"{trigger.name}.{sample}.txt").write_text(f"{mail.subject}\n\n{mail.text}", "utf-8")
    page = place / f"{trigger.name}.html"
    page.write_text(_page(trigger, language, letters), "utf-8")
    return page


def _page(trigger: Trigger, language: str, letters: dict[Sample, Letter]) -> str:
    normal = letters[Sample.NORMAL]
    subject = html.escape(write_mail(normal).subject)
    chats = "".join(_chat(sample, letter) for sample, letter in letters.items())
    texts = "".join(_text(sample, letter) for sample, letter in letters.items())
    mails = " · ".join(
        f'<a href="{trigger.name}.{sample}.html">{sample}</a> (<a href="{trigger.name}.{sample}.txt">text</a>)'
        for sample in Sample
    )
    return _SHELL.format(
        language=language,
        title=html.escape(f"{trigger.name} ({language})"),
        body=(
            f'<p><a href="../index.html">All messages</a></p><h1>{trigger.name}</h1>'
            f"<p>{trigger.group} · {trigger.kind} · {html.escape(trigger.condition)}</p>"
            f'<div class="columns"><section><h2>Mail</h2><p class="subject">{subject}</p><p>{mails}</p>'
            f'<iframe title="Mail" src="{trigger.name}.{Sample.NORMAL}.html"></iframe></section>'
            f"<section><h2>SMS</h2>{texts}<h2>LINE, WhatsApp, push</h2>{chats}</section></div>"
        ),
    )


def _text(sample: Sample, letter: Letter) -> str:
    text = write_sms(letter, SHORT_URL)
    counted = f"{sample} · {len(text)} × {encoding(text)} · {segments(text)} segment"
    return f'<p class="bubble">{html.escape(text)}</p><p class="note">{counted}</p>'


def _chat(sample: Sample, letter: Letter) -> str:
    chat = write_chat(letter)
    return (
        f'<div class="card"><b>{html.escape(chat.title)}</b><p>{html.escape(chat.body)}</p>'
        f'<a href="{html.escape(chat.url)}">{html.escape(chat.button)}</a></div><p class="note">{sample}</p>'
    )


def _index(shown: Sequence[Trigger], spoken: Sequence[str]) -> str:
    rows = "".join(
        f"<tr><th>{trigger.name}</th><td>{trigger.group}</td><td>{trigger.kind}</td>"
        + "".join(f'<td><a href="{language}/{trigger.name}.html">{language}</a></td>' for language in spoken)
        + "</tr>"
        for trigger in shown
    )
    body = f"<h1>{len(shown)} messages in {len(spoken)} languages</h1><table>{rows}</table>"
    return _SHELL.format(language="en", title="Messages", body=body)


def with_pictures(mail: str) -> str:
    """The samples' pictures drawn into the mail, so that a preview needs no network."""
    for address, drawn in _PICTURES.items():
        mail = mail.replace(address, f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}")
    return mail


def _wordmark(colour: str) -> str:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="130" height="36">'
        f'<text x="0" y="27" font-family="Georgia,serif" font-size="27" fill="{colour}">hanare</text></svg>'
    )


_PICTURES = {
    "https://cdn.hanare.example/logo.png": _wordmark("#2f5d50"),
    "https://cdn.hanare.example/logo-dark.png": _wordmark("#ffffff"),
    "https://cdn.hanare.example/bowl.jpg": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 72 72"><rect width="72" height="72" fill="#dfe5e1"/>'
        '<path d="M14 32h44c0 15-9 23-22 23S14 47 14 32z" fill="#fff"/></svg>'
    ),
    "https://cdn.hanare.example/cups.jpg": (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 104 104"><rect width="104" height="104" fill="#e4ddd0"/>'
        '<path d="M16 44h32v18c0 12-32 12-32 0zM58 40h30v22c0 12-30 12-30 0z" fill="#fff"/></svg>'
    ),
}
_SHELL = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title><style>
body{{margin:0;padding:24px 32px;background:#e9e7e2;color:#1d1c1a;font:15px/1.6 system-ui,sans-serif}}
h1{{margin:0;font-size:22px}}h2{{margin:20px 0 8px;font-size:15px}}a{{color:#1b4d8f}}
th,td{{padding:4px 14px 4px 0;text-align:left;font-weight:400}}
.columns{{display:flex;gap:32px;align-items:flex-start}}
section:first-child{{flex:0 0 680px}}section{{flex:1;min-width:0}}
iframe{{width:680px;height:1420px;border:0;background:#fff;border-radius:10px}}
.subject{{font-weight:600;margin:0}}.note{{margin:2px 0 14px;color:#605d57;font-size:12px}}
.bubble,.card{{margin:0;max-width:300px;padding:12px 16px;border-radius:16px;background:#fff;overflow-wrap:anywhere}}
.card p{{margin:6px 0 10px}}
</style></head><body>{body}</body></html>
"""
