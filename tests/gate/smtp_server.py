"""A small mail server, in a process of its own: ``python -m tests.gate.smtp_server FILE`` prints its port and adds every message
that it has taken to FILE, a line each (JSON).

Addresses say what it does: «nobody@…» is refused for good, «later@…» the first time only, «cut@…» loses the connection
after the message but before the answer, the first time.
"""

import json
import socketserver
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path

_seen: set[str] = set()


class _Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 test")
        to: list[str] = []
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "EHLO":
                self._say("250-test\r\n250 8BITMIME")
            elif verb == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                answer = self._answer(address)
                to += [address] if answer.startswith("250") else []
                self._say(answer)
            elif verb == "DATA":
                self._say("354 go on")
                data = b"".join(iter(self.rfile.readline, b".\r\n"))
                if to[0].startswith("cut@") and self._first(to[0]):
                    return
                self._keep(to, data)
                self._say("250 taken")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def _answer(self, address: str) -> str:
        if address.startswith("nobody@"):
            return f"550 no such person {address}"
        if address.startswith("later@") and self._first(address):
            return "451 try again"
        return "250 ok"

    def _first(self, address: str) -> bool:
        known = address in _seen
        _seen.add(address)
        return not known

    def _keep(self, to: list[str], data: bytes) -> None:
        mail = message_from_bytes(data, policy=default)
        said = {"to": to, "from": mail["From"], "title": mail["Subject"].strip(), "number": mail["Message-ID"], "body": mail.get_content()}  # fmt: skip
        with Path(sys.argv[1]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")


def main() -> None:
    """Serve until killed."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
