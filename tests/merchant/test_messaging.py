"""The section `notifications`: what it compiles to, what it must not say, and what it rarely means."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path
from textwrap import indent

import pytest

import shared.merchant
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.configuration_file import read
from shared.merchant.problem import ConfigurationErrors
from shared.merchant.warnings import warnings
from shared.notifications.catalogue import TRIGGERS
from shared.notifications.rules import NotificationRules, QuietHours, RateLimit, SplitOrders, Told
from shared.notifications.trigger import Group
from shared.shoppers.channel import Channel
from shared.shoppers.kind import Kind

SAMPLE = (Path(shared.merchant.__file__).parent / "sample.yaml").read_text("utf-8")
BEFORE = SAMPLE.split("notifications:\n")[0]
EVERY_CHANNEL = """
channels:
  sms: { sender_id: HANARE }
  line: { notice: true }
  whatsapp: { phone_number_id: phone-number-id-0123 }
  push: {}
"""


def configuration(section: str) -> MerchantConfiguration:
    return read(f"{BEFORE}notifications:\n{indent(section, '  ')}\n")


def rules(section: str) -> NotificationRules:
    return configuration(section).notification_rules()


def refusal(section: str) -> str:
    with pytest.raises(ConfigurationErrors) as refused:
        configuration(section)
    (problem,) = refused.value.problems
    return f"{problem.path}: {problem.message}"


def test_the_sample_tells_every_group_by_mail() -> None:
    told = read(SAMPLE).notification_rules().told
    assert {trigger.group for trigger in TRIGGERS if trigger.name in told} == set(Group)
    assert told["out_for_delivery"] == Told((Channel.EMAIL,))


def test_the_sample_gives_no_warning() -> None:
    assert list(warnings(read(SAMPLE))) == []


def test_nothing_is_told_where_the_section_is_left_out() -> None:
    assert read(BEFORE).notification_rules().told == {}


def test_a_group_tells_its_own_messages_and_no_others() -> None:
    assert set(rules("groups: [refunds]").told) == {t.name for t in TRIGGERS if t.group is Group.REFUNDS}


def test_a_messages_own_channels_hold_as_far_as_they_are_set_up() -> None:
    assert rules("groups: [delivery]").told["delivered"].channels == (Channel.EMAIL,)
    assert rules("groups: [delivery]\nchannels: { line: {} }").told["delivered"].channels == (
        Channel.LINE,
        Channel.EMAIL,
    )
    every = rules(f"groups: [delivery]{EVERY_CHANNEL}").told["delivered"].channels
    assert set(every) == set(Channel)


def test_whatever_is_set_up_every_message_has_a_channel() -> None:
    groups = f"groups: [{', '.join(Group)}]"
    told = rules(groups).told
    assert told.keys() == {trigger.name for trigger in TRIGGERS}
    assert all(how.channels for how in told.values())


def test_a_named_message_is_told_without_its_group_and_a_switched_off_one_is_not_told_with_it() -> None:
    told = rules("messages: { delivered: {} }").told
    assert set(told) == {"delivered"}
    assert "delivered" not in rules("groups: [delivery]\nmessages: { delivered: { enabled: false } }").told


def test_named_channels_come_in_the_merchants_order_and_on_every_one_where_wanted() -> None:
    section = f"messages: {{ delivered: {{ channels: [sms, email, line], every_channel: true }} }}{EVERY_CHANNEL}"
    assert rules(section).told["delivered"] == Told((Channel.SMS, Channel.EMAIL, Channel.LINE), every=True)


def test_every_rule_comes_from_the_file() -> None:
    compiled = rules("""
quiet_hours: { from: "22:00", until: "07:30" }
at_most: { messages: 3, hours: 12 }
split_orders: summary
arriving_soon_at: "17:00"
pickup_reminder_days: 4
case_reminder_days: 5
warranty_reminder_days: 60
reviews: { use_days: { shoes: 30 }, default_use_days: 10, without_delivery_days: 9, needs_consent: true }
attributed_days: 14
keep_days: 100
channels:
  sms: { sender_id: HANARE }
  line: { notice: true }
  whatsapp: { phone_number_id: phone-number-id-0123, template: news, api_version: "v24.0" }
  push: { contact: "https://hanare.example/help" }
slots:
  - name: winter
    kind: promotion
    title: { en: Winter }
    text: { en: "-10 %" }
    url: https://hanare.example/winter
    from: 2026-12-01
    until: 2026-12-24
    countries: ["JP"]
    categories: [ceramics]
    triggers: [delivered]
""")
    assert compiled.quiet == QuietHours(time(22, 0), time(7, 30))
    assert compiled.rate == RateLimit(3, timedelta(hours=12))
    assert compiled.split_orders is SplitOrders.SUMMARY
    assert compiled.arriving_soon_at == time(17, 0)
    assert (compiled.pickup_reminder_days, compiled.case_reminder_days, compiled.warranty_reminder_days) == (4, 5, 60)
    assert compiled.reviews.use_days == {"shoes": 30}
    assert (compiled.reviews.default_use_days, compiled.reviews.without_delivery_days) == (10, 9)
    assert compiled.reviews.needs_consent
    assert (compiled.attributed_days, compiled.keep_days, compiled.default_language) == (14, 100, "ja")
    channels = compiled.channels
    assert (channels.sms_sender_id, channels.line_notice) == ("HANARE", True)
    assert channels.whatsapp_phone_number_id == "phone-number-id-0123"
    assert (channels.whatsapp_template, channels.whatsapp_api_version) == ("news", "v24.0")
    assert channels.push_contact == "https://hanare.example/help"
    (slot,) = compiled.slots
    assert (slot.begins, slot.ends, slot.triggers) == (date(2026, 12, 1), date(2026, 12, 24), ("delivered",))


def test_a_push_service_turns_to_the_support_address_where_no_contact_is_named() -> None:
    assert rules("channels: { push: {} }").channels.push_contact == "mailto:support@hanare.example"


def test_what_is_published_reads_back() -> None:
    written = read(SAMPLE)
    again = MerchantConfiguration.model_validate_json(written.model_dump_json(exclude_none=True))
    assert again.notification_rules() == written.notification_rules()


@pytest.mark.parametrize(
    ("section", "says"),
    [
        ("messages: { out_for_delivry: {} }", "perhaps out_for_delivery"),
        ("messages: { zzz: {} }", "`todoku notifications triggers` lists them"),
        ("groups: [shipping]", "groups[0]: expected a group of messages: before_shipping, delivery"),
        ("groups: [delivery, delivery]", "groups[1]: expected a group that is listed once"),
        (
            "messages: { review_invited: { channels: [sms] } }\nchannels: { sms: {} }",
            "expected a channel with room for the address of the review page: any but sms",
        ),
        ("messages: { delivered: { channels: [fax] } }", "expected a channel: email, sms, line, whatsapp, push"),
        (
            "messages: { delivered: { channels: [email, line] } }",
            "channels[1]: expected a channel that is set up under notifications.channels (email), found",
        ),
        (
            "messages: { delivered: { channels: [email, email] } }",
            "channels[1]: expected a channel that is listed once",
        ),
        ("channels: { whatsapp: {} }", "channels.whatsapp.phone_number_id: is required"),
        ("channels: { whatsapp: { phone_number_id: '12345' } }", "phone-number-id-…"),
        ("channels: { sms: { sender_id: '12345' } }", "with a letter in it"),
        (
            "channels: { sms: }",
            "channels.sms: expected a section, or {} where nothing is to be said of it, found nothing",
        ),
        ("channels: { push: { contact: hello@hanare.example } }", "expected mailto: with an address"),
        ("quiet_hours: { from: 21:00, until: '08:00' }", "(how YAML reads 21:00 without quotes)"),
        ("quiet_hours: { from: '08:00', until: '08:00' }", "until: expected another time than from, which is 08:00"),
        ("quiet_hours: { until: '08:00' }", "quiet_hours.from: is required"),
        ("at_most: { messages: 0 }", "at_most.messages: expected greater than or equal to 1"),
        ("at_most: { messages: 5, hours: 72 }", "at_most.hours: expected less than or equal to 48"),
        ("split_orders: often", "split_orders: expected 'each' or 'summary'"),
        ("keep_days: 7", "keep_days: expected greater than or equal to 30"),
        ("arriving_soon_at: 18:00", "arriving_soon_at: expected a time like"),
    ],
)
def test_a_mistake_is_told_with_what_was_expected(section: str, says: str) -> None:
    assert says in refusal(section)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("until: 2026-11-30", "slots[0].until: expected a day not before from, which is 2026-12-01"),
        ("triggers: [lost]", "slots[0].triggers[0]: expected a calm message"),
        ("image_url: http://hanare.example/a.png", "slots[0].image_url: expected an address that begins with https://"),
        ("countries: [NO]", "slots[0].countries[0]: expected a country code"),
    ],
)
def test_a_slot_is_held_to_its_days_and_to_calm_messages(change: str, says: str) -> None:
    section = f"""
slots:
  - name: winter
    kind: promotion
    title: {{ en: Winter }}
    text: {{ en: Now }}
    url: https://hanare.example/winter
    from: 2026-12-01
    {change}
"""
    assert says in refusal(section)


def test_two_slots_do_not_share_a_name() -> None:
    slot = "{ name: a, kind: promotion, title: { en: A }, text: { en: A }, url: https://a.example }"
    assert "slots[1].name: expected a name no other slot has" in refusal(f"slots: [{slot}, {slot}]")


def test_a_required_message_that_is_not_told_is_warned_of() -> None:
    section = f"groups: [{', '.join(Group)}]\nmessages: {{ refund_issued: {{ enabled: false }} }}"
    (warning,) = warnings(configuration(section))
    assert warning.startswith("notifications.messages: refund_issued (refunds) must be told")
    without = [group for group in Group if group is not Group.RETURNS]
    (warning,) = warnings(configuration(f"groups: [{', '.join(without)}]"))
    assert warning.startswith("notifications.groups: return_requested, ")
    required = {trigger.name for trigger in TRIGGERS if trigger.kind is Kind.REQUIRED}
    assert {"refund_issued", "return_requested"} <= required


def test_a_required_message_without_mail_is_warned_of() -> None:
    section = (
        f"groups: [{', '.join(Group)}]\nchannels: {{ sms: {{}} }}\nmessages: {{ refund_issued: {{ channels: [sms] }} }}"
    )
    (warning,) = warnings(configuration(section))
    assert warning.startswith("notifications.messages.refund_issued.channels: it must be told")
