"""A small gateway of short messages, in a process of its own: ``python -m tests.gate.sms_gateway FILE`` prints its port and adds
every message that it has taken to FILE, a line each (JSON).

The last four digits of a number say what it does: 0400 is refused for good, 0503 the first time only, 0401 takes the key for a
wrong one, 0302 sends elsewhere, 0009 doesn't answer in time, 0007 loses the connection after it has taken the message,
0066 answers what is no HTTP, 0077 gives the phone's own number as its receipt.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_seen: set[str] = set()


class _Gateway(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        kind = said["to"][-4:]
        first = said["number"] not in _seen
        _seen.add(said["number"])
        if kind == "0400":
            self._answer(400)
        elif kind == "0503" and first:
            self._answer(503)
        elif kind == "0401":
            self._answer(401)
        elif kind == "0302":
            self._answer(302, {"Location": f"http://127.0.0.1:{self.server.server_port}/elsewhere"})
        elif kind == "0009":
            time.sleep(20)
        elif kind == "0066":
            self.wfile.write(b"220 no gateway of yours\r\n")
        else:
            if first or kind == "0503":
                self._keep(said)
            if kind == "0007" and first:
                return
            number = f"sms:0{said['to'][3:5]}-{said['to'][5:]}" if kind == "0077" else "m-1"
            self._answer(202, body=json.dumps({"id": number, "to": said["to"]}).encode())

    def _keep(self, said: dict[str, str]) -> None:
        names = ("Authorization", "Idempotency-Key", "Content-Type")
        kept = {**said, "path": self.path, "headers": {name: self.headers[name] for name in names}}
        with Path(sys.argv[1]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(kept) + "\n")

    def _answer(self, status: int, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def main() -> None:
    """Serve until killed."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _Gateway) as server:
        print(server.server_port, flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
