"""What moto and botocore work out anew for every request, and is the same every time, worked out once.

A third of what a test on moto took was this: looking through two hundred services' addresses for the one that was
called, through a class for its methods, through six spellings of each name of an answer. Nothing here changes an
answer. Importing it is enough; `tests/pretended_aws.py` does.
"""

from __future__ import annotations

import string
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore.useragent
import jsonpath_ng.ext
import moto.backend_index
import moto.core.responses
import moto.core.utils
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from moto.core.base_backend import BaseBackend
from moto.core.models import botocore_stubber
from moto.core.serialize import AttributePickerContext, XFormedAttributePicker
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import StreamRecord
from moto.moto_api._internal.moto_random import MotoRandom

OURS = ("dynamodb", "dynamodbstreams", "events", "s3", "secretsmanager", "ses", "sesv2", "sns", "sqs")
"""The services that are called here: their addresses are looked at first."""

_sign = SigV4Auth.add_auth
_addresses_of = BaseBackend.urls.fget
_methods_of = moto.core.responses.method_names_from_class
_spellings_of = XFormedAttributePicker.get_possible_keys
_value_of = DynamoType.cast_value.fget
_spelt: dict[tuple[Any, str, type], tuple[str, ...]] = {}


@cache
def _addresses(backend: type[BaseBackend]) -> Any:
    """They depend on the service alone."""
    return _addresses_of(backend.__new__(backend))


@cache
def _methods(answering: type) -> frozenset[str]:
    return frozenset(_methods_of(answering))


def _spellings(picker: XFormedAttributePicker, context: AttributePickerContext) -> Iterator[str]:
    """The names under which an attribute is looked for: they depend on its shape and on the class of what has it."""
    wanted = context.shape, context.key, type(context.obj)
    if wanted not in _spelt:
        _spelt[wanted] = tuple(_spellings_of(picker, context))
    return iter(_spelt[wanted])


def _value(attribute: DynamoType) -> Any:
    """A string, bytes and a truth value are what they are; moto reads the rest."""
    return attribute.value if attribute.type in ("S", "B", "BOOL") else _value_of(attribute)


def _add_auth(signer: SigV4Auth, request: AWSRequest) -> None:
    """Who asks, in which region: all that moto reads of a signature. S3's say how a body is written, and are made."""
    if type(signer) is not SigV4Auth or not botocore_stubber.enabled or ".amazonaws.com" not in request.url:
        _sign(signer, request)
        return
    request.context["timestamp"] = "20261124T013000Z"
    request.headers["Authorization"] = f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, Signature=none"


def _random_string(chance: MotoRandom, length: int = 20, include_digits: bool = True, lower_case: bool = False) -> str:
    """Every answer has an id of 52 letters: drawn at once, and not one after the other."""
    drawn = "".join(chance.choices(string.ascii_letters + string.digits * include_digits, k=length))
    return drawn.lower() if lower_case else drawn


def _wherever_it_is_known(function: Any, swifter: Any) -> None:
    """Modules that imported a function by its name hold it themselves."""
    name = function.__name__
    for module in [module for known, module in sys.modules.items() if known.startswith("moto.")]:
        if vars(module).get(name) is function:
            setattr(module, name, swifter)


moto.backend_index.backend_url_patterns.sort(key=lambda pattern: pattern[0] not in OURS)
BaseBackend.urls = property(lambda backend: _addresses(type(backend)))
XFormedAttributePicker.get_possible_keys = _spellings
DynamoType.cast_value = property(_value)
SigV4Auth.add_auth = _add_auth
MotoRandom.get_random_string = _random_string
_wherever_it_is_known(_methods_of, _methods)
_wherever_it_is_known(moto.core.utils.camelcase_to_underscores, cache(moto.core.utils.camelcase_to_underscores))
botocore.useragent.sanitize_user_agent_string_component = cache(botocore.useragent.sanitize_user_agent_string_component)
# To be able to roll back, moto copies a table with its stream for every item of a transaction. The stream's records
# never change, and there are many: copying them took a third of the whole suite's time.
StreamRecord.__deepcopy__ = lambda record, _: record
# It also parses the same few paths for every event and rule.
jsonpath_ng.ext.parse = cache(jsonpath_ng.ext.parse)
