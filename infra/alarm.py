"""An alarm with the platform's defaults: it tells the merchant's people."""

from __future__ import annotations

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct


class Alarm(cloudwatch.Alarm):
    """Raised when `metric` is at `threshold` or above, for `periods` of its periods in a row; silence is no news.

    `when_silent`: the other way round: raised when it is below `threshold`, or there is none.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        topic: sns.ITopic,
        metric: cloudwatch.IMetric,
        says: str,
        threshold: float = 1,
        periods: int = 1,
        when_silent: bool = False,
    ) -> None:
        super().__init__(
            scope,
            id,
            alarm_description=says,
            metric=metric,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
            if when_silent
            else cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.BREACHING
            if when_silent
            else cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        self.add_alarm_action(actions.SnsAction(topic))
