"""Pages whose public address has a path, behind a proxy that takes the path off."""

import re
from collections import deque
from dataclasses import replace

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from tasks.compose import Mail
from tasks.mailbox import Mailbox
from tat.schema import Answer
from tests.pages import SECRET, Forms, Pages
from tests.scanning import asked_in

ADDRESS = "https://plans.example/ta"
LEADS_ON = re.compile(r'(?:href|action|src)="([^"#]+)"')


class Proxy:
    """Passes on what is below /ta, without it; everything else is another site's."""

    def __init__(self, app) -> None:
        self.app = app
        self.strays: list[str] = []

    async def __call__(self, scope, receive, send):
        if not scope["path"].startswith("/ta/"):
            self.strays.append(scope["path"])
            await PlainTextResponse("another site", 404)(scope, receive, send)
            return
        path = scope["path"].removeprefix("/ta")
        await self.app({**scope, "path": path}, receive, send)


def behind_proxy(cycle, address=ADDRESS, **settings) -> Pages:
    """Pages as a browser reaches them at the public address."""
    pages = Pages(cycle, public_address=address, **settings)
    pages.proxy = Proxy(pages.app)
    pages.client = TestClient(
        pages.proxy, base_url=address.removesuffix("/ta"), follow_redirects=False,
        client=("127.0.0.1", 50000),
    )  # fmt: skip
    return pages


@pytest.fixture
def pages(cycle_at) -> Pages:
    return behind_proxy(cycle_at("asked").at("2016-11-22 10:00"))


def visit_all(pages: Pages, *starts: str) -> dict[str, int]:
    """Follow every address from some pages on; gives each with its status."""
    found, waiting = {}, deque(starts)
    while waiting:
        path = waiting.popleft()
        if path not in found:
            answered = pages.get(path)
            found[path] = answered.status_code
            moved = answered.headers.get("location")
            waiting += [moved] if moved else LEADS_ON.findall(answered.text)
    return found


def test_every_address_on_every_page_begins_with_the_path_and_leads_somewhere(pages):
    person = "greta.cypress@region8.scbc.example"
    asked = pages.cycle.prompts("confirmation", state="CO")[0]
    occ = pages.cycle.holders("occ", "nation")[0]
    found = visit_all(
        pages, "/ta/", f"/ta{pages.link_of(asked)}", f"/ta{pages.link(person)}",
        f"/ta{pages.link(occ)}", "/ta/style.css",
    )  # fmt: skip
    assert {path: status for path, status in found.items() if status not in (200, 303)} == {}
    assert [path for path in found if not path.startswith("/ta/")] == []
    kinds = {path.split("/", 5)[4].split("?")[0] for path in found if path.count("/") >= 4}
    assert {"mine", "status", "messages", "step", "plan", "prompt"} - kinds == set()
    assert pages.proxy.strays == []


def test_a_mails_link_opens_the_question_and_the_answer_leads_to_its_receipt(cycle_at):
    cycle = cycle_at("affirmed").at("2016-11-21 07:00").run(4).at("2016-11-21 10:00")
    cycle.office = replace(cycle.office, public_address=ADDRESS, secret=SECRET.encode())
    pages = behind_proxy(cycle)
    [mail] = cycle.mails_to("hal.dogwood@co.example")
    [link] = set(re.findall(r"https://plans\.example(\S+/l/\S+)", asked_in(mail)))
    page = pages.get(link)
    sent = {**dict(Forms(page.text).fields), "confirms": "yes", "name": pages.name(page.text)}
    answered = pages.client.post(link, data=sent)
    moved = answered.headers["location"]
    assert moved == f"{link}/receipt/{max(one['id'] for one in cycle.rows(Answer))}"
    receipt = pages.get(moved)
    assert (receipt.status_code, f'href="{link}"' in receipt.text) == (200, True)
    assert pages.proxy.strays == []


@pytest.mark.parametrize("path", ["/ta/nothing", "/ta/l/unknown", "/ta/l/unknown/mine"])
def test_pages_that_say_no_lead_back_below_the_path(pages, path):
    answered = pages.get(path)
    assert answered.status_code == 404
    assert set(LEADS_ON.findall(answered.text)) == {"/ta/", "/ta/style.css"}


@pytest.mark.parametrize("root", ["/l", "/me", "/style.css", "/a/b", "/ta%20s"])
def test_a_path_that_begins_like_one_of_our_pages_is_not_taken_for_it(cycle_at, root):
    pages = Pages(cycle_at("asked"), public_address=f"https://plans.example{root}")
    link = pages.link("hal.dogwood@co.example")
    answered = pages.get(link)
    assert (answered.status_code, answered.headers["location"]) == (303, f"{root}{link}/mine")
    assert pages.get(f"{link}/mine").status_code == 200


def test_a_slash_too_many_opens_the_same_page(pages):
    link = pages.link("hal.dogwood@co.example")
    assert pages.get(f"/ta{link}/mine/").text == pages.get(f"/ta{link}/mine").text


def test_links_of_the_local_mailbox_lead_below_the_path(cycle_at, tmp_path):
    kept = b"From: A <a@x.example>\nTo: B <b@x.example>\nSubject: Read\nDate: Mon, 21 Nov 2016 " \
        b"12:00:00 +0000\n\nhttp://127.0.0.1:4280/ta/l/token\n"  # fmt: skip
    Mailbox(tmp_path / "mailbox").deliver(Mail("b@x.example", "<one@x.example>", kept))
    pages = behind_proxy(cycle_at("asked"), "http://127.0.0.1:4280/ta", data_folder=tmp_path)
    found = visit_all(pages, "/ta/mailbox")
    assert {path for path in found if "style" not in path} == {
        "/ta/", "/ta/mailbox", "/ta/mailbox/of/b@x.example", "/ta/mailbox/mail/one",
        "/ta/l/token",
    }  # fmt: skip
    assert pages.proxy.strays == []
