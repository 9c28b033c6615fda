"""`todoku promise fit`: a model from the shop's own past, so that its promises are good from the first day."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.aws.promise_models import PromiseModels
from shared.aws.s3_history import S3History
from shared.cli import history_file
from shared.cli.deployment import Deployment
from shared.history.past_orders import COLUMNS, for_keeping
from shared.learning.fit_rows import fit_rows
from shared.learning.refit import Fitted, Refitted, Row, refit


@dataclass(frozen=True, slots=True)
class PastOrders:
    """Implements shared.learning.refit.History with what a file holds, and nothing of the platform's own."""

    rows: Sequence[Row]

    def own(self) -> Iterable[Row]:
        return ()

    def past(self) -> Iterable[Row]:
        return self.rows


def fit(place: str, as_of: datetime) -> Fitted:
    """Fit a model from a file or `s3://…`; raises UnreadableHistory and NothingToLearnFrom."""
    return fit_rows(_kept(place), as_of)


def publish(deployment: Deployment, place: str, now: datetime) -> Refitted:
    """Keep the file's orders in the deployment, where every nightly fit reads them again; fit, and put in force.

    What is kept are the columns of the history format, with postal codes cut to an area. Raises as `fit` does.
    """
    past = PastOrders(list(_kept(place)))
    s3 = deployment.client("s3")
    models = PromiseModels(s3, deployment.promise_bucket, deployment.client("dynamodb"), deployment.table_name)
    done = refit(past, fit_rows, models, now)
    S3History(s3, deployment.history_bucket).put_past(history_file.name_of(place), _csv(past.rows))
    return done


def start_nightly_fit(deployment: Deployment) -> None:
    """Let the deployment fit now what it would fit at night; its log says what came of it."""
    deployment.client("lambda").invoke(FunctionName=deployment.fit_function, InvocationType="Event")


def _kept(place: str) -> Iterable[Row]:
    """The file's rows as they would be kept: what is fitted here is what the deployment will fit again."""
    return (for_keeping(row) for row in history_file.rows(place))


def _csv(rows: Iterable[Row]) -> bytes:
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
