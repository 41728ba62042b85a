"""Exports the largest case of a running demo by its HTTP API and saves the bundle.

    python .ci/export_demo.py ADDRESS DEMO_LOG OUT

DEMO_LOG is what `make demo` printed: the token, the case and the recipient are read from it.
"""

import json
import re
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

WAIT_SECONDS = 300


class Api:
    """The demo's API, with the token that the demo printed."""

    def __init__(self, address: str, token: str) -> None:
        self._base = f"{address}/api/v1"
        self._headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def ask(self, path: str, body: dict[str, Any] | None = None) -> bytes:
        """The answer's bytes: a POST with a body, else a GET. Raises urllib.error.HTTPError."""
        data = None if body is None else json.dumps(body).encode()
        # The address is that of the demo which .ci/demo_check has just started
        request = urllib.request.Request(self._base + path, data=data, headers=self._headers)  # noqa: S310
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.read()


def printed(log: str, what: str) -> str:
    """The value of the line `what: value` in the demo's output."""
    found = re.search(rf"^{what}: (\S+)", log, re.MULTILINE)
    if found is None:
        sys.exit(f"The demo printed no line '{what}: ...'.")
    return found[1]


def export(api: Api, case: str, recipient: str) -> bytes:
    """The bundle of one case for one recipient."""
    wanted = {"cases": [case], "recipient": recipient, "profile": "full", "purpose": "national_prosecution"}
    asked = json.loads(api.ask("/exports", wanted))
    deadline = time.monotonic() + WAIT_SECONDS
    while (state := json.loads(api.ask(f"/exports/{asked['id']}")))["state"] == "building":
        if time.monotonic() > deadline:
            sys.exit("The bundle was not ready in time.")
        time.sleep(0.5)
    if state["state"] != "ready":
        sys.exit(f"The bundle was not built: {state['state']}.")
    sys.stdout.write(f"released: {state['released']}, withheld: {len(state['withheld'])}\n")
    return api.ask(f"/exports/{asked['id']}/bundle")


def main() -> None:
    """Reads the log, exports, saves."""
    address, log_path, out = sys.argv[1:]
    log = Path(log_path).read_text(encoding="utf-8")
    api = Api(address, printed(log, "token"))
    Path(out).write_bytes(export(api, printed(log, "case"), printed(log, "recipient")))


if __name__ == "__main__":
    main()
