"""Where the files of a way back lie, and by what names people ask for them."""

from __future__ import annotations

from shared.errors import NotFound
from shared.returns.methods.ports import LabelFiles
from shared.returns.vocabulary import Method

NAMES = ("label.pdf", "label.png", "code.pdf", "code.png", "slip.pdf", "customs.pdf")
"""All there are. A way back has some of them."""
SLIP, CUSTOMS = "slip.pdf", "customs.pdf"
_EXTENSIONS = {"application/pdf": "pdf", "image/png": "png"}


class NoSuchFile(NotFound):
    """This way back has no such file, or it is not kept any more."""

    code = "no_such_file"


def key_of(return_id: str, shipment_id: str, name: str) -> str:
    """Where it lies in the bucket."""
    return f"returns/{return_id}/{shipment_id}/{name}"


def name_of(method: Method, content_type: str) -> str:
    """What a provider's file is called; "" for a type nobody can use."""
    extension = _EXTENSIONS.get(content_type, "")
    stem = "label" if method in (Method.LABEL, Method.PICKUP) else "code"
    return f"{stem}.{extension}" if extension else ""


def read_file(files: LabelFiles, return_id: str, shipment_id: str, name: str) -> tuple[str, bytes]:
    """Its content type and content. Raises NoSuchFile."""
    found = files.get(key_of(return_id, shipment_id, name)) if name in NAMES else None
    if found is None:
        raise NoSuchFile("There is no such file; labels are kept until they have expired.")
    return found
