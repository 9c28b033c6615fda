"""A stand-in asked without sockets: as fast as a fake, and as strict as the service."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from shared.exchange import Answer, NoAnswer, Question, Transport
from tests.standins.service import Asked, Fault, Service


def transport_of(service: Service) -> Transport:
    """Ask the service, with its faults. Its address is `https://stand-in`."""
    service.url = "https://stand-in"

    def ask(question: Question) -> Answer:
        split = urlsplit(question.url)
        path = f"{split.path}?{split.query}" if split.query else split.path
        asked = Asked(
            question.method, path, {name.lower(): value for name, value in question.headers.items()}, question.body
        )
        service.asked += 1
        fault = service.faults.popleft() if service.faults else None
        reply = service._reply(asked, fault)
        if fault in (Fault.SILENCE, Fault.HALF_ANSWER):
            raise NoAnswer("it took too long")
        wait = reply.headers.get("Retry-After")
        return Answer(reply.status, reply.body, timedelta(seconds=int(wait)) if wait else None, reply.headers)

    return ask
