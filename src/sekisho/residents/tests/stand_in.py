"""A stand-in for the city's registry: a server in a process of its own, with the faults that it is told to have.

``python stand_in.py FAULT``: prints its port, then serves. Faults: none, once500, always500, slow, stale, garbage, loop, refuse.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

PERSONS = [
    {"宛名番号": f"{n:05}", "世帯番号": "1", "氏名": f"架空 {n}", "生年月日": "1935-03-05", "支援措置対象者": "0"} for n in range(1, 8)
]  # fmt: skip
FAULT = sys.argv[1] if len(sys.argv) > 1 else "none"
_PAGE = 3


class Registry(BaseHTTPRequestHandler):
    """Pages of three."""

    asked = 0

    def do_GET(self) -> None:
        """A page, or the fault."""
        Registry.asked += 1
        if FAULT == "slow":
            time.sleep(2)
        if FAULT == "always500" or (FAULT == "once500" and Registry.asked % 2):
            return self._answer(500, b"")
        if FAULT == "refuse":
            return self._answer(403, b"")
        if FAULT == "garbage":
            return self._answer(200, b'{"persons": 7}')
        after = "" if FAULT == "loop" else parse_qs(urlsplit(self.path).query).get("after", [""])[0]
        left = [one for one in PERSONS if one["宛名番号"] > after]
        as_of = "2026-11-01" if FAULT == "stale" else "2026-11-24"
        page = {"as_of": as_of, "persons": left[:_PAGE], "more": len(left) > _PAGE}
        return self._answer(200, json.dumps(page, ensure_ascii=False).encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


if __name__ == "__main__":
    server = HTTPServer(("127.0.0.1", 0), Registry)
    print(server.server_port, flush=True)
    server.serve_forever()
