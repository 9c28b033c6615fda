"""An AWS account on moto that a test enters in no time, and finds as it was made once.

It answers one call at a time. moto reads an item, looks at the condition and writes in three steps that two threads
may mix; DynamoDB's conditional writes are each one step, and threads can mix only whole calls.

A test may use moto's own `mock_aws` instead. That is slower: it prepares a thousand addresses for users of the library
requests, and there is none here.
"""

from __future__ import annotations

import copyreg
import io
import pickle
import threading
from typing import Any

from botocore.awsrequest import AWSPreparedRequest
from moto.core.base_backend import AccountSpecificBackend, BackendDict
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.model_instances import reset_model_data
from moto.core.models import MockAWS, botocore_stubber

import tests.swift_moto  # noqa: F401 - it is there once it is imported

_ONE_CALL_AT_A_TIME = threading.RLock()
_answer = BotocoreStubber.process_request


def _answer_alone(stubber: BotocoreStubber, request: AWSPreparedRequest) -> Any:
    with _ONE_CALL_AT_A_TIME:
        return _answer(stubber, request)


BotocoreStubber.process_request = _answer_alone


class PretendedAws(MockAWS):
    """A context in which boto3's clients talk to an empty account in memory, and forget it afterwards."""

    def _enable_patching(self, reset: bool = True) -> None:
        botocore_stubber.enabled = True
        if reset:
            self.reset()

    def _disable_patching(self, remove_data: bool) -> None:
        botocore_stubber.enabled = False
        if remove_data:
            self.reset()
            reset_model_data()

    def reset(self) -> None:
        BackendDict.reset()


class Snapshot:
    """What is in the account now. Restoring it takes a millisecond, making it anew a hundred."""

    def __init__(self) -> None:
        self._accounts: list[tuple[BackendDict[Any], str, AccountSpecificBackend[Any]]] = [
            (service, account, regions) for service in BackendDict._instances for account, regions in service.items()
        ]
        kept = io.BytesIO()
        _Pickler(kept, protocol=pickle.HIGHEST_PROTOCOL).dump([{**regions} for _, _, regions in self._accounts])
        self._kept = kept.getvalue()

    def restore(self) -> None:
        """Put it into an account that is empty: as a copy, so that no test sees what another one did."""
        for (service, account, regions), backends in zip(self._accounts, pickle.loads(self._kept), strict=True):  # noqa: S301
            regions.clear()
            regions.update(backends)
            service[account] = regions
            BackendDict._instances.append(service)


class _Pickler(pickle.Pickler):
    """Locks are made anew: nobody holds one between two requests."""

    dispatch_table = copyreg.dispatch_table | {
        type(threading.Lock()): lambda lock: (threading.Lock, ()),
        type(threading.RLock()): lambda lock: (threading.RLock, ()),
    }
