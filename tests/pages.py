"""The pages over a small cycle, opened as a browser without JavaScript would."""

import re
from datetime import datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

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
        given = {"secret": SECRET, "data_folder": cycle.folder} | settings
        self.app = make_app(cycle.surroundings, Settings(**given))
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


def filled_in(parts, content: dict, zone: ZoneInfo, prefix: str = "") -> dict[str, str | list[str]]:
    """Type an answer into the fields of a form: what the record keeps, as names and values."""
    by_name = {part.name.removeprefix(prefix): part for part in parts}
    typed: dict[str, str | list[str]] = {}
    for name, value in content.items():
        if value == []:
            continue
        _type(by_name[name], prefix + name, value, typed)
        if getattr(by_name[name], "shape", "") == "moment":  # by the clock of who types
            local = datetime.fromisoformat(value).astimezone(zone)
            typed[prefix + name] = f"{local:%Y-%m-%dT%H:%M}"
    return typed


def _type(part, at: str, value, typed) -> None:
    if isinstance(value, dict):
        inner = {one.name.rpartition(".")[2]: one for one in part.parts}
        for name, one in value.items():
            _type(inner[name], f"{at}.{name}", one, typed)
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        _type_rows(part, at, value, typed)
    elif isinstance(value, list):
        is_lines = part.shape == "lines"
        typed[at] = "\r\n".join(value) if is_lines else [str(one) for one in value]
    elif isinstance(value, bool):
        typed[at] = "yes" if value else "no"
    else:
        typed[at] = str(value)


def _type_rows(rows, at: str, value, typed) -> None:
    n_new, left = 0, list(rows.given or ())
    for row in value:
        given = next((one for one in left if _is_about(one, row)), None)
        left = [one for one in left if one is not given]
        inner = {one.name: one for one in (rows.parts if given else rows.more or rows.parts)}
        key = given.key if given else f"new{n_new}"
        n_new += given is None
        typed[f"{at}.n"] = str(n_new)
        for name, initial in (given.values if given else {}).items():
            typed.setdefault(f"{at}.{key}.{name}", initial)
        for name, one in row.items():
            if not (given and name in given.hidden):
                _type(inner[name], f"{at}.{key}.{name}", one, typed)


def _is_about(given, row) -> bool:
    return all(str(row.get(name, "")) == value for name, value in given.hidden.items())
