"""The adapter for a mail server: ``smtp://user:password@host:587?from=sekisho@city.example&tls=starttls`` (or «smtps:»)."""

import smtplib
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.mail import EmailMessage, get_connection

from sekisho.base.errors import UserError
from sekisho.gate.messages.port import NotTaken, Outgoing

#: Seconds: a server that doesn't answer must not hold up the others' messages.
_PATIENCE = 20


class Smtp:
    """Django's own mail backend; a message counts as taken when the server has answered its last line."""

    sends = True

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if not parts.hostname or "@" not in asked.get("from", ""):
            raise UserError(
                "メールの送り先の設定（SEKISHO_MAIL）を読めません。",
                "smtp://サーバー:ポート?from=差出人のアドレス の形で書いてください。",
            )
        self._sender = asked["from"]
        self._connection = {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 25),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": asked.get("tls") == "starttls",
            "timeout": _PATIENCE,
        }

    def send(self, message: Outgoing) -> str:
        """«250»; raises NotTaken with the server's code."""
        if message.channel != "mail":
            raise NotTaken(f"no {message.channel}", lasting=True)
        mail = EmailMessage(
            message.title, message.body, self._sender, [message.address],
            headers={"Message-ID": f"<{message.number}@sekisho>", "Auto-Submitted": "auto-generated"},
            connection=get_connection("django.core.mail.backends.smtp.EmailBackend", **self._connection),
        )  # fmt: skip
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code = max((answer[0] for answer in error.recipients.values()), default=0)
            raise NotTaken(str(code), lasting=code >= 500) from None
        except smtplib.SMTPResponseException as error:
            # A wrong password or sender is ours to mend: the message itself is good.
            ours = isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPSenderRefused)
            raise NotTaken(str(error.smtp_code), lasting=error.smtp_code >= 500 and not ours) from None
        except (OSError, smtplib.SMTPException) as error:
            raise NotTaken(type(error).__name__, lasting=False) from None
        except ValueError:
            # A line break in an address or title: no server ever sees it.
            raise NotTaken("malformed", lasting=True) from None
        return "250"
