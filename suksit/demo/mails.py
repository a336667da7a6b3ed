"""The mails of the demo: written to a folder instead of being sent, and read here."""

from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

END = b"-" * 79 + b"\n"  # what the file backend writes after each mail
NEWEST = 200  # one page of them is enough for a demo


@dataclass(frozen=True)
class Mail:
    """A mail in the folder: the name of its file, to whom, about what, when it left."""

    name: str
    to: str
    subject: str
    at: datetime
    text: str = ""


def folder() -> Path:
    """Where the demo's mails lie."""
    return Path(settings.EMAIL_FILE_PATH)


def newest(to: str = "") -> list[Mail]:
    """The mails, the newest first; those to an address that holds some words alone, when they are given."""
    if not folder().is_dir():
        return []
    names = sorted((path.name for path in folder().glob("*.log")), reverse=True)
    found: list[Mail] = []
    for name in names:
        mail = read(name)
        if mail and to.lower() in mail.to.lower():
            found.append(mail)
        if len(found) == NEWEST:
            break
    return found


def read(name: str) -> Mail | None:
    """One mail, by the name of a file that lies in the folder; None when there is no such mail."""
    if not folder().is_dir() or name not in {path.name for path in folder().glob("*.log")}:
        return None
    path = folder() / name
    content = path.read_bytes().removesuffix(END)
    if not content.strip():
        return None
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    words = message.get_body(("plain",))
    return Mail(
        name=name,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        at=datetime.fromtimestamp(path.stat().st_mtime).astimezone(),
        text=words.get_content() if words else "",
    )
