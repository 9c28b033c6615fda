"""What every parcel teaches: facts kept in a bucket, a table over them, and the clock by which a model is fitted."""

from __future__ import annotations

from aws_cdk import Duration, Stack
from aws_cdk import aws_athena as athena
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_glue as glue
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.acknowledgements import IS_A_CLOCKS_QUEUE, LOCAL_ATHENA, acknowledge
from infra.function import Function
from infra.layer import DependencyLayer
from infra.platform import Platform
from infra.work_queue import DeadLetterQueue, WorkQueue

SOURCE = "postpurchase.tracking"
STAGES = (
    "customs_started",
    "customs_held",
    "at_delivery_depot",
    "held",
    "held_at_request",
)
"""Checkpoints that are kept: their `detail` is one of these (`STAGES` in `shared/history/facts_of.py`)."""
COLUMNS = {
    "fact_id": "string",
    "fact": "string",
    "happened_at": "string",
    "told_at": "string",
    "parcel": "string",
    "carrier": "string",
    "ship_date": "string",
    "order_id": "string",
    "shipment_id": "string",
    "utc_offset": "int",
    "ordered_at": "string",
    "origin_utc_offset": "int",
    "origin_id": "string",
    "origin_country": "string",
    "origin_region": "string",
    "origin_postal": "string",
    "service": "string",
    "destination_country": "string",
    "destination_postal": "string",
    "items": "int",
    "promised_date": "string",
}
"""The fields of a fact (`shared/history/fact.py`)."""
EVERY_NIGHT = events.Schedule.cron(hour="3", minute="20")
"""UTC. Not on the hour, when everybody's clocks tick."""
LONGEST_FIT = Duration.minutes(15)


class History(Construct):
    """Bus -> queue -> facts in a bucket; a clock -> Athena over the facts -> a model in the promise's bucket."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self._database = f"todoku_{platform.stage.name.replace('-', '_')}"
        self._workgroup = f"todoku-{platform.stage.name}"
        self._keep()
        self._lay_table()
        self.fit_function_name = self._fit().function_name

    def _keep(self) -> None:
        platform, data = self._platform, self._platform.data
        keep = Function(
            self,
            "KeepHistory",
            name="keep_history",
            platform=platform,
            environment={"TABLE_NAME": data.table.table_name, "BUCKET_NAME": data.history.bucket_name},
        )
        data.table.allow(keep, "dynamodb:GetItem", "dynamodb:BatchGetItem")
        data.history.allow(keep, "s3:PutObject", "facts/")
        queue = WorkQueue(self, "Facts", platform=platform)
        queue.fed_by(data.bus, "PromiseMade", source="postpurchase.promise")
        queue.fed_by(data.bus, "ShipmentRegistered", source=SOURCE)
        queue.fed_by(data.bus, "MilestoneReached", source=SOURCE)
        queue.fed_by(data.bus, "CheckpointRecorded", source=SOURCE, data={"detail": STAGES})
        queue.drained_by(keep, batch_size=1000, wait=Duration.seconds(5 if platform.stage.is_local else 60))

    def _lay_table(self) -> None:
        """`facts` over the bucket. Its days are computed, so that no crawler and no command need look for new ones."""
        catalog = Stack.of(self).account
        database = glue.CfnDatabase(
            self,
            "Database",
            catalog_id=catalog,
            database_input=glue.CfnDatabase.DatabaseInputProperty(name=self._database),
        )
        location = f"s3://{self._platform.data.history.bucket_name}/facts/"
        glue.CfnTable(
            self,
            "FactsTable",
            catalog_id=catalog,
            database_name=database.ref,
            table_input=glue.CfnTable.TableInputProperty(
                name="facts",
                table_type="EXTERNAL_TABLE",
                partition_keys=[glue.CfnTable.ColumnProperty(name="dt", type="string")],
                parameters={
                    "classification": "json",
                    "projection.enabled": "true",
                    "projection.dt.type": "date",
                    "projection.dt.format": "yyyy-MM-dd",
                    "projection.dt.range": "NOW-1100DAYS,NOW+1DAYS",
                    "storage.location.template": f"{location}dt=${{dt}}/",
                },
                storage_descriptor=glue.CfnTable.StorageDescriptorProperty(
                    columns=[glue.CfnTable.ColumnProperty(name=name, type=kind) for name, kind in COLUMNS.items()],
                    location=location,
                    input_format="org.apache.hadoop.mapred.TextInputFormat",
                    output_format="org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
                    serde_info=glue.CfnTable.SerdeInfoProperty(
                        serialization_library="org.openx.data.jsonserde.JsonSerDe"
                    ),
                ),
            ),
        )
        athena.CfnWorkGroup(
            self,
            "Queries",
            name=self._workgroup,
            recursive_delete_option=True,
            work_group_configuration=athena.CfnWorkGroup.WorkGroupConfigurationProperty(
                enforce_work_group_configuration=True,
                result_configuration=athena.CfnWorkGroup.ResultConfigurationProperty(
                    output_location=f"s3://{self._platform.data.history.bucket_name}/results/",
                    encryption_configuration=athena.CfnWorkGroup.EncryptionConfigurationProperty(
                        encryption_option="SSE_S3"
                    ),
                ),
            ),
        )

    def _fit(self) -> Function:
        platform, data = self._platform, self._platform.data
        fit = Function(
            self,
            "FitPromiseModel",
            name="fit_promise_model",
            platform=platform,
            memory_mb=3008,
            timeout=LONGEST_FIT,
            layers=[DependencyLayer(self, "FitDependencies", stage=platform.stage, group="fit")],
            environment={
                "TABLE_NAME": data.table.table_name,
                "BUCKET_NAME": data.history.bucket_name,
                "PROMISE_BUCKET": data.promise_bucket.bucket_name,
                "WORKGROUP": self._workgroup,
                "DATABASE": self._database,
            },
        )
        data.table.allow(fit, "dynamodb:GetItem", "dynamodb:PutItem")
        data.history.allow_listing(fit)
        for prefix in ("facts/", "past/", "results/"):
            data.history.allow(fit, "s3:GetObject", prefix)
        data.history.allow(fit, "s3:PutObject", "results/")
        data.promise_bucket.allow_listing(fit)
        for action in ("s3:PutObject", "s3:DeleteObject"):
            data.promise_bucket.allow(fit, action, "models/")
        self._allow_queries(fit)
        undelivered = DeadLetterQueue(self, "ClockDeadLetters", platform=platform)
        acknowledge(undelivered, IS_A_CLOCKS_QUEUE)
        clock = events.Rule(self, "Clock", schedule=EVERY_NIGHT)
        clock.add_target(
            targets.LambdaFunction(
                fit, dead_letter_queue=undelivered, retry_attempts=2, max_event_age=Duration.hours(12)
            )
        )
        return fit

    def _allow_queries(self, function: Function) -> None:
        """Queries in the one workgroup, over the one table."""
        stack, stage = Stack.of(self), self._platform.stage
        workgroup = stack.format_arn(service="athena", resource="workgroup", resource_name=self._workgroup)
        actions = ["athena:StartQueryExecution", "athena:GetQueryExecution"]
        resources = ["*"] if stage.is_local else [workgroup]  # the local cloud does not see whose workgroup it is
        function.add_to_role_policy(iam.PolicyStatement(actions=actions, resources=resources))
        if stage.is_local:
            acknowledge(function.role, *LOCAL_ATHENA)
        described = [
            stack.format_arn(service="glue", resource="catalog"),
            stack.format_arn(service="glue", resource="database", resource_name=self._database),
            stack.format_arn(service="glue", resource="table", resource_name=f"{self._database}/facts"),
        ]
        function.add_to_role_policy(
            iam.PolicyStatement(
                actions=["glue:GetDatabase", "glue:GetTable", "glue:GetPartitions"], resources=described
            )
        )
