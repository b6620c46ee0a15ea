"""Write every template's example anew: read what changed before you commit it."""

from markupsafe import escape

from tests.mails import BODY, FRAME, MAILS, TITLE
from tests.test_templates_examples import ALL, example

OPENS, CLOSES = 'overflow-wrap:break-word">\n', "\n</td></tr>\n</table>\n</td></tr>"

for of in ALL:
    rendered = example(of)
    before, opens, rest = rendered.html.partition(OPENS)
    body, closes, after = rest.rpartition(CLOSES)
    (MAILS / f"{of}.txt").write_text(f"Subject: {rendered.subject}\n\n{rendered.text}")
    (MAILS / f"{of}.html").write_text(body)
    title = f"<title>{escape(rendered.subject)}</title>"
    before = before.replace(title, f"<title>{TITLE}</title>")
    FRAME.write_text(f"{before}{opens}{BODY}{closes}{after}")
