"""The state machine of replays: what it reads, what it calls, and what its role may do."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.infra.templates import Template


def _plain(joined: Any) -> str:
    """A text of a template, with a word for each reference in it."""
    if isinstance(joined, str):
        return joined
    parts = joined["Fn::Join"][1]
    return "".join(part if isinstance(part, str) else _name(part) for part in parts)


def _name(reference: dict[str, Any]) -> str:
    return str(reference["Ref"] if "Ref" in reference else next(iter(reference.values()))[0])


@pytest.fixture
def definition(template: Template) -> dict[str, Any]:
    [machine] = template.find_resources("AWS::StepFunctions::StateMachine").values()
    found: dict[str, Any] = json.loads(_plain(machine["Properties"]["DefinitionString"]))
    return found


def test_every_part_of_the_list_is_replayed_by_an_execution_of_its_own(definition: dict[str, Any]) -> None:
    parts = definition["States"]["EveryPart"]
    assert parts["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED"
    assert parts["ItemReader"]["ReaderConfig"] == {"InputType": "JSONL"}
    assert parts["ItemReader"]["Parameters"]["Key.$"] == "$.parts"
    assert set(parts["ItemSelector"]) == {"replay_id.$", "part.$", "first.$"}
    replay = parts["ItemProcessor"]["States"]["Replay"]
    assert "ReplayReturnsBatch" in replay["Parameters"]["FunctionName"]


def test_what_parts_answer_is_left_out_so_that_it_cannot_grow_too_large(definition: dict[str, Any]) -> None:
    parts = definition["States"]["EveryPart"]
    assert parts["ResultPath"] is None
    assert parts["ItemProcessor"]["States"]["Replay"]["OutputPath"] is None
    assert parts["Next"] == "Join"
    assert "JoinReturnReplay" in definition["States"]["Join"]["Parameters"]["FunctionName"]


def test_whatever_fails_for_a_moment_is_tried_again(definition: dict[str, Any]) -> None:
    for state in (definition["States"]["Join"], definition["States"]["EveryPart"]["ItemProcessor"]["States"]["Replay"]):
        [again] = state["Retry"]
        assert {"Lambda.TooManyRequestsException", "AwsUnavailable"} <= set(again["ErrorEquals"])


def test_its_role_may_read_replays_call_its_functions_and_run_itself(template: Template) -> None:
    [policy] = (
        found["Properties"]["PolicyDocument"]["Statement"]
        for name, found in template.find_resources("AWS::IAM::Policy").items()
        if name.startswith("ReturnsReplayRole")
    )
    allowed = {action for statement in policy for action in [statement["Action"]] if isinstance(action, str)} | {
        action for statement in policy if isinstance(statement["Action"], list) for action in statement["Action"]
    }
    assert allowed == {
        "s3:GetObject",
        "lambda:InvokeFunction",
        "states:StartExecution",
        "states:DescribeExecution",
        "states:StopExecution",
    }
    assert all("return-replay" in json.dumps(each["Resource"]) for each in policy if "states:" in str(each["Action"]))
