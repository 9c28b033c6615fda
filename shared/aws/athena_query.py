"""SQL asked of Athena, which leaves its answer in S3."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from shared.aws.errors import AwsRefused, AwsUnavailable, aws_errors

if TYPE_CHECKING:
    from mypy_boto3_athena import AthenaClient

PATIENCE_SECONDS = 600.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.25, 5.0


class AthenaQuery:
    """One workgroup, which says where answers are written, and one database."""

    def __init__(self, client: AthenaClient, workgroup: str, database: str) -> None:
        self._client = client
        self._workgroup = workgroup
        self._database = database

    def run(self, sql: str) -> str:
        """Ask, wait, and answer the key of the CSV in the workgroup's bucket.

        Raises AwsRefused where Athena says that the query fails, AwsUnavailable where it does not answer in 10 minutes.
        """
        with aws_errors("start query"):
            query = self._client.start_query_execution(
                QueryString=sql, QueryExecutionContext={"Database": self._database}, WorkGroup=self._workgroup
            )["QueryExecutionId"]
        pause, waited = _FIRST_PAUSE, 0.0
        while waited < PATIENCE_SECONDS:
            with aws_errors("watch query"):
                execution = self._client.get_query_execution(QueryExecutionId=query)["QueryExecution"]
            state = execution["Status"]["State"]
            if state == "SUCCEEDED":
                return execution["ResultConfiguration"]["OutputLocation"].removeprefix("s3://").partition("/")[2]
            if state in ("FAILED", "CANCELLED"):
                raise AwsRefused(f"query {query}: {state.lower()}. Athena's console shows why.")
            time.sleep(pause)
            waited, pause = waited + pause, min(pause * 2, _LONGEST_PAUSE)
        raise AwsUnavailable(f"query {query}: no answer within {PATIENCE_SECONDS:.0f} seconds.")
