"""What a draft of the return policy would have decided, over any number of past returns: a Step Functions map.

The parts of a history lie in the bucket of returns, beside the draft. A Distributed Map reads the list of them, each is
replayed by a function, and another one joins what they found.
"""

from __future__ import annotations

import json
from typing import Any

from aws_cdk import Aws, CfnOutput, Duration, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from infra.acknowledgements import REPLAY_LOGS, REPLAY_RUNS, REPLAY_TRACES, acknowledge
from infra.function import Function
from infra.platform import Platform

PREFIX = "replays/"
AT_ONCE = 40
"""Parts that are replayed at the same time: few enough to leave the account's functions to shoppers."""
LONGEST = Duration.minutes(10)
_WHOLE_CORE_MB = 1769
"""With so much memory a function has one processor: it only computes."""
_MAP = "Parts"
_AGAIN = [
    {
        "ErrorEquals": [
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
            "AwsUnavailable",
        ],
        "IntervalSeconds": 2,
        "MaxAttempts": 5,
        "BackoffRate": 2,
    }
]
"""A part that is replayed twice has the same summary."""


class ReturnsReplay(Construct):
    """A state machine and its two functions; started by `todoku returns policy replay --in-cloud`."""

    def __init__(self, scope: Construct, id: str, *, platform: Platform) -> None:
        super().__init__(scope, id)
        self._platform = platform
        self._name = f"todoku-{platform.stage.name}-return-replay"
        replay = self._function("ReplayReturnsBatch", "replay_returns_batch")
        join = self._function("JoinReturnReplay", "join_return_replay")
        role = self._role(replay, join)
        machine = stepfunctions.CfnStateMachine(
            self,
            "StateMachine",
            state_machine_name=self._name,
            state_machine_type="STANDARD",
            role_arn=role.role_arn,
            definition_string=json.dumps(self._definition(replay, join)),  # CDK would leave out what is null
        )
        machine.node.add_dependency(role)
        acknowledge(machine, REPLAY_LOGS, REPLAY_TRACES)
        CfnOutput(Stack.of(self), "ReturnReplay", value=machine.attr_arn)

    def _definition(self, replay: Function, join: Function) -> dict[str, Any]:
        """In the Amazon States Language; started with `replay_id`, and `parts`: the key of the list of parts."""
        a_part = {"Replay": {**self._call(replay, {"Payload.$": "$"}), "OutputPath": None}}
        every_part = {
            "Type": "Map",
            "Label": _MAP,
            "MaxConcurrency": AT_ONCE,
            "ItemReader": {
                "Resource": f"arn:{Aws.PARTITION}:states:::s3:getObject",
                "ReaderConfig": {"InputType": "JSONL"},
                "Parameters": {"Bucket": self._platform.data.returns.bucket_name, "Key.$": "$.parts"},
            },
            "ItemSelector": {
                "replay_id.$": "$.replay_id",
                "part.$": "$$.Map.Item.Value.part",
                "first.$": "$$.Map.Item.Value.first",
            },
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
                "StartAt": "Replay",
                "States": a_part,
            },
            "ResultPath": None,
            "Next": "Join",
        }
        joining = {**self._call(join, {"Payload": {"replay_id.$": "$.replay_id"}}), "OutputPath": "$.Payload"}
        return {
            "Comment": "What a draft of the return policy would have decided",
            "StartAt": "EveryPart",
            "States": {"EveryPart": every_part, "Join": joining},
        }

    def _call(self, function: Function, payload: dict[str, Any]) -> dict[str, Any]:
        return {
            "Type": "Task",
            "Resource": f"arn:{Aws.PARTITION}:states:::lambda:invoke",
            "Parameters": {"FunctionName": function.function_arn, **payload},
            "Retry": _AGAIN,
            "End": True,
        }

    def _function(self, id: str, name: str) -> Function:
        returns = self._platform.data.returns
        function = Function(
            self,
            id,
            name=name,
            platform=self._platform,
            memory_mb=_WHOLE_CORE_MB,
            timeout=LONGEST,
            environment={"BUCKET_NAME": returns.bucket_name},
        )
        returns.allow(function, "s3:GetObject", PREFIX)
        returns.allow(function, "s3:PutObject", PREFIX)
        return function

    def _role(self, *functions: Function) -> iam.Role:
        """It reads lists of parts, calls its functions, and starts and watches the executions of its own map."""
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("states.amazonaws.com"))
        self._platform.data.returns.allow_role(role, "s3:GetObject", PREFIX)
        runs = (f"execution:{self._name}:*", f"execution:{self._name}/{_MAP}:*")
        for actions, resources in (
            (["lambda:InvokeFunction"], [function.function_arn for function in functions]),
            (["states:StartExecution"], [_arn(f"stateMachine:{self._name}")]),
            (["states:DescribeExecution", "states:StopExecution"], [_arn(run) for run in runs]),
        ):
            role.add_to_policy(iam.PolicyStatement(actions=actions, resources=resources))
        acknowledge(role, *((f"AwsSolutions-IAM5[Resource::{_as_nag_writes(run)}]", REPLAY_RUNS) for run in runs))
        return role


def _arn(named: str) -> str:
    """By its name: the machine's own would make it wait for its role, and its role for it."""
    return f"arn:{Aws.PARTITION}:states:{Aws.REGION}:{Aws.ACCOUNT_ID}:{named}"


def _as_nag_writes(named: str) -> str:
    return f"arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:{named}"
