"""What `merchant.yaml` says of the look of pages and messages."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from shared.brand import Corners, FontFile
from shared.merchant.section import Said, Section
from shared.merchant.values import Colour, Language, Text, Url
from shared.palette import Shade


class SocialConfiguration(Section):
    """A network the shop is on."""

    name: Text = Field(description="The network, as shoppers know it: Instagram.")
    url: Url = Field(description="The shop's page there.")


class ShadeConfiguration(Section):
    """Colours of pages by day, or by night. Each stands as it is written, and must be readable; what is left out
    follows from the rest."""

    background: Colour | None = Field(default=None, description="The page.")
    surface: Colour | None = Field(default=None, description="The cards on it.")
    text: Colour | None = Field(default=None, description="Text.")
    colour: Colour | None = Field(default=None, description="Buttons.")
    colour_text: Colour | None = Field(
        default=None, description="The words on buttons; black or white when left out, whichever is read better."
    )
    accent: Colour | None = Field(default=None, description="Links, marks and stars.")

    def shade(self) -> Shade:
        return Shade(
            background=self.background or "",
            surface=self.surface or "",
            text=self.text or "",
            colour=self.colour or "",
            colour_text=self.colour_text or "",
            accent=self.accent or "",
        )


class FontFileConfiguration(Section):
    """A font of your own, fetched by pages from your own server."""

    family: Text = Field(description="Its name, as `font` or `heading_font` says it.")
    url: Url = Field(description="A .woff2 file on the host of shop_url, or below its domain.")
    weight: Text = Field(default="400", description='Its weight, in quotes: "400", or "300 800" for a variable font.')

    def file(self) -> FontFile:
        return FontFile(self.family, self.url, self.weight)


class LegalLinkConfiguration(Section):
    """A link below every page."""

    text: Text = Field(description="What it is called: Imprint, 特定商取引法に基づく表記.")
    url: Url = Field(description="Where it leads.")


class OwnTexts(Section):
    """The shop's own words on every page, by language. `{shop}` is its name."""

    greeting: Said = Field(default={}, description="A line below the logo; none when left out.")
    help_heading: Said = Field(default={}, description="Above where to ask for help.")
    help_text: Said = Field(default={}, description="Beside where to ask for help.")
    closing: Said = Field(default={}, description="The last line of every page; none when left out.")

    def said(self) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
        """Each by its name: ("closing", (("en", "Thank you!"),))."""
        every = (
            ("greeting", self.greeting),
            ("help_heading", self.help_heading),
            ("help_text", self.help_text),
            ("closing", self.closing),
        )
        return tuple((name, tuple(texts.items())) for name, texts in every if texts)


class Brand(Section):
    """How pages and messages look."""

    logo_url: Url | None = Field(default=None, description="The logo, at least 120 pixels high, on a public address.")
    logo_dark_url: Url | None = Field(
        default=None, description="The logo for dark pages and mails. Else the first, on a light patch."
    )
    favicon_url: Url | None = Field(default=None, description="The sign that browsers show beside a page's title.")
    shop_url: Url | None = Field(default=None, description="The shop: where the logo on pages leads.")
    colour: Colour = Field(
        default="#1F4E79", description="The colour of buttons and headings, as six hexadecimal digits."
    )
    accent: Colour | None = Field(default=None, description="The colour of links and stars; `colour` when left out.")
    day: ShadeConfiguration = Field(
        default=ShadeConfiguration(), description="The colours of pages by day; white on warm grey when left out."
    )
    night: ShadeConfiguration = Field(
        default=ShadeConfiguration(), description="The colours of pages by night; nearly black when left out."
    )
    dark_mode: Literal["auto", "never"] = Field(
        default="auto", description="Whether pages are dark for shoppers whose device is."
    )
    corners: Corners = Field(default="soft", description="The corners of cards and buttons.")
    font: Text | None = Field(
        default=None,
        description="Fonts of pages and mails, by name with commas between, as far as the shopper has them.",
    )
    heading_font: Text | None = Field(default=None, description="Fonts of headings on pages; `font` when left out.")
    font_files: list[FontFileConfiguration] = Field(
        default=[], max_length=4, description="Fonts of your own, for pages. Mails fetch none."
    )
    footer: Said = Field(default={}, description="What stands below every mail, by language: your address, for one.")
    legal: dict[Language, list[LegalLinkConfiguration]] = Field(
        default={}, description="Links below every page, by language: imprint, privacy, terms."
    )
    texts: OwnTexts = Field(default=OwnTexts(), description="Your own words on every page; ours when left out.")
    social: list[SocialConfiguration] = Field(default=[], description="Networks you are on, linked below mails.")
    loyalty_url: Url | None = Field(default=None, description="Where a shopper sees points and rewards.")
