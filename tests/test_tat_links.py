"""Links: one for one person and one prompt; the database can check a token, never show it."""

import base64
import hashlib
import hmac
import re
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from config.vocabulary import PromptKind, Role
from tat import links
from tat.database import open_tracker, read, upgrade, write
from tat.schema import Base, Cycle, Link, Person, Prompt, Sheet
from tat.statuses import PromptState

SECRET = b"a secret of the server, 32 bytes"
OTHER_SECRET = b"another secret of 32 bytes, new."
NOON = datetime(2016, 9, 12, 12, tzinfo=UTC)
ADA, BO = 1, 2
PROMPT, OTHER_PROMPT, SHEET, OTHER_SHEET = 31, 32, 41, 42


@pytest.fixture
def tracker(database_url):
    """A tracker with two people, two prompts to Ada and two sheets of hers."""
    tracker = open_tracker(database_url)
    upgrade(tracker)
    with write(tracker) as tat:
        start, end = date(2016, 9, 6), date(2018, 9, 30)
        zone = "America/New_York"
        tat.add(Cycle(name="2016", title="", time_zone=zone, starts_on=start, ends_on=end))
        for number, name in ((ADA, "Ada"), (BO, "Bo")):
            tat.add(Person(id=number, name=name, address=f"{name}@a.example", time_zone=zone))
        tat.flush()
        tat.add_all(prompt(number) for number in (PROMPT, OTHER_PROMPT))
        tat.add_all(sheet(number) for number in (SHEET, OTHER_SHEET))
    yield tracker
    tracker.engine.dispose()


def prompt(number):
    return Prompt(
        id=number,
        cycle="2016",
        step=4,
        kind=PromptKind.CONFIRMATION,
        person_id=ADA,
        role=Role.ADMINISTRATOR,
        subject=f"plan {number}",
        round=1,
        variant="",
        sufficient="any",
        why={},
        asked_at=NOON,
        due_on=date(2016, 12, 2),
        state=PromptState.OPEN,
    )


def sheet(number):
    kind = PromptKind.PACKAGE
    return Sheet(id=number, cycle="2016", kind=kind, person_id=ADA, subject=f"center {number}")


def test_there_is_one_link_for_one_person_and_one_prompt_or_sheet(tracker):
    with write(tracker) as tat:
        first = links.link_for(tat, ADA, prompt_id=PROMPT)
        assert (first.person_id, first.prompt_id, first.sheet_id) == (ADA, PROMPT, None)
        sheet = links.link_for(tat, ADA, sheet_id=SHEET)
        assert (sheet.person_id, sheet.prompt_id, sheet.sheet_id) == (ADA, None, SHEET)
        others = [
            links.link_for(tat, BO, prompt_id=PROMPT),
            links.link_for(tat, ADA, prompt_id=OTHER_PROMPT),
            links.link_for(tat, ADA, sheet_id=OTHER_SHEET),
        ]
        assert len({first.id, sheet.id, *(link.id for link in others)}) == 5
        first_id, sheet_id = first.id, sheet.id
    with write(tracker) as tat:
        assert links.link_for(tat, ADA, prompt_id=PROMPT).id == first_id
        assert links.link_for(tat, ADA, sheet_id=SHEET).id == sheet_id


def test_a_link_does_not_have_two_ends(tracker):
    with write(tracker) as tat, pytest.raises(ValueError, match="one prompt or to one sheet"):
        links.link_for(tat, ADA, prompt_id=PROMPT, sheet_id=SHEET)


def test_everybody_has_one_link_to_all_that_is_theirs(tracker):
    with write(tracker) as tat:
        own = links.link_for(tat, ADA)
        assert (own.person_id, own.prompt_id, own.sheet_id) == (ADA, None, None)
        assert links.link_for(tat, ADA).id == own.id
        assert links.link_for(tat, BO).id != own.id
        links.revoke(tat, own, NOON)
        assert links.link_for(tat, ADA).id != own.id


ENDS = [
    [{"prompt_id": None, "sheet_id": None}] * 2,
    [{"prompt_id": PROMPT, "sheet_id": SHEET}],
    [{"prompt_id": PROMPT}, {"prompt_id": PROMPT}],
    [{"sheet_id": SHEET}, {"sheet_id": SHEET}],
]


@pytest.mark.parametrize("ends", ENDS, ids=["own-twice", "both", "prompt-twice", "sheet-twice"])
def test_the_database_refuses_a_link_without_one_end_of_its_own(tracker, ends):
    with pytest.raises(sa.exc.IntegrityError), write(tracker) as tat:
        tat.add_all(Link(person_id=ADA, **end) for end in ends)


def test_a_token_is_a_keyed_hash_of_all_that_the_link_says(tracker):
    with write(tracker) as tat:
        link = links.link_for(tat, ADA, sheet_id=SHEET)
        said = f"tacycle link 1|{link.id}|1|None|41".encode()
        expected = base64.urlsafe_b64encode(hmac.new(SECRET, said, hashlib.sha256).digest())
        assert links.token(SECRET, link) == expected.decode().rstrip("=")


def test_tokens_are_long_fit_into_an_address_and_differ(tracker):
    with write(tracker) as tat:
        made = [
            links.link_for(tat, ADA, prompt_id=PROMPT),
            links.link_for(tat, BO, prompt_id=PROMPT),
            links.link_for(tat, ADA, prompt_id=OTHER_PROMPT),
            links.link_for(tat, ADA, sheet_id=SHEET),
        ]
        tokens = [links.token(secret, link) for secret in (SECRET, OTHER_SECRET) for link in made]
        assert len(set(tokens)) == 8
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)
        assert links.token(SECRET, made[0]) == tokens[0]


def test_an_empty_secret_is_refused(tracker):
    with write(tracker) as tat, pytest.raises(ValueError, match="need a secret"):
        links.token(b"", links.link_for(tat, ADA, prompt_id=PROMPT))


def test_every_mask_in_a_message_becomes_its_token_which_then_finds_the_link(tracker):
    with write(tracker) as tat:
        prompt, sheet = link_ids(tat)
        text = f"One: /a/[[link {prompt}]] Two: /a/[[link {sheet}]] One: /a/[[link {prompt}]]."
        assert links.mask(tat.get(Link, prompt)) == f"[[link {prompt}]]"
        shown = links.unmask(tat, text, SECRET, person_id=ADA)
    one, two, again = re.findall(r"/a/([A-Za-z0-9_-]{43})", shown)
    assert shown == f"One: /a/{one} Two: /a/{two} One: /a/{again}."
    assert one == again != two
    with read(tracker) as tat:
        assert (links.find(tat, one).id, links.find(tat, two).id) == (prompt, sheet)


def test_a_repeated_message_has_the_same_token(tracker):
    with write(tracker) as tat:
        prompt, _ = link_ids(tat)
        first = links.unmask(tat, f"[[link {prompt}]]", SECRET, person_id=ADA)
    with write(tracker) as tat:
        assert links.unmask(tat, f"[[link {prompt}]]", SECRET, person_id=ADA) == first


def test_a_mask_of_somebody_elses_link_opens_nothing(tracker):
    """Words that people type come back in mails: `[[link 1]]` in a plan must give nothing away."""
    with write(tracker) as tat:
        adas, _ = link_ids(tat)
        text = f"The need says [[link {adas}]], [[link 999]] and [[link x]]."
        assert links.unmask(tat, text, SECRET, person_id=BO) == text
        assert tat.get(Link, adas).token_sha256 is None


def test_the_database_keeps_no_token_and_nothing_to_make_one_from(tracker):
    with write(tracker) as tat:
        prompt, _ = link_ids(tat)
        token = links.unmask(tat, f"[[link {prompt}]]", SECRET, person_id=ADA)
    with read(tracker) as tat:
        everything = repr([tat.execute(sa.select(t)).all() for t in Base.metadata.sorted_tables])
        assert tat.get(Link, prompt).token_sha256 == hashlib.sha256(token.encode()).hexdigest()
    assert "Ada" in everything
    assert token not in everything
    assert SECRET.decode() not in everything


@pytest.mark.parametrize("token", ["", "x", "a" * 43, "é\udcff\0", "[[link 1]]", "None"])
def test_an_unknown_token_finds_nothing(tracker, token):
    with write(tracker) as tat:
        prompt, _ = link_ids(tat)  # this one was never delivered: it has no token
        links.unmask(tat, f"[[link {prompt}]]", SECRET, person_id=ADA)
    with read(tracker) as tat:
        assert links.find(tat, token) is None


def test_a_revoked_link_finds_nothing_and_its_place_is_taken_by_a_new_one(tracker):
    with write(tracker) as tat:
        prompt, sheet = link_ids(tat)
        text = f"[[link {prompt}]] [[link {sheet}]]"
        old, of_sheet = links.unmask(tat, text, SECRET, person_id=ADA).split()
    with write(tracker) as tat:
        links.revoke(tat, links.find(tat, old), NOON)
    with write(tracker) as tat:
        links.revoke(tat, tat.get(Link, prompt), datetime(2017, 1, 1, tzinfo=UTC))
    with write(tracker) as tat:
        assert tat.get(Link, prompt).revoked_at == NOON
        assert links.find(tat, old) is None
        assert links.find(tat, of_sheet).id == sheet
        fresh = links.link_for(tat, ADA, prompt_id=PROMPT)
        assert fresh.id != prompt
        new = links.unmask(tat, links.mask(fresh), SECRET, person_id=ADA)
        assert new != old
        assert links.find(tat, new).id == fresh.id
        # A message made before, and repeated now, must not wake the old link.
        assert links.unmask(tat, text, SECRET, person_id=ADA) == f"{old} {of_sheet}"
        assert links.find(tat, old) is None


def test_after_a_change_of_the_secret_the_newest_token_counts(tracker):
    with write(tracker) as tat:
        prompt, _ = link_ids(tat)
        old = links.unmask(tat, f"[[link {prompt}]]", SECRET, person_id=ADA)
        new = links.unmask(tat, f"[[link {prompt}]]", OTHER_SECRET, person_id=ADA)
    with read(tracker) as tat:
        assert links.find(tat, new).id == prompt
        assert links.find(tat, old) is None


def link_ids(tat):
    """Ada's link to her prompt and the one to her sheet."""
    return (
        links.link_for(tat, ADA, prompt_id=PROMPT).id,
        links.link_for(tat, ADA, sheet_id=SHEET).id,
    )
