"""The promise path imports almost nothing: every library costs every cold start."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
before = set(sys.modules)
import shared.promise.make_promise
files = {name: getattr(sys.modules[name], "__file__", None) or "" for name in set(sys.modules) - before}
print(sorted(name for name, file in files.items() if "site-packages" in file))
"""


def test_the_promise_imports_the_standard_library_only() -> None:
    command = [sys.executable, "-c", SCRIPT]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert output.strip() == "[]"
