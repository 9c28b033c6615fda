"""What a configuration may say, and rarely means."""

from __future__ import annotations

from collections.abc import Iterator

from shared.merchant.branding_contradictions import branding_warnings
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.contradiction import spell
from shared.merchant.delivery_network import compile_date_choice
from shared.merchant.messaging import NotificationsConfiguration
from shared.merchant.notification_rules import is_told
from shared.merchant.return_findings import findings_of
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.trigger import Group
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind


def warnings(configuration: MerchantConfiguration) -> Iterator[str]:
    """A sentence for each, beginning with the field it is about. None of them keeps the configuration from use."""
    for index, service in enumerate(configuration.delivery.services):
        rule = compile_date_choice(service.date_choice)
        if rule is not None and rule.takes_order_day:
            yield (
                f"delivery.services[{index}].date_choice.earliest_after: 0 lets shoppers of {service.name} choose the "
                "day of the order itself, as far as the promise allows. If you mean no limit, leave it out."
            )
    yield from branding_warnings(configuration)
    yield from _required_ones_not_told(configuration.notifications)
    yield from _without_mail(configuration.notifications)
    yield from (f"{spell(found.path)}: {found.message}." for found in findings_of(configuration) if not found.is_grave)


def _required_ones_not_told(written: NotificationsConfiguration) -> Iterator[str]:
    """Of the groups that are told, or of single messages that are switched off: a law or the contract wants them."""
    required = [trigger for trigger in TRIGGERS if trigger.kind is Kind.REQUIRED and not is_told(trigger, written)]
    for group in Group:
        names = [trigger.name for trigger in required if trigger.group is group]
        if not names:
            continue
        field = "notifications.messages" if group in written.groups else "notifications.groups"
        yield (
            f"{field}: {', '.join(names)} ({group}) must be told by law or contract, and Todoku will not. "
            "That is right only where something else of yours tells it."
        )


def _without_mail(written: NotificationsConfiguration) -> Iterator[str]:
    """A required message that most shoppers cannot be reached by."""
    for trigger in TRIGGERS:
        named = written.messages.get(trigger.name)
        if trigger.kind is not Kind.REQUIRED or named is None or not named.enabled or not named.channels:
            continue
        if Channel.EMAIL not in named.channels:
            yield (
                f"notifications.messages.{trigger.name}.channels: it must be told, and not every shopper is reached on "
                f"{', '.join(named.channels)}. Add email as the last."
            )
