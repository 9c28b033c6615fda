"""What somebody reported, in either of the two forms: plain fields, or a CAP alert."""

from __future__ import annotations

from datetime import datetime

from shared.disruptions.advisory import Ignored, Report
from shared.disruptions.cap import read_cap
from shared.disruptions.events import AdvisoryReported
from shared.disruptions.plain import read_plain


def read_reported(reported: AdvisoryReported, occurred_at: datetime) -> Report | Ignored:
    """What an event from the bus comes to; `occurred_at` (aware) counts where plain fields hold no `sent`.

    Raises MalformedXml, UnreadableAlert or InvalidAdvisory.
    """
    if reported.cap is not None:
        return read_cap(reported.cap.encode("utf-8", "surrogatepass"))
    return read_plain(reported, occurred_at)
