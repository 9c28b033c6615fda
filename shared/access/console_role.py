"""What somebody who is signed in to the console may do there: a closed table of roles and rights.

Whoever is let in may read. What cannot be taken back, or shows a person as they are, is a right, and asks for a role.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from shared.errors import Forbidden


class Role(StrEnum):
    """As it stands on sessions, and as groups of the pool of users are called."""

    VIEWER = "viewer"
    """Reads. Contacts stay covered, and what shoppers photographed stays shut."""
    AGENT = "agent"
    """Does the work: decides, reopens, and sees whom it is about."""
    ADMIN = "admin"
    """All that an agent may. Who has access to the deployment's AWS is one."""

    def may(self, right: Right) -> bool:
        """Whether this role has the right."""
        return right in _RIGHTS[self]


class Right(StrEnum):
    """What reading does not include."""

    DECIDE = "decide"
    """On what shoppers ask for."""
    REOPEN_PARCEL = "reopen_parcel"
    SHOW_CONTACT = "show_contact"
    OPEN_FILES = "open_files"
    """That shoppers showed: photos are taken at home."""
    OPEN_SHOPPER_PAGE = "open_shopper_page"
    """Its address is the shopper's own key: who has it can act for them."""


class RoleLacks(Forbidden):
    """The role of who is signed in does not include this."""

    code = "role_lacks"


_RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.VIEWER: frozenset(),
    Role.AGENT: frozenset(Right),
    Role.ADMIN: frozenset(Right),
}


def role_named(written: object) -> Role | None:
    """The role that is called so; None for anything else."""
    return next((role for role in Role if role == written), None)


def highest(names: Iterable[object]) -> Role | None:
    """Of names of groups, the role that may most; None where none of them is a role."""
    found = {role for name in names if (role := role_named(name))}
    return next((role for role in reversed(Role) if role in found), None)


def require(role: Role, right: Right | None) -> None:
    """Pass when the role has the right, or none is needed; else RoleLacks."""
    if right is not None and not role.may(right):
        raise RoleLacks("Your role does not include this.")
