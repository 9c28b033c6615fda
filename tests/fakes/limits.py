"""Counts of how often somebody asked, and customers who share a contact."""

from __future__ import annotations

from datetime import datetime


class InMemoryCounters:
    def __init__(self) -> None:
        self.hits: dict[tuple[str, datetime], int] = {}

    def take(self, key: str, window: datetime, most: int, expires_at: datetime) -> bool:
        counted = self.counted(key, window)
        if counted >= most:
            return False
        self.hits[key, window] = counted + 1
        return True

    def counted(self, key: str, window: datetime) -> int:
        return self.hits.get((key, window), 0)


class InMemoryContacts:
    def __init__(self) -> None:
        self.customers: dict[str, set[str]] = {}

    def seen(self, contact: str, customer_id: str, most: int, expires_at: datetime) -> int:
        known = self.customers.setdefault(contact, set())
        if len(known) < most:
            known.add(customer_id)
        return len(known)

    def known(self, contact: str) -> int:
        return len(self.customers.get(contact, ()))
