"""What a configuration may say, and rarely means."""

from __future__ import annotations

from collections.abc import Iterator

from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.delivery_network import compile_date_choice


def warnings(configuration: MerchantConfiguration) -> Iterator[str]:
    """A sentence for each, beginning with the field it is about. None of them keeps the configuration from use."""
    for index, service in enumerate(configuration.delivery.services):
        rule = compile_date_choice(service.date_choice)
        if rule is not None and rule.takes_order_day:
            yield (
                f"delivery.services[{index}].date_choice.earliest_after: 0 lets shoppers of {service.name} choose the "
                "day of the order itself, as far as the promise allows. If you mean no limit, leave it out."
            )
