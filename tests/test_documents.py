"""Documents of mails: attached, or linked where they are too large, and who may open them."""

from dataclasses import replace

import pytest

from config.packs import Attached, Pack
from tasks.document_sizes import attached_or_linked, in_words, why_linked
from tat.messages import Document
from tat.schema import Attachment
from tests.pages import SECRET, Pages
from tests.record import difference, whole_record
from tests.scanning import Scanner
from tests.small_cycle import documents_with
from tests.test_delivery_fates import ADMINISTRATOR, LEAD, OCC, owe, quiet

MB = 1_000_000
HANDOUT = "# Handout ünd\n" + "x" * (12 * MB - 16)


def of_sizes(*sizes: int) -> list[Document]:
    return [Document(f"{n}.txt", b"x" * size) for n, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("sizes", "linked"),
    [
        ((3 * MB, 3 * MB), []),
        ((3 * MB + 1, 1), ["0.txt"]),  # one alone is too large
        ((2 * MB, 3 * MB, 2 * MB), ["1.txt"]),  # together they are: the largest goes first
        ((9 * MB, 3 * MB, 1 * MB, 3 * MB), ["0.txt", "3.txt"]),
    ],
)
def test_what_is_too_large_alone_or_together_is_linked_the_largest_first(sizes, linked):
    marked = attached_or_linked(of_sizes(*sizes), Attached(each_mb=3, together_mb=6))
    assert [one.name for one in marked] == [f"{n}.txt" for n in range(len(sizes))]
    assert [one.name for one in marked if one.is_linked] == linked


def test_a_zip_file_is_linked_whatever_its_size_and_the_mail_says_why():
    small, text = Document("Slides.ZIP", b"x"), Document("1.txt", b"x")
    marked = attached_or_linked([small, text], Attached(each_mb=3, together_mb=6))
    assert [(one.name, one.is_linked) for one in marked] == [("Slides.ZIP", True), ("1.txt", False)]
    assert why_linked(small) == "which mail programs would hold back"


@pytest.mark.parametrize(
    ("size", "said"),
    [(12 * MB, "12 MB"), (12 * MB + 1, "13 MB"), (5_230_001, "5.3 MB"), (1, "0.1 MB")],
)
def test_a_size_is_said_in_megabytes(size, said):
    assert in_words(of_sizes(size)[0]) == said


@pytest.fixture
def handed_out(cycle_at):
    """A large handout goes with every draft plan, and the Administrator of Colorado is owed one."""
    cycle = quiet(cycle_at).with_text("handout", HANDOUT)
    pack = Pack(occasion="draft-shared", to="everybody", documents=["plan", "handout"])
    cycle.with_rules(packs=(pack, *cycle.declared.rules.packs))
    cycle.office = replace(cycle.office, secret=SECRET.encode())
    owe(cycle, ADMINISTRATOR)
    return cycle


def test_a_large_document_is_linked_below_the_readers_own_link_and_downloaded_there(handed_out):
    [mail] = handed_out.mails()
    assert [one.get_filename() for one in documents_with(mail)] == [
        "TA plan Colorado version 0.txt"
    ]
    text = " ".join(mail.get_body(("plain",)).get_content().split())
    before, link = text.split(" which is too large to be attached: https://tacycle.example")
    path = link.split()[0]
    assert before.endswith("Attached: TA plan Colorado version 0.txt Open Handout ünd.txt (12 MB),")
    assert f'"https://tacycle.example{path}"' in mail.get_body(("html",)).get_content()
    pages = Pages(handed_out)
    assert path.startswith(f"{pages.link(ADMINISTRATOR)}/document/")
    got = pages.get(path)
    assert (got.status_code, got.content == HANDOUT.encode()) == (200, True)
    assert {name: got.headers[name] for name in (
        "content-disposition", "content-type", "x-content-type-options", "cache-control",
    )} == {
        "content-disposition": "attachment; filename*=UTF-8''Handout%20%C3%BCnd.txt",
        "content-type": "text/plain; charset=utf-8",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
    }  # fmt: skip


def test_only_who_was_sent_it_opens_a_document_that_is_no_plan(handed_out):
    handed_out.mails()
    pages = Pages(handed_out)
    [row] = handed_out.rows(Attachment, Attachment.is_linked.is_(True))
    at = f"document/{row['sha256'][:16]}"
    asked = [f"{pages.link(one)}/{at}" for one in (ADMINISTRATOR, LEAD, *OCC)]
    assert [pages.get(path).status_code for path in asked] == [200, 404, 404, 404, 404]
    own = pages.link(ADMINISTRATOR)
    wrong = [at[:-1], f"{at}0", "document/%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25%25",
             f"document/{'0' * 16}", f"document/{'_' * 16}"]  # fmt: skip
    assert [pages.get(f"{own}/{path}").status_code for path in wrong] == [404] * 5


def test_what_is_held_was_not_sent_yet(handed_out):
    handed_out.office = replace(handed_out.office, is_holding=True)
    assert handed_out.mails() == []
    pages = Pages(handed_out)
    [row] = handed_out.rows(Attachment, Attachment.is_linked.is_(True))
    path = f"{pages.link(ADMINISTRATOR)}/document/{row['sha256'][:16]}"
    assert pages.get(path).status_code == 404


def test_a_scanner_that_opens_the_link_changes_nothing(handed_out):
    handed_out.mails()
    pages = Pages(handed_out)
    [row] = handed_out.rows(Attachment, Attachment.is_linked.is_(True))
    path = f"{pages.link(ADMINISTRATOR)}/document/{row['sha256'][:16]}"
    before = whole_record(handed_out)
    scanner = Scanner(pages)
    scanner.scan([path], is_deep=True)
    assert (scanner.worst, scanner.n_sent) == (200, 0)
    assert difference(before, whole_record(handed_out)) == {}
    assert pages.client.post(path).status_code == 405


def test_a_link_to_a_document_is_left_out_of_what_others_read(handed_out):
    handed_out.mails()
    pages = Pages(handed_out)
    listed = pages.get(f"{pages.link(ADMINISTRATOR)}/messages").text
    number = listed.split("/messages/")[1].split('"')[0]
    said = pages.get(f"{pages.link(OCC[0])}/messages/{number}").text
    assert said.count("(a link for its reader alone)") == 2
    letter = said[said.index('class="letter"') : said.index("</div>", said.index("letter"))]
    assert "document/" not in letter
