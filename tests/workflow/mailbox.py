"""A mail server on a socket of its own, for tests of what really leaves the house."""

from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message


class Mailbox:
    """A mail server that keeps what it gets, and refuses the addresses that it is told to."""

    def __init__(self) -> None:
        self.mails: list[Message] = []
        self.refuses: dict[str, str] = {}

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options) -> str:  # noqa: ANN001, N802
        """Whether the address is known here."""
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: ANN001, N802
        """Keep the mail."""
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"

    def subjects(self) -> list[str]:
        """As a reader sees them."""
        return [str(make_header(decode_header(mail["Subject"]))) for mail in self.mails]
