"""The local mailbox as pages: live links, and nothing at all where others could see it."""

import re

import pytest
from fastapi.testclient import TestClient

from config.settings import Settings
from portal.app import make_app
from tasks.compose import Mail
from tasks.mailbox import Mailbox

MAIL = """\
From: TA planning <ta-planning@tacycle.example>
To: Ann Alder <ann@co.example>
Subject: Please confirm the <TA> plan
Date: Mon, 21 Nov 2016 12:00:00 +0000
Message-ID: <one@tacycle.example>
Content-Type: text/plain; charset="utf-8"

Dear Ann <Alder>,
Review: http://127.0.0.1:4280/l/{token} and https://elsewhere.example/l/x
"""
TOKEN = "t" * 43


@pytest.fixture
def pages(small_cycle, tmp_path):
    """Gives a browser on the pages of an installation: pages(client="10.0.0.9")."""
    Mailbox(tmp_path / "mailbox").deliver(
        Mail("ann@co.example", "<one@tacycle.example>", MAIL.format(token=TOKEN).encode())
    )

    def browser(client="127.0.0.1", **settings):
        given = {"data_folder": tmp_path, "public_address": "http://127.0.0.1:4280", **settings}
        app = make_app(small_cycle.surroundings, Settings(**given))
        return TestClient(app, client=(client, 50000))

    return browser


def test_everybody_with_mails_is_listed_with_their_latest(pages):
    html = pages().get("/mailbox").text
    assert '<a href="/mailbox/of/ann@co.example">Ann Alder</a>' in html
    assert '<a href="/mailbox/mail/one">Please confirm the &lt;TA&gt; plan</a>' in html


def test_the_mails_of_a_person(pages):
    html = pages().get("/mailbox/of/ann@co.example").text
    link = '<a href="/mailbox/mail/one">Please confirm the &lt;TA&gt; plan</a>'
    assert f"<li>Monday, November 21, 2016: {link}</li>" in html


def test_beside_each_person_stands_their_role(small_cycle, tmp_path):
    box = Mailbox(tmp_path / "mailbox")
    readers = ["greta.cypress@region8.scbc.example", "nobody@co.example"]
    for place, address in enumerate(readers):
        words = MAIL.format(token=TOKEN).replace("ann@co.example", address)
        box.deliver(Mail(address, f"<m{place}@tacycle.example>", words.encode()))
    given = {"data_folder": tmp_path, "public_address": "http://127.0.0.1:4280"}
    app = make_app(small_cycle.surroundings, Settings(**given))
    browser = TestClient(app, client=("127.0.0.1", 50000))
    html = browser.get("/mailbox").text
    cells = re.findall(
        r'<th scope="row"><a[^>]*>[^<]*</a><br>(.*?)<br><span[^>]*>(.*?)</span>', html
    )
    assert sorted(cells) == [
        ("No role any more", "nobody@co.example"),
        ("State Systems Specialist (CO, MT)", "greta.cypress@region8.scbc.example"),
    ]
    page = browser.get(f"/mailbox/of/{readers[0]}").text
    assert f"<p>State Systems Specialist (CO, MT), {readers[0]}</p>" in page


def test_the_front_page_leads_to_the_mailbox_where_it_is_local(pages):
    way = '<a href="/mailbox">local mailbox</a>'
    here, elsewhere = pages(), pages(client="10.0.0.9")
    asked = {"address": "ann@co.example"}
    assert [way in here.get("/").text, way in here.post("/", data=asked).text] == [True, True]
    assert [way in elsewhere.get("/").text, way in elsewhere.post("/", data=asked).text] == [
        False, False,
    ]  # fmt: skip


def test_in_a_mail_links_to_our_pages_are_live_and_nothing_else_is(pages):
    html = pages().get("/mailbox/mail/one").text
    assert f'<a href="/l/{TOKEN}">http://127.0.0.1:4280/l/{TOKEN}</a> and https://else' in html
    assert "Dear Ann &lt;Alder&gt;," in html
    assert 'href="https://elsewhere' not in html


@pytest.mark.parametrize(
    "address", ["/mailbox/mail/two", "/mailbox/mail/..%2Fsecret", "/mailbox/of/bob@co.example"]
)
def test_what_is_not_there_answers_404(pages, address):
    assert pages().get(address).status_code == 404


@pytest.mark.parametrize("address", ["/mailbox", "/mailbox/of/ann@co.example", "/mailbox/mail/one"])
@pytest.mark.parametrize(
    "installation",
    [
        {"client": "10.0.0.9"},
        {"public_address": "https://plans.example"},
        {"public_address": "http://10.0.0.1:4280"},
    ],
)
def test_whoever_is_not_at_this_machine_sees_nothing(pages, installation, address):
    found = pages(**installation).get(address)
    assert (found.status_code, TOKEN in found.text) == (404, False)
