"""A question with all it is answered from: the same for every option of its answer."""

from __future__ import annotations

from collections.abc import Sequence

from shared.locales import words
from shared.promise.answer import json_text
from shared.promise.forecast import Forecasts
from shared.promise.memory import Telling
from shared.promise.network import DeliveryNetwork
from shared.promise.question import PromiseQuestion
from shared.promise.slowdown import Slowdown


class Inquiry:
    """What is asked, with what the network and the merchant's policy add."""

    __slots__ = (
        "confidence",
        "forecasts",
        "model",
        "network",
        "question",
        "slowdowns",
        "telling",
        "time_zone",
        "words",
    )

    def __init__(
        self,
        network: DeliveryNetwork,
        question: PromiseQuestion,
        forecasts: Forecasts | None,
        slowdowns: Sequence[Slowdown],
    ) -> None:
        self.network = network
        self.question = question
        self.forecasts = forecasts
        self.slowdowns = slowdowns
        self.words = words(question.language)
        self.time_zone = network.zone_of(question.country, question.postal)
        """The destination's."""
        self.confidence = question.confidence or network.policy.confidence
        self.telling: Telling = (self.words.language, self.time_zone, self.confidence)
        self.model = json_text(forecasts.name) if forecasts else ""
        """Name of the learned model, as JSON; empty for none."""
