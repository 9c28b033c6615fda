"""`todoku returns`: the return policy, checked, compared, published, asked and written out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from shared.aws.dynamodb_policies import DynamoPolicies
from shared.cli import administration, merchant_file
from shared.cli.case_file import decided_otherwise, read_cases
from shared.cli.deployment import find
from shared.cli.kept_order import kept_order
from shared.cli.made_up_order import read_order
from shared.cli.plainly import Stage, plainly
from shared.cli.policy_difference import difference
from shared.cli.policy_explained import Asked, explained
from shared.cli.replay_commands import export_history, replay
from shared.cli.return_abuse import fairness_report, risk
from shared.cli.return_connection import connect
from shared.cli.return_insights import export_command, report_command, suggest
from shared.cli.say import advise, done, err, fail, out
from shared.merchant import configuration_file
from shared.merchant.configuration import MerchantConfiguration
from shared.merchant.return_findings import findings_of
from shared.merchant.return_policy import policy_of
from shared.returns.policy.policy import Policy
from shared.returns.published import ReturnsOff
from shared.returns.text.case_table import as_table
from shared.returns.text.cases import generated_cases
from shared.returns.text.human import Contact, policy_text, untold_rules
from shared.returns.text.japan import notice
from shared.returns.text.render import to_html, to_markdown, to_plain
from shared.returns.text.schema_org import return_policies
from shared.returns.text.speech import languages
from shared.returns.vocabulary import Condition, Method, Outcome
from shared.runtime import clock

returns = typer.Typer(help="Returns: what may come back, and why.", no_args_is_help=True)
policy = typer.Typer(help="The section `returns` of merchant.yaml.", no_args_is_help=True)
returns.add_typer(policy, name="policy")
policy.command("replay")(replay)
policy.command("export-history")(export_history)
returns.command("connect")(connect)
returns.command("risk")(risk)
returns.command("fairness")(fairness_report)
returns.command("report")(report_command)
returns.command("export")(export_command)
returns.add_typer(suggest, name="suggest")

PolicyFile = Annotated[Path, typer.Argument(help="The merchant's configuration.", exists=True, dir_okay=False)]
_LANGUAGE_HELP = "Of: " + ", ".join(languages()) + "."


@policy.command("check")
def check(file: PolicyFile) -> None:
    """Say everything that is wrong or doubtful in the policy, with its line. Ends with 1 where it must be put right."""
    compiled, found = _checked(file)
    unsaid = untold_rules(compiled)
    if unsaid:
        advise(f"The policy's text leaves out rules that shoppers need not know of: {', '.join(unsaid)}.")
    doubtful = f"{found} doubtful" if found else "nothing doubtful"
    done(f"{file}: {len(compiled.rules)} rules, {len(compiled.reasons)} reasons, {doubtful}.")


@policy.command("preview")
def preview(
    file: PolicyFile,
    against: Annotated[
        Path | None,
        typer.Option(help="Compare with this file. Left out: with what is in force.", exists=True, dir_okay=False),
    ] = None,
    stage: Stage = "production",
) -> None:
    """Say what a draft changes of the policy in force, slot by slot and rule by rule."""
    draft = policy_of(_configuration(file))
    lines = _changes(policy_of(_configuration(against)) if against else _in_force(stage), draft)
    for line in lines:
        out.print(line, markup=False)
    if not lines:
        done("Nothing changes: the draft decides alike.")


@policy.command("publish")
def publish(file: PolicyFile, stage: Stage = "production") -> None:
    """Put the configuration in force, after a check. Orders that were placed before keep the policy of their day."""
    _checked(file)
    with plainly():
        version = administration.publish(find(stage), _configuration(file))
    done(f"Version {version} is in force for what is ordered from now on.")


@policy.command("explain")
def explain(
    file: PolicyFile,
    order: Annotated[
        str, typer.Option(help="A made-up order in a file (docs/return-policy.md), or a number of yours.")
    ],
    reason: Annotated[str | None, typer.Option(help="Decide for this reason. Left out: offer all of them.")] = None,
    outcome: Annotated[Outcome | None, typer.Option(help="What is wanted for it.")] = None,
    method: Annotated[Method | None, typer.Option(help="How it comes back.")] = None,
    condition: Annotated[Condition | None, typer.Option(help="What it is like.")] = None,
    stage: Stage = "production",
) -> None:
    """Decide on an order, and name the rule behind each word."""
    compiled = _policy(_configuration(file), file)
    with plainly():
        made_up = Path(order)
        if made_up.is_file():
            purchase = read_order(made_up.read_bytes(), compiled)
        else:
            purchase = kept_order(find(stage), order, compiled, clock.now())
        lines = list(explained(compiled, purchase, Asked(reason, condition, outcome, method)))
    for line in lines:
        out.print(line, markup=False)


@policy.command("text")
def text(
    file: PolicyFile,
    language: Annotated[str, typer.Option(help=_LANGUAGE_HELP)] = "en",
    form: Annotated[str, typer.Option("--as", help="plain, markdown, html, or notice: the 返品特約.")] = "markdown",
) -> None:
    """Write the policy out for shoppers."""
    configuration = _configuration(file)
    compiled = _policy(configuration, file)
    if language not in languages():
        raise fail(f"The policy can be written in {', '.join(languages())}.")
    if form == "notice":
        found = notice(compiled, language)
        out.print(f"{found.short}\n\n{to_plain(found.long)}", markup=False)
        return
    render = {"plain": to_plain, "markdown": to_markdown, "html": to_html}.get(form)
    if render is None:
        raise fail("Say --as plain, markdown, html or notice.")
    merchant = configuration.merchant
    contact = Contact(merchant.name, merchant.support_email, merchant.support_url or "")
    out.print(render(policy_text(compiled, language, contact)), markup=False, end="")


@policy.command("schema-org")
def schema_org(
    file: PolicyFile,
    country: Annotated[list[str] | None, typer.Option(help="For this country; again for more. Left out: all.")] = None,
    url: Annotated[str, typer.Option(help="The page that has the policy's text.")] = "",
) -> None:
    """Write the policy as schema.org MerchantReturnPolicy, for your product pages."""
    configuration = _configuration(file)
    compiled = _policy(configuration, file)
    countries = country or _countries(configuration)
    written = return_policies(compiled, countries, url=url, returned_to=_returned_to(configuration))
    out.print(json.dumps(written, ensure_ascii=False, indent=2), markup=False)


@policy.command("tests")
def cases(
    file: PolicyFile,
    against: Annotated[
        Path | None,
        typer.Option(help="Run the cases of this table instead of writing one.", exists=True, dir_okay=False),
    ] = None,
) -> None:
    """Write test cases made of the policy: each edge of a window, each reason, each rule just holding and just not."""
    compiled = _policy(_configuration(file), file)
    if against is not None:
        _run(against, compiled)
        return
    out.print(as_table(generated_cases(compiled), compiled), markup=False, end="")


def _run(table: Path, compiled: Policy) -> None:
    with plainly():
        cases = read_cases(table.read_bytes())
    wrong = list(decided_otherwise(cases, compiled))
    for line in wrong:
        out.print(line, markup=False)
    if wrong:
        raise fail(f"{len(wrong)} of {len(cases)} cases are decided otherwise.")
    done(f"All {len(cases)} cases are decided as the table wants.")


def _configuration(file: Path) -> MerchantConfiguration:
    return merchant_file.read(file)


def _policy(configuration: MerchantConfiguration, file: Path) -> Policy:
    compiled = policy_of(configuration)
    if compiled is None:
        raise fail(f"{file} has no section `returns`: nothing is taken back. Write `returns: {{}}` to begin.")
    return compiled


def _checked(file: Path) -> tuple[Policy, int]:
    """The policy, and how many findings were said. What is grave ends the command when the file is read."""
    configuration = _configuration(file)
    compiled = _policy(configuration, file)
    place = configuration_file.places(file.read_text("utf-8"))
    problems = sorted(place(found.path, found.message) for found in findings_of(configuration))
    for problem in problems:
        err.print(f"! {problem.in_file(str(file))}", markup=False)
    return compiled, len(problems)


def _in_force(stage: str) -> Policy | None:
    """What a deployment decides by today; None where it takes nothing back."""
    with plainly():
        deployment = find(stage)
        try:
            return DynamoPolicies(deployment.client("dynamodb"), deployment.table_name).in_force()
        except ReturnsOff:
            return None


def _changes(in_force: Policy | None, draft: Policy | None) -> list[str]:
    if draft is None:
        return [] if in_force is None else ["- returns: nothing is taken back any more"]
    if in_force is None:
        return ["+ returns: nothing was taken back so far", *(f"+ rule {rule.name}" for rule in draft.rules)]
    return list(difference(in_force, draft))


def _countries(configuration: MerchantConfiguration) -> list[str]:
    """Where the shop delivers to."""
    delivery = configuration.delivery
    lanes = [lane.country for service in delivery.services for lane in service.lanes if lane.country]
    zones = [part.country for zone in delivery.zones.values() for part in zone]
    default = delivery.default_lane.countries if delivery.default_lane else []
    return list(dict.fromkeys([*lanes, *zones, *default]))


def _returned_to(configuration: MerchantConfiguration) -> str:
    """The country goods come back to; "" where it is not said."""
    returned = configuration.returns.ways_back.destinations if configuration.returns else []
    return returned[0].address.country if returned else configuration.warehouses[0].country or ""
