"""How finding an order is deployed: who answers shoppers cannot mail, and who mails hears of look-ups alone."""

from __future__ import annotations

from typing import Any

from shared.access.events import OrderLookupAsked
from tests.infra.templates import Template
from tests.infra.test_notifications import fed_by, queue_of, statements


def granted(template: Template, function: str, action: str) -> list[Any]:
    found = [each for each in statements(template, function) if action in each["Action"]]
    return [resource for each in found for resource in [each["Resource"]]]


def test_who_mails_codes_hears_of_look_ups_and_of_nothing_else(template: Template) -> None:
    [pattern] = fed_by(template, queue_of(template, "send_access_code"))
    assert pattern == {"source": [OrderLookupAsked.source], "detail-type": [OrderLookupAsked.detail_type]}


def test_codes_are_mailed_in_the_merchants_name_and_under_no_configuration_that_counts(template: Template) -> None:
    [identity] = granted(template, "send_access_code", "ses:SendEmail")
    assert ":identity/" in str(identity)
    assert "configuration-set" not in str(identity)
    assert granted(template, "order_access_api", "ses:SendEmail") == []


def test_a_count_changes_items_and_reads_no_list(template: Template) -> None:
    for function in ("order_access_api", "send_access_code"):
        [table] = granted(template, function, "dynamodb:UpdateItem")
        assert "index" not in str(table)
