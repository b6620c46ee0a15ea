"""The pages over a small cycle, opened as a browser without JavaScript would."""

import re
from html.parser import HTMLParser

from starlette.testclient import TestClient

from config.settings import Settings
from portal.app import make_app
from tat import links
from tat.database import write
from tests.small_cycle import SmallCycle

SECRET = "a secret of thirty-two characters"


class Forms(HTMLParser):
    """The fields of a page's form with what they hold, as a browser would send them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.text_name: str | None = None
        self.select_name: str | None = None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        name = given.get("name")
        if tag == "input" and name:
            is_off = given.get("type") in ("radio", "checkbox") and "checked" not in given
            if not is_off:
                self.fields.append((name, given.get("value") or ""))
        elif tag == "textarea":
            self.text_name = name
            self.fields.append((name, ""))
        elif tag == "select":
            self.select_name = name
            self.fields.append((name, ""))
        elif tag == "option" and "selected" in given:
            self.fields[-1] = (self.select_name, given.get("value") or "")

    def handle_data(self, data):
        if self.text_name:
            name, value = self.fields[-1]
            self.fields[-1] = (name, value + data.removeprefix("\n"))

    def handle_endtag(self, tag):
        if tag == "textarea":
            self.text_name = None


class Pages:
    """A browser without JavaScript, for one cycle."""

    def __init__(self, cycle: SmallCycle, **settings) -> None:
        self.cycle = cycle
        self.app = make_app(cycle.surroundings, Settings(secret=SECRET, **settings))
        self.client = TestClient(self.app, follow_redirects=False)

    def link(self, address: str, **end) -> str:
        """The link of a person: to one prompt, one sheet, or everything of theirs."""
        with write(self.cycle.tracker) as tat:
            row = links.link_for(tat, self.cycle.person_id(address), **end)
            masked = links.mask(row)
            token = links.unmask(tat, masked, SECRET.encode(), person_id=row.person_id)
        return f"/l/{token}"

    def link_of(self, prompt) -> str:
        """The link in the mail of a prompt."""
        return self.link(prompt.address, prompt_id=prompt.id)

    def get(self, path: str):
        return self.client.get(path)

    def fields(self, path: str) -> list[tuple[str, str]]:
        """What the form of a page would send as it is found."""
        return Forms(self.client.get(path).text).fields

    def send(self, path: str, **values):
        """Fill in a page's form and send it; lists tick several boxes."""
        sent = dict(self.fields(path)) | {key.replace("__", "."): value
                                          for key, value in values.items()}  # fmt: skip
        return self.client.post(path, data=sent)

    def name(self, html: str) -> str:
        """The name at the head of a page."""
        return re.search(r'<p class="who">([^<(]*)', html)[1].strip()
