"""An option but for its chances and its sample: the same for many destinations, whose chances differ a little."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from shared.promise.answer import ConfidenceCode, Source
from shared.promise.confidence import confidence_code
from shared.promise.days_ahead import AT_ALMOST_SURE, AT_LATEST, AT_LIKELY, DaysAhead, MarkDays
from shared.promise.departure import Departure
from shared.promise.policy import CONFIDENCES
from shared.promise.saying import Saying
from shared.promise.transit import Transit

_PERCENTILES = ",".join(f'"{per_cent}":%s' for per_cent in CONFIDENCES)


@dataclass(frozen=True, slots=True)
class Outline:
    """An option's days, and what is said of them."""

    saying: Saying
    ahead: DaysAhead
    marks: MarkDays
    """In days after the start of `ahead`."""
    earliest: int
    """Likewise."""
    source: Source
    code: ConfidenceCode
    json_lead: str
    """From the brace at the beginning to the chances."""
    digest: str
    """Of all that is said."""

    @classmethod
    def of(
        cls, departure: Departure, saying: Saying, ahead: DaysAhead, marks: MarkDays, earliest: int, transit: Transit
    ) -> Outline:
        """What `saying` says of these days, written down."""
        likely, latest = marks[AT_LIKELY], marks[AT_LATEST]
        code = confidence_code(
            precise=transit.precise,
            learned=transit.source is Source.OWN_HISTORY and transit.sample_size >= departure.policy.minimum_sample,
            likely=likely,
            almost_sure=marks[AT_ALMOST_SURE],
        )
        texts = ahead.texts(latest)
        percentiles = _PERCENTILES % tuple([texts[day] for day in marks[1:]])
        lead = (
            f'{departure.json_head},"earliest":{texts[earliest]},"likely":{texts[likely]},"latest":{texts[latest]},'
            f'"promised":{saying.json_promised},{departure.json_telling},"confidence_code":"{code}",'
            f'"percentiles":{{{percentiles}}},"probability":{{'
        )
        said = f"{lead}{transit.source}{saying.json_reasons}{saying.json_deadline}"
        digest = hashlib.blake2b(said.encode(), digest_size=16).hexdigest()
        return cls(saying, ahead, marks, earliest, transit.source, code, lead, digest)
