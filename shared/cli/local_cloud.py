"""The local cloud: one emulator process on this machine that runs the real functions and enforces their permissions."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3

from shared.cli import process as processes
from shared.cli.checkout import STATE, tool
from shared.cli.emulator_state import forget_stream_positions
from shared.cli.scratch import forget_scratch, make_scratch

PORT = 4566
ACCOUNT = "000000000000"
REGION = "us-east-1"
_PATIENCE_SECONDS = 30.0
_SCRATCH = "tmp"
"""Where, in its folder, the emulator unpacks functions: about 30 MB each, which it does not take away itself. What CDK
writes to deploy to it lies there too: 330 MB."""


class CloudFailed(RuntimeError):
    """The emulator did not start, or answered what it should not."""


@dataclass(frozen=True, slots=True)
class LocalCloud:
    """A running emulator: its port, its process, and the folder that holds its log and state."""

    port: int
    pid: int
    folder: Path

    @classmethod
    def start(cls, folder: Path, *, port: int | None = None, keep_state: bool = False) -> LocalCloud:
        """Start the emulator and wait until it answers. `keep_state`: what it holds survives a stop.

        Without a `port` it takes the one its state was made on, else 4566, else any other that is free: the port stands
        in the addresses of queues, which are part of the state. Raises CloudFailed.
        """
        kept = folder / "port" if keep_state else None
        chosen = _chosen_port(port, kept)
        make_scratch(folder / _SCRATCH, for_long=keep_state)
        if kept is not None:
            forget_stream_positions(folder / "state")
            kept.write_text(str(chosen))
        with (folder / "cloud.log").open("ab") as log:
            process = subprocess.Popen(  # noqa: S603 - our own environment's program
                [tool("ministack")],
                env=_emulator_environment(folder, chosen, keep_state=keep_state),
                cwd=folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        cloud = cls(chosen, process.pid, folder)
        cloud._wait(process)
        cloud._make_asset_bucket()
        return cloud

    @property
    def url(self) -> str:
        """Where AWS clients find it."""
        return f"http://localhost:{self.port}"

    @property
    def scratch(self) -> Path:
        """What lies here goes when it stops."""
        return self.folder / _SCRATCH

    def environment(self) -> dict[str, str]:
        """What a program needs in its environment to talk to this cloud, and to no other."""
        return {
            **_environment_without_aws(),
            **_CREDENTIALS,
            "AWS_ENDPOINT_URL": self.url,
            "CDK_DISABLE_VERSION_CHECK": "1",
        }

    def session(self) -> boto3.Session:
        """A boto3 session as the cloud's administrator; clients still need `endpoint_url=cloud.url`."""
        return boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)  # noqa: S106

    def client(self, service: str) -> Any:
        """A boto3 client of this cloud."""
        return self.session().client(service, endpoint_url=self.url)  # type: ignore[call-overload]

    def inspect(self, path: str) -> Any:
        """What the emulator says about itself, for example the mails it was handed."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", f"/_ministack/{path}")
            return json.loads(connection.getresponse().read())
        finally:
            connection.close()

    def stop(self) -> None:
        """Ask it to stop, wait until it has saved its state, and make sure."""
        processes.end(self.pid)
        forget_scratch(self.scratch)

    def answers(self) -> bool:
        """Whether an emulator listens on its port."""
        try:
            return "services" in self.inspect("health")
        except (OSError, http.client.HTTPException, ValueError, TypeError):
            return False

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + _PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                raise CloudFailed(f"The local cloud ended at once: see {self.folder / 'cloud.log'}.")
            if self.answers():
                return
            time.sleep(0.1)
        self.stop()
        raise CloudFailed(f"The local cloud does not answer on port {self.port}: see {self.folder / 'cloud.log'}.")

    def _make_asset_bucket(self) -> None:
        """All that a bootstrap would make and the local stage uses: the bucket for functions' packages."""
        s3 = self.client("s3")
        bucket = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"
        if bucket not in [known["Name"] for known in s3.list_buckets()["Buckets"]]:
            s3.create_bucket(Bucket=bucket)


def _chosen_port(asked: int | None, kept: Path | None) -> int:
    before = int(kept.read_text()) if kept is not None and kept.exists() else None
    if before is not None and asked not in (None, before):
        raise CloudFailed(
            f"What is kept here was made on port {before}, and works there only: `todoku up --port {before}`, "
            "or begin anew with `make clean`."
        )
    wanted = asked if asked is not None else before
    return free_port(PORT) if wanted is None else _own_port(wanted)


def running() -> LocalCloud | None:
    """The cloud that `todoku up` or `todoku demo` noted, if it is that still: that process, and an emulator there."""
    try:
        noted = json.loads((STATE / "cloud.json").read_text())
        cloud, started = LocalCloud(noted["port"], noted["pid"], Path(noted["folder"])), noted["started"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    same = started is not None and processes.started(cloud.pid) == started
    return cloud if same and cloud.answers() else None


def note(cloud: LocalCloud) -> None:
    """Remember `cloud` as the one that is up. Its process's id alone would be another's one day."""
    started = processes.started(cloud.pid)
    noted = {"port": cloud.port, "pid": cloud.pid, "started": started, "folder": str(cloud.folder)}
    (STATE / "cloud.json").write_text(json.dumps(noted))


def forget() -> None:
    """No cloud is up any more."""
    (STATE / "cloud.json").unlink(missing_ok=True)


def free_port(preferred: int) -> int:
    """`preferred` if nobody listens there, else one the system picks."""
    for wanted in (preferred, 0):
        bound = _bindable(wanted)
        if bound is not None:
            return bound
    raise CloudFailed("No port is free on this machine.")


def _own_port(wanted: int) -> int:
    """The port that was asked for; raises CloudFailed when somebody has it."""
    if _bindable(wanted) is None:
        raise CloudFailed(f"Port {wanted} is taken: choose another, for example `--port {wanted + 1}`.")
    return wanted


def _bindable(wanted: int) -> int | None:
    """The port we would get, 0 asking for any; None when somebody listens there, on this address or on all."""
    with socket.socket() as caller:
        if wanted and caller.connect_ex(("127.0.0.1", wanted)) == 0:
            return None
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return None
        return int(probe.getsockname()[1])


_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
}


def _environment_without_aws() -> dict[str, str]:
    """What we were started with, but for anything that speaks of another AWS."""
    return {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}


def _emulator_environment(folder: Path, port: int, *, keep_state: bool) -> Mapping[str, str]:
    return {
        **_environment_without_aws(),
        **_CREDENTIALS,
        "AUTH": "true",  # roles may do what they were granted, and nothing else
        "BIND_HOST": "127.0.0.1",
        "GATEWAY_PORT": str(port),
        "STATE_DIR": str(folder / "state"),
        "S3_DATA_DIR": str(folder / "s3"),
        "PERSIST_STATE": "1" if keep_state else "0",
        "S3_PERSIST": "1" if keep_state else "0",
        "TMPDIR": str(folder / _SCRATCH),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": "",  # functions must find their code in their package, not in this checkout
        "LOG_LEVEL": "WARNING",  # the emulator's own; functions inherit it, and log what they log on AWS all the same
        "POWERTOOLS_LOG_LEVEL": "INFO",
    }
