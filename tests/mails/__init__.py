"""Every template's example as its reader gets it: <kind or purpose>.txt and .html.

Written once, read by eye, and compared exactly by tests/test_templates_examples.py. The frame that
all mails share in HTML stands once, in frame.htm. After a change of words, write them anew with
`python -m tests.mails` and read what changed with `git diff`.
"""

from pathlib import Path

from markupsafe import escape

MAILS = Path(__file__).parent
FRAME = MAILS / "frame.htm"
TITLE, BODY = "<!-- the subject -->", "<!-- the words -->"


def kept_html(of) -> str:
    """The whole HTML of a mail that is kept."""
    subject = kept_text(of).partition("\n")[0].removeprefix("Subject: ")
    body = (MAILS / f"{of}.html").read_text(encoding="utf-8")
    frame = FRAME.read_text(encoding="utf-8")
    return frame.replace(TITLE, str(escape(subject))).replace(BODY, body)


def kept_text(of) -> str:
    """The subject of a mail that is kept, and its text."""
    return (MAILS / f"{of}.txt").read_text(encoding="utf-8")
