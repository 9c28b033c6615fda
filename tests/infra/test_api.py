"""Where the API is, and where shoppers' links lead."""

from __future__ import annotations

from aws_cdk import App, Stack

from infra.api import Api
from infra.stage import Stage

NAMED = {"stage": "production", "merchant": "hanare", "mail_identity": "hanare.example"}


def api(**context: str) -> Api:
    app = App(context={**NAMED, **context})
    return Api(Stack(app, "Stack"), "Api", stage=Stage.from_context(app.node))


def test_shoppers_links_lead_to_the_merchants_own_domain_where_there_is_one_and_else_to_the_api() -> None:
    with_domain, without = api(shopper_address="https://t.hanare.example/"), api()
    assert with_domain.public_url == "https://t.hanare.example"
    assert with_domain.address != with_domain.public_url
    assert without.public_url == without.address
