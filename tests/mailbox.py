"""A real SMTP server that keeps what it is sent."""

import email
import email.policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller

from devtools.processes import free_port


class Mailbox:
    """Runs in a thread while used as a context manager. `refuse` makes the server answer every message with it."""

    def __init__(self):
        self.host, self.port = "127.0.0.1", free_port()
        self.messages: list[EmailMessage] = []
        self.refuse: str | None = None
        self._controller = Controller(self, hostname=self.host, port=self.port)

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return self.refuse
        self.messages.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    def __enter__(self) -> "Mailbox":
        self._controller.start()
        return self

    def __exit__(self, *_error) -> None:
        self._controller.stop()

    def to(self, address: str) -> list[EmailMessage]:
        return [message for message in self.messages if address in (message["To"] or "")]
