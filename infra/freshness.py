"""Whether carriers still tell what is new: an alarm per carrier the shop ships with."""

from __future__ import annotations

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.alarm import Alarm
from infra.platform import Platform

STALE_AFTER = Duration.hours(12)
SILENT_AFTER = Duration.days(2)


class Freshness(Construct):
    """Two alarms per carrier, on what `ingest_carrier_update` counts (namespace Todoku, dimension Carrier)."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        for carrier in platform.stage.carriers:
            Alarm(
                self,
                f"{carrier}-stale",
                topic=platform.alarms,
                metric=_metric(carrier, "NewestScanAge", "p50", Duration.hours(6)),
                says=f"{carrier}: half of its updates bring scans older than 12 hours. Ask the carrier or aggregator.",
                threshold=STALE_AFTER.to_seconds(),
            )
            Alarm(
                self,
                f"{carrier}-silent",
                topic=platform.alarms,
                metric=_metric(carrier, "Updates", "Sum", Duration.days(1)),
                says=f"{carrier}: no update for two days. Is its webhook still connected?",
                periods=int(SILENT_AFTER.to_days()),
                when_silent=True,
            )


def _metric(carrier: str, name: str, statistic: str, period: Duration) -> cloudwatch.Metric:
    return cloudwatch.Metric(
        namespace="Todoku",
        metric_name=name,
        dimensions_map={"Carrier": carrier},
        statistic=statistic,
        period=period,
    )
