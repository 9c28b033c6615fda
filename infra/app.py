"""The CDK app. `cdk synth` needs no account, no credentials and no network."""

from __future__ import annotations

from aws_cdk import App

from infra.app_stack import AppStack
from infra.checks import check
from infra.data_stack import DataStack
from infra.messages_stack import MessagesStack
from infra.pages_stack import PagesStack
from infra.returns_stack import ReturnsStack
from infra.stage import Stage


def build(app: App) -> tuple[DataStack, AppStack]:
    """Put all stacks into `app`, and every check upon them; answers what is kept, and what runs."""
    stage = Stage.from_context(app.node)
    prefix = f"todoku-{stage.name}"
    data = DataStack(app, f"{prefix}-data", stage=stage)
    stack = AppStack(app, f"{prefix}-app", stage=stage, data=data)
    MessagesStack(app, f"{prefix}-messages", app=stack.platform)
    ReturnsStack(app, f"{prefix}-returns", app=stack.platform)
    PagesStack(app, f"{prefix}-pages", app=stack.platform)
    check(app, stage)
    return data, stack


if __name__ == "__main__":
    app = App()
    build(app)
    app.synth()
