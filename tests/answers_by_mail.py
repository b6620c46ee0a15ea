"""Mails that answer ours: as people, programs and mail servers write them."""

from email.message import EmailMessage

from tasks.incoming.imap_mailbox import Fetched
from tasks.incoming.inbox import Home
from tasks.incoming.taking import take_in
from tat import links
from tat.database import write
from tat.file_store import FileStore
from tat.reply_addresses import reply_address
from tat.schema import Message, Received

HOME = Home(b"a secret for tests", frozenset({"ta-planning@tacycle.example"}))
"""By the secret of the small cycle's office."""

QUOTE = "\n\nOn Mon, Nov 21, 2016 TA planning <ta@tacycle.example> wrote:\n> Please confirm"


def reply(mail: EmailMessage, words: str, *, sender=None, threads=True, coded=True) -> EmailMessage:
    """An answer to a mail of ours, as a mail program writes it."""
    made = EmailMessage()
    made["From"] = sender or str(mail["To"])
    made["To"] = str(mail["Reply-To"]) if coded else "ta-planning@tacycle.example"
    made["Subject"] = f"Re: {mail['Subject']}"
    made["Message-ID"] = f"<reply-{abs(hash((words, sender, threads, coded)))}@co.example>"
    if threads:
        made["In-Reply-To"] = mail["Message-ID"]
        made["References"] = f"{mail['References']} {mail['Message-ID']}"
    made.set_content(words + QUOTE)
    return made


def forward(mail: EmailMessage, *, sender: str, words: str = "FYI") -> EmailMessage:
    """A mail that somebody passes on, as a file inside their own."""
    made = EmailMessage()
    made["From"], made["To"] = sender, "ta-planning@tacycle.example"
    made["Subject"] = f"Fwd: {mail['Subject']}"
    made.set_content(words)
    made.add_attachment(mail)
    return made


def bounce(message_id: str, address: str, *, status="5.1.1", action="failed") -> bytes:
    """What a mail server sends back (RFC 3464)."""
    return "\r\n".join(
        [
            "From: Mail Delivery System <MAILER-DAEMON@mx.example>", "Return-Path: <>",
            "Subject: Undelivered Mail", "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
            "--b", "", "This is the mail system.", "",
            "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.example",
            "", f"Final-Recipient: rfc822; {address}", f"Action: {action}", f"Status: {status}",
            "Diagnostic-Code: smtp; 550 5.1.1 No such user here", "",
            "--b", "Content-Type: text/rfc822-headers", "", f"Message-ID: {message_id}", "",
            "--b--", "",
        ]
    ).encode()  # fmt: skip


def take(cycle, mail: EmailMessage | bytes) -> dict:
    """Take a mail in; gives its row."""
    content = mail if isinstance(mail, bytes) else mail.as_bytes()
    files = FileStore(cycle.folder / "files")
    assert take_in(cycle.surroundings, Fetched(content, len(content), True), HOME, files) is True
    return cycle.rows(Received)[-1]


def state(row: dict) -> tuple[str, str]:
    """What a mail is, and what became of it."""
    return str(row["kind"]), str(row["state"])


def message_to(cycle, address: str) -> dict:
    """The newest message to somebody."""
    return cycle.rows(Message, Message.person_id == cycle.person_id(address))[-1]


def question_mail(cycle, address: str, *, prompt_id: int | None = None) -> EmailMessage:
    """Our newest mail to somebody, as far as an answer needs it; its code leads to one question."""
    made = EmailMessage()
    made["To"], made["Subject"] = address, "Please decide"
    made["Message-ID"] = message_to(cycle, address)["message_id"]
    with write(cycle.tracker) as tat:
        link = links.link_for(tat, cycle.person_id(address), prompt_id=prompt_id)
        made["Reply-To"] = reply_address("ta-planning@tacycle.example", HOME.secret, link)
    return made
