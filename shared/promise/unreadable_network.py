"""What is raised for a stored network that cannot be read."""

from __future__ import annotations

from shared.errors import Unavailable


class UnreadableNetwork(Unavailable):
    """The stored network cannot be read: published by another version, or damaged. Publish again."""

    code = "unreadable_network"
