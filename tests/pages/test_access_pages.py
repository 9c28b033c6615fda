"""The pages that ask for an order and its code: fields that help typing, errors in words, and nothing given away."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from shared.access.target import Target
from shared.brand import Brand
from shared.locales import languages, page_words
from shared.pages.access_pages import CodeForm, LookupForm, code_page, lookup_page, verify_page

EVIL = '"><script>alert(1)</script>'


@pytest.mark.parametrize("language", languages())
def test_every_field_has_a_label_and_says_what_it_is_for(language: str, brand: Brand) -> None:
    asked = LookupForm(Target.RETURNS)
    for page in (lookup_page(asked, language, brand, "n"), code_page(CodeForm(Target.RETURNS), language, brand, "n")):
        fields = re.findall(r'<input (?:id="(\w+)")', page)
        assert fields == re.findall(r'<label for="(\w+)"', page)
        assert fields
        described = set(re.findall(r'aria-describedby="([^"]+)"', page))
        ids = set(re.findall(r' id="([^"]+)"', page))
        assert {each for names in described for each in names.split()} <= ids
        assert f'lang="{language}"' in page
        assert "<script" not in page


def test_the_code_is_typed_with_digits_and_filled_in_by_the_phone(brand: Brand) -> None:
    page = code_page(CodeForm(Target.TRACK), "ja", brand, "n")
    assert 'inputmode="numeric" autocomplete="one-time-code"' in page


def test_the_page_for_the_code_says_alike_whatever_was_asked(brand: Brand) -> None:
    said = page_words("en")("access.code_lead", digits=6, minutes=10)
    assert said.startswith("If an order fits")
    assert said in code_page(CodeForm(Target.TRACK), "en", brand, "n")


def test_what_is_wrong_is_said_at_the_field_and_the_last_try_leaves_only_another_code(brand: Brand) -> None:
    wrong = code_page(CodeForm(Target.TRACK, is_wrong=True), "en", brand, "n")
    assert 'aria-invalid="true" aria-describedby="code-error"' in wrong
    used_up = code_page(CodeForm(Target.TRACK, is_wrong=True, is_used_up=True), "en", brand, "n")
    assert 'id="code"' not in used_up
    assert 'name="again"' in used_up


def test_what_was_typed_comes_back_as_text_and_errors_lead_to_their_fields(brand: Brand) -> None:
    form = LookupForm.read({"number": EVIL, "proof": "x" * 5000, "to": EVIL})
    page = lookup_page(replace(form, lacks_number=True, lacks_proof=True), "de", brand, "n")
    assert EVIL not in page
    assert "x" * 255 not in page
    assert {'href="#number"', 'href="#proof"'} <= set(re.findall(r'href="#\w+"', page))


def test_who_cannot_be_mailed_is_not_offered_a_code(brand: Brand) -> None:
    assert "<form" not in verify_page(Target.RETURNS, "en", brand, "n", can_mail=False)
    assert "<form" in verify_page(Target.RETURNS, "en", brand, "n", can_mail=True)
