"""All history there is: the platform's own, through Athena, and what the shop sent in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shared.aws.athena_query import AthenaQuery
from shared.aws.s3_history import S3History
from shared.history.rows_query import rows_query


class KeptHistory:
    """Implements shared.learning.refit.History."""

    def __init__(self, files: S3History, query: AthenaQuery) -> None:
        self._files = files
        self._query = query

    def own(self) -> Iterable[Mapping[str, str]]:
        return self._files.answer(self._query.run(rows_query()))

    def past(self) -> Iterable[Mapping[str, str]]:
        return self._files.past()
