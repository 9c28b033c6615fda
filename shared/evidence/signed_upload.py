"""Where a page's script may send one file."""

from __future__ import annotations

from pydantic import BaseModel, Field


class SignedUpload(BaseModel):
    """Where the page's script sends a file, as a form: `fields` first, and the file last, as `file`."""

    url: str
    fields: dict[str, str]
    added: str = Field(description="Where to go on once it is there: it counts from then on.")
