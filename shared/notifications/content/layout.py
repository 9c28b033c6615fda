"""The layout of mails: one MJML file, compiled to HTML when a function is packed, and filled in by Jinja."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import DictLoader, StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

_FILE = Path(__file__).parent / "templates" / "mail"


@cache
def layout() -> Template:
    """The mail's template. A value it misses is an error, and every value is escaped."""
    environment = SandboxedEnvironment(
        loader=DictLoader({"mail": _source()}),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("mail")


def _source() -> str:
    try:
        return _FILE.with_suffix(".html.jinja").read_text("utf-8")
    except FileNotFoundError:
        return _compiled(_FILE.with_suffix(".mjml").read_text("utf-8"))


def _compiled(mjml: str) -> str:
    # Only where nothing is packed: in a checkout. As in infra/texts.py.
    import mrml

    options = mrml.RenderOptions(disable_comments=True, fonts={})
    return mrml.to_html(mjml, render_options=options).content
