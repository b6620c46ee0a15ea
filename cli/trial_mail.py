"""`tacycle mail test`: one mail by the mail server, before those of the cycle leave by it."""

from email.utils import make_msgid, parseaddr

from config.settings import load_settings
from portal.way import mail_server
from tasks.compose import UnsafeHeader, compose
from tasks.surroundings import real_clock
from tasks.ways import NeverTaken, NotNow
from tat.messages import Outgoing
from tat.refusals import Refused

TEST = "This mail shows that the mail of tacycle arrives here. Nobody has to answer it."


def send_test(*, to: str) -> int:
    """Send one mail by the mail server, to see whether it arrives and how it looks.

    Parameters
    ----------
    to
        A mail address of your own.
    """
    settings = load_settings()
    server = mail_server(settings)
    if server is None:
        raise Refused(
            "No mail was sent: mail stays on this machine. Set TACYCLE_MAIL_MODE to smtp, and the "
            "settings of the mail server."
        )
    sender = parseaddr(settings.mail_from)[1]
    message = Outgoing(
        id=0, message_id=make_msgid(domain=sender.rpartition("@")[2]), person_id=0, name="",
        address=to, subject="A test of the mail of tacycle", text="", html="", documents=(),
    )  # fmt: skip
    try:
        server.deliver(
            compose(
                message, text=TEST, html=f"<p>{TEST}</p>", mail_from=settings.mail_from,
                now=real_clock(),
            )
        )  # fmt: skip
    except (OSError, NotNow, NeverTaken, UnsafeHeader) as error:
        raise Refused(
            f"The test mail did not leave: {error}. Correct the TACYCLE_SMTP settings or the "
            "address, and try again."
        ) from error
    finally:
        server.close()
    print(f"{settings.smtp_host} has taken a test mail to {to}.")
    return 0
