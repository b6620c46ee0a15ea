"""A mail scanner as they are met: it opens every link, follows what it finds, sends every form."""

import re
from collections import deque

from tests.pages import Forms, Pages

BUTTON = re.compile(r'<button[^>]* name="(\w+)" value="([^"]*)"')
LEADS_ON = re.compile(r'<a [^>]*href="(/[^"#]*)"')


def links_of(mails) -> list[str]:
    """The paths of all links to the pages in some mails, each once."""
    texts = [mail.get_body(("plain",)).get_content() for mail in mails]
    found = [
        path for text in texts for path in re.findall(r"https://tacycle\.example(/l/\S+)", text)
    ]
    return list(dict.fromkeys(found))


def asked_in(mail) -> str:
    """The text of a mail above its foot, where the reader's own link stands."""
    return mail.get_body(("plain",)).get_content().partition("All that waits for you:")[0]


class Scanner:
    """Opens, follows and sends; keeps which statuses it got for which method."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.seen: set[str] = set()
        self.n_sent = 0
        self.worst = 0

    def scan(self, links: list[str], *, is_deep: bool) -> None:
        """Open every link three times, where deep all pages behind it too; send forms as found."""
        waiting = deque(links)
        while waiting:
            path = waiting.popleft()
            if path not in self.seen:
                self.seen.add(path)
                further = self._open(path)
                waiting += further if is_deep else []

    def _open(self, path: str) -> list[str]:
        for _ in range(3):
            self._note(self.pages.client.head(path))
            page = self._note(self.pages.client.get(path))
        if 'method="post"' in page.text:
            self._send(path, page.text)
        moved = page.headers.get("location")
        return [moved] if moved else LEADS_ON.findall(page.text)

    def _send(self, path: str, html: str) -> None:
        fields = Forms(html).fields
        for name, value in dict.fromkeys([*BUTTON.findall(html), ("", "")]):
            form = {**dict(fields), **({name: value} if name else {})}
            self._note(self.pages.client.post(path, data=form))
            self.n_sent += 1

    def _note(self, response):
        self.worst = max(self.worst, response.status_code)
        return response
