"""Mails in a real browser: as wide as the smallest phone, by day and by night, and what axe says of them.

One run for all, where there is Chromium and axe-core was installed (`make setup`).
"""

from __future__ import annotations

import html
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.cli.chromium import after_scripts, chromium
from shared.cli.sample_letters import Sample, sample_letter
from shared.cli.template_preview import with_pictures
from shared.notifications.catalogue import trigger_named
from shared.notifications.content.mail import write_mail

AXE = Path(__file__).parents[3] / "node_modules" / "axe-core" / "axe.min.js"
DAY, NIGHT = "@media not all", "@media all"
SHOWN = (
    ("shipped", "ja", Sample.NORMAL, DAY),
    ("shipped", "de", Sample.EXTREME, NIGHT),
    ("review_invited", "en", Sample.NORMAL, NIGHT),
    ("refund_issued", "pt", Sample.EXTREME, DAY),
)
"""Between them they show every part a mail has, by day and by night."""
BY_NIGHT = "@media(prefers-color-scheme:dark)"
PAGE = """<!doctype html><html lang="en"><title>Mails</title><body>{frames}<pre id="found"></pre><script>
const source = {axe};
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
// A mail is shown inside a mail program's page, whose landmarks it stands in.
const rules = {{region: {{enabled: false}}, "landmark-one-main": {{enabled: false}}}};
async function look(frame) {{
  const inside = frame.contentWindow;
  const script = frame.contentDocument.createElement("script");
  script.textContent = source;
  frame.contentDocument.head.append(script);
  const width = frame.contentDocument.documentElement.scrollWidth;
  const found = await inside.axe.run(frame.contentDocument, {{runOnly: tags, rules}});
  return {{name: frame.title, width, faults: found.violations.map(
    (fault) => fault.id + ": " + fault.nodes.map((node) => node.html.slice(0, 120)).join(" | "))}};
}}
addEventListener("load", async () => {{
  const all = [];
  for (const frame of document.querySelectorAll("iframe")) all.push(await look(frame));
  document.getElementById("found").textContent = JSON.stringify(all);
}});
</script></body></html>"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What the browser says of every rendering."""
    browser = chromium()
    if browser is None or not AXE.exists():
        missing = "there is no Chromium on the PATH, or no axe-core in node_modules"
        pytest.fail(missing) if os.environ.get("TODOKU_BROWSER_REQUIRED") == "1" else pytest.skip(missing)
    page = tmp_path_factory.mktemp("mails") / "mails.html"
    frames = "".join(
        f'<iframe title="{name}" width="320" height="1600" style="border:0" srcdoc="{html.escape(mail)}"></iframe>'
        for name, mail in _renderings()
    )
    # A closing tag in the script's text would end the script that holds it.
    axe = json.dumps(AXE.read_text("utf-8")).replace("</", "<\\/")
    page.write_text(PAGE.format(frames=frames, axe=axe), "utf-8")
    dumped = after_scripts(browser, page)
    told = dumped.partition('<pre id="found">')[2].partition("</pre>")[0]
    answer: list[dict[str, Any]] = json.loads(html.unescape(told))
    return answer


def _renderings() -> Iterator[tuple[str, str]]:
    for name, language, sample, hour in SHOWN:
        trigger = trigger_named(name)
        assert trigger is not None
        mail = with_pictures(write_mail(sample_letter(trigger, language, sample)).html)
        assert BY_NIGHT in mail
        yield f"{name} {language} {sample}", mail.replace(BY_NIGHT, hour)


def test_nothing_is_wider_than_the_smallest_phone(found: list[dict[str, Any]]) -> None:
    assert len(found) == len(SHOWN)
    assert {mail["name"]: mail["width"] for mail in found if mail["width"] > 320} == {}


def test_axe_finds_nothing(found: list[dict[str, Any]]) -> None:
    assert {mail["name"]: mail["faults"] for mail in found if mail["faults"]} == {}
