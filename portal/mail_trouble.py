"""What keeps mail from leaving, in words: for who watches this installation, and for OCC."""

from tat.mail_on_record import NotLeft
from templates.filters import plural


def mail_trouble(found: NotLeft, *, is_away: bool, fault: str = "") -> str:
    """One or two sentences; empty where nothing is amiss.

    Args:
        is_away: whether the mail server took nothing the last time.
        fault: why, for who may read it: it can hold an address.
    """
    failed = f"{plural(found.n_failed, 'mail')} failed"
    refused = f"{plural(found.n_addresses, 'address takes', 'addresses take')} no mail"
    held = f"{plural(found.n_held, 'mail is', 'mails are')} held until OCC releases them"
    stalled = plural(found.n_stalled, "mail waits", "mails wait")
    wait = plural(
        found.n_waiting, "mail waits, and leaves by itself", "mails wait, and leave by themselves"
    )
    cause = f" ({fault})" if fault else ""
    sentences = [
        f"The mail server takes no mail just now{cause}: {wait} once it does." if is_away else "",
        _listed(
            [failed] * (found.n_failed > 0)
            + [refused] * (found.n_addresses > 0)
            + [held] * (found.n_held > 0)
            + [f"{stalled} for a document or for words"] * (found.n_stalled > 0)
        ),
    ]
    return " ".join(filter(None, sentences))


def _listed(parts: list[str]) -> str:
    return f"{'; '.join(parts)}." if parts else ""
