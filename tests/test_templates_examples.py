"""Every template, rendered whole against one example each, with made-up people."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import templates
from config.packs import MADE_DOCUMENTS, PLAN_WORKBOOK
from config.vocabulary import PromptKind, Purpose, Role
from tasks.letter_facts.wishes import Wish
from templates.message import Item, Letter, Section
from templates.render import render
from templates.words import APPROVALS, ASKED_TO, PURPOSE_ORDER, ROLE_NAMES
from tests.mails import MAILS, kept_html, kept_text

NCASE = "National Center on Afterschool and Summer Enrichment (NCASE)"
NEEDS = ["Licensing of school-age programs", "A career pathway for directors"]
ACTIVITIES = ["Coaching of licensing staff", "Peer group of directors"]
CALL = {"starts_at": "2016-09-20T18:00:00+00:00", "minutes": 120, "zone": "America/Los_Angeles"}
WISHES = [
    Wish("", "Everything is too late."),
    Wish("Need 1, Licensing of school-age programs", "This need comes first."),
]
RETURNED = [{"title": "Coaching of licensing staff", "reason": "Outside of the workplan."}]

OVERLAPS = [
    {
        "topic": "Monitoring, inspections and enforcement",
        "others": ["ECQA"],
        "said": ["OCC: the centers should coordinate them (one visit)"],
    }
]

FACTS_OF_KIND = {
    PromptKind.WORKSHEET: {
        "documents": ["State plan", "Federal 801 Report"],
        "done": ["the status check-in call"],
        "carried": ["A career pathway for directors"],
    },
    PromptKind.SCRIPT_APPROVAL: {"title": "Script of the stakeholder call"},
    PromptKind.CALL_PROPOSAL: {
        "candidates": ["Sam Field, licensing director"],
        "nobody": ["health lead"],
        "wishes": "Not on a Monday.",
    },
    PromptKind.CALL_AGREEMENT: {
        **CALL,
        "state_zone": "America/Los_Angeles",
        "invitees": ["Sam Field, Licensing Director"],
    },
    PromptKind.CALL_RECORD: {
        "held": CALL["starts_at"],
        "zone": CALL["zone"],
        "state_zone": CALL["zone"],
    },
    PromptKind.ACCURACY: {"needs": NEEDS},
    PromptKind.CENTER_REVIEW: {"needs": NEEDS},
    PromptKind.APPROACHES: {"needs": NEEDS, "officers": ["Uma Madrone"]},
    PromptKind.OFFICER_CONFIRMATION: {"activities": ACTIVITIES},
    PromptKind.ENTRY: {"activities": ACTIVITIES},
    PromptKind.AFFIRMATION: {"n_needs": 2, "n_activities": 3},
    PromptKind.CONFIRMATION: {"needs": NEEDS, "activities": ACTIVITIES},
    PromptKind.REVISION: {
        "by": "Ana Reyes",
        "wishes": WISHES,
        "is_final": False,
        "is_change": False,
    },
    PromptKind.CHANGE_AGREEMENT: {
        "activities": ACTIVITIES[:1],
        "withdrawn": ACTIVITIES[1:],
        "changes": [],
        "is_change": False,
    },
    PromptKind.FINAL_REVIEW: {
        "changes": ["Need 2 now comes first: the Administrator asked for it"],
        "needs": NEEDS,
        "activities": ACTIVITIES,
        "is_change": False,
    },
    PromptKind.CONVERSION: {},
    PromptKind.PACKAGE: {"activities": ACTIVITIES, "supplementary": False},
    PromptKind.APPROVAL: {
        "activities": ACTIVITIES,
        "supplementary": False,
        "again": False,
        "overlaps": OVERLAPS,
        "changes": [],
        "is_change": False,
    },
    PromptKind.REWORK: {"returned": RETURNED},
    PromptKind.FINALIZATION: {},
    PromptKind.FINAL_AGREEMENT: {"activities": ACTIVITIES, "is_final": True},
    PromptKind.REVIEW: {},
    PromptKind.MEETING_DATE: {
        "title": "regional ECTTAS conference of region 8",
        "first_on": "2016-10-26",
        "last_on": "2016-10-31",
        "invited": ["Infant/Toddler Specialist", "center lead"],
    },
    PromptKind.MEETING_RECORD: {
        "title": "regional ECTTAS conference of region 8",
        "held_on": "2016-10-27",
        "is_conference": True,
    },
    PromptKind.MAPPING: {
        "topics": ["Monitoring, inspections and enforcement"],
        "activities": ["Monitoring, inspections and enforcement (NCASE): Peer group of directors"],
    },
    PromptKind.FURTHER_CONFIRMATION: {
        "title": "Legal review",
        "question": "Is everything in this plan within the law and the award?",
        "is_of_center": False,
        "needs": NEEDS,
        "activities": ACTIVITIES,
    },
    PromptKind.PROGRESS: {"n_activities": 37, "n_plans": 21},
    PromptKind.RECORD_CHECK: {"found": ["Need 2, A career pathway: no activity answers it"]},
}

FACTS_OF_PURPOSE = {
    Purpose.RECEIPT: {
        "asked_to": "confirm the plan",
        "said": "suggested modifications",
        "at": "2016-11-23T15:30:00+00:00",
        "zone": "America/Denver",
        "is_late": False,
        "is_outdated": False,
    },
    Purpose.FILE_RECEIVED: {
        "file": 31,
        "name": "Oregon, confirm the plan.xlsx",
        "state": "at fault",
        "sentences": [
            'Answers, row 4, Your answer (cell B4): "Perhaps" cannot stand there. '
            "Choose one of the answers."
        ],
        "n_more": 2,
        "has_copy": True,
    },
    Purpose.OWN_LINK: {},
    Purpose.REMINDER: {"days_left": 3, "is_last_day": False},
    Purpose.ESCALATION: {
        "who": "Ana Reyes",
        "role": "Administrator",
        "delegate": None,
        "asked_on": date(2016, 11, 21),
        "due_on": date(2016, 12, 2),
        "days_late": 1,
        "tried": ["reminded on November 29"],
    },
    Purpose.NOBODY_TO_ASK: {
        "roles": ["COR", "FPO"],
        "about": NCASE,
        "barred": ["Ana Reyes"],
        "is_too_few": False,
    },
    Purpose.ANNOUNCEMENT: {
        "steps": [
            {
                "number": 1,
                "name": "Preparation",
                "starts_on": date(2016, 8, 1),
                "ends_on": date(2016, 9, 2),
            },
            {
                "number": 2,
                "name": "Identification of state and territory needs",
                "starts_on": date(2016, 9, 6),
                "ends_on": date(2016, 10, 21),
            },
        ]
    },
    Purpose.DRAFT_SHARED: {},
    Purpose.PROTOCOL: {},
    Purpose.MEETING_INVITATION: {
        **CALL,
        "title": "regional ECTTAS conference of region 8",
        "place": "https://conference.example/8",
        "by": "Sam Field",
        "is_changed": True,
        "not_held": "",
    },
    Purpose.MEETING_NOTES: {
        "title": "regional ECTTAS conference of region 8",
        "held_on": "2016-10-27",
        "notes": "Licensing comes first everywhere.",
        "leads": [{"need": NEEDS[0], "center": NCASE, "collaborators": [NCASE]}],
        "wishes": ["Move the visits to spring."],
        "is_corrected": False,
    },
    Purpose.SCRIPT_SENT_BACK: {
        "title": "Script of the stakeholder call",
        "who": "Ana Reyes",
        "role": "staff of OHS",
        "reason": "Please ask about disabilities too.",
    },
    Purpose.ALL_HANDS_PACK: {
        "title": "Region 8",
        "sentences": ["All 6 states and territories have answered and named 32 needs."],
        "starts_on": date(2016, 11, 14),
        "ends_on": date(2016, 11, 18),
    },
    Purpose.OVERLAPS: {"overlaps": OVERLAPS},
    Purpose.CHANGE_ADOPTED: {
        "changes": ["Activity 1, Coaching of licensing staff: description changed"],
        "why": "A second visit",
        "version": 4,
    },
    Purpose.ANSWER_CONFLICT: {
        "question": "confirm the plan",
        "is_yours": True,
        "who": "Ana Reyes",
        "on": date(2016, 11, 22),
        "said": "suggested modifications",
        "wishes": WISHES,
        "why": "somebody else",
        "because": "somebody else has answered",
        "status": "initial",
        "can_revise": False,
        "standing": {
            "who": "Sam Field",
            "on": date(2016, 11, 21),
            "said": "confirmed the plan",
            "wishes": [],
        },
    },
    Purpose.DATES_MOVED: {
        "title": "Step 2, Identification of state and territory needs",
        "before": {"starts_on": date(2016, 9, 6), "ends_on": date(2016, 10, 21)},
        "after": {"starts_on": date(2016, 9, 6), "ends_on": date(2016, 10, 14)},
        "at_once": False,
        "follow": [{"step": 6, "name": "Delivery of TA", "starts_on": date(2016, 12, 22)}],
        "reason": "The meetings begin earlier.",
        "by": "Ada Alder",
        "calls": [{"about": "the call for Oregon", "starts_at": "2016-10-18T18:00:00+00:00"}],
        "zone": "America/Los_Angeles",
    },
    Purpose.CALL_PACK: {
        **CALL,
        "zone": "America/New_York",
        "state_zone": "America/Los_Angeles",
        "to": "invitees",
        "documents": ["Agenda", "The planning process", "What the National Centers do"],
    },
    Purpose.INITIAL_SHARED: {},
    Purpose.TRENDS: {
        "title": "the nation",
        "n_states": 56,
        "n_needs": 412,
        "sentences": ["Most asked for, by 31 of the 56 that answered: Licensing."],
    },
    Purpose.AFFIRMED: {},
    Purpose.INTERMEDIATE_SHARED: {},
    Purpose.PLAN_HELD: {"status": "initial", "waiting_for": "the Administrator's confirmation"},
    Purpose.APPROVALS_RETURNED: {"approved": 4, "returned": RETURNED},
    Purpose.FINAL_SENT: {},
    Purpose.ANSWER_RECEIVED: {
        "who": "Ana Reyes",
        "what": "suggested modifications",
        "wishes": WISHES,
        "is_dealt_with": False,
        "is_dropped": False,
    },
    Purpose.SWEEP_MISSED: {"last_on": date(2016, 11, 28)},
    Purpose.WEEKLY_OVERVIEW: {
        "on": date(2016, 12, 9),
        "n_overdue": 3,
        "reached": [
            {
                "about": "Oregon",
                "asked_to": "confirm the plan",
                "who": "Ana Reyes",
                "role": "Administrator",
                "delegate": "Sam Field",
                "due_on": date(2016, 12, 2),
                "days_late": 5,
                "tried": ["reminded on November 30", "told Dee Moss on December 5"],
            }
        ],
        "n_more": 1,
        "others": [
            {
                "asked_to": "confirm the plan",
                "n": 2,
                "about": "Idaho, Nevada",
                "due_on": date(2016, 12, 7),
            }
        ],
        "entries": 4211,
        "head": "3fa9c1d2 77b0e4a5 3fa9c1d2 77b0e4a5 3fa9c1d2 77b0e4a5 3fa9c1d2 77b0e4a5",
    },
    Purpose.ADDRESS_FAULT: {
        "who": "Ana Reyes",
        "address": "ana.reyes@or.example",
        "said": "550 5.1.1 No such user here",
        "at": "2016-11-21T13:00:00+00:00",
    },
    Purpose.MAIL_FAILED: {
        "who": "Ana Reyes",
        "address": "ana.reyes@or.example",
        "mail": "Please confirm the TA plan for Oregon by December 2",
        "message": 812,
        "said": "552 5.3.4 Message too big",
        "at": "2016-11-21T13:00:00+00:00",
    },
    Purpose.REPLY_RECEIVED: {
        "who": "Ana Reyes",
        "asked_to": "confirm the plan",
        "words": "Confirmed.\nThank you for the second activity.",
        "is_offered": True,
        "why": "It reads as a yes.",
        "names": ["plan.xlsx"],
    },
    Purpose.ANSWER_ON_PAGE: {"asked_to": "approve the package"},
    Purpose.MAIL_WAITS: {
        "name": "agenda",
        "is_document": True,
        "cause": "the file is missing (resources/agenda.md)",
        "act": "write it, or correct its name in the pack of rules.toml",
        "waiting": [
            "to Ana Reyes, ana.reyes@or.example: the documents for the stakeholder call, Oregon",
            "to Sam Field, sam.field@or.example: the documents for the stakeholder call, Oregon",
        ],
        "n_waiting": 3,
    },
}

WITHOUT_PLAN = {
    Purpose.SCRIPT_SENT_BACK,
    Purpose.PROTOCOL,
    PromptKind.MEETING_DATE,
    PromptKind.MEETING_RECORD,
    Purpose.MEETING_INVITATION,
    Purpose.MEETING_NOTES,
    PromptKind.SCRIPT_APPROVAL,
    PromptKind.PROGRESS,
    Purpose.ANNOUNCEMENT,
    Purpose.NOBODY_TO_ASK,
    Purpose.DATES_MOVED,
    Purpose.TRENDS,
    Purpose.ALL_HANDS_PACK,
    Purpose.SWEEP_MISSED,
    Purpose.WEEKLY_OVERVIEW,
    Purpose.ADDRESS_FAULT,
    Purpose.MAIL_FAILED,
    Purpose.MAIL_WAITS,
}
OF_A_CENTER = {
    PromptKind.CENTER_REVIEW,
    PromptKind.APPROACHES,
    PromptKind.OFFICER_CONFIRMATION,
    PromptKind.CHANGE_AGREEMENT,
    PromptKind.PACKAGE,
    PromptKind.APPROVAL,
    PromptKind.REWORK,
    PromptKind.FINAL_AGREEMENT,
    PromptKind.PROGRESS,
    Purpose.APPROVALS_RETURNED,
    Purpose.OVERLAPS,
}
ALL = [*PromptKind, *(purpose for purpose in Purpose if purpose is not Purpose.ASK)]
"""Every template: those of the questions and those of the other purposes."""


def link(number):
    return f"https://ta.example/l/[[link {number}]]"


def item(of, state="Oregon", **given):
    """An item of a section for a kind of prompt or for another purpose."""
    is_prompt = isinstance(of, PromptKind) or of in (Purpose.REMINDER, Purpose.ESCALATION)
    facts = FACTS_OF_KIND[of] if isinstance(of, PromptKind) else FACTS_OF_PURPOSE[of]
    usual = {
        "state": None if of in WITHOUT_PLAN else state,
        "center": NCASE if of in OF_A_CENTER else None,
        "due_on": date(2016, 12, 2) if is_prompt else None,
        "link": link(12)
        if (is_prompt and of is not Purpose.ESCALATION) or of is Purpose.REPLY_RECEIVED
        else None,
        "minutes": 15 if is_prompt else None,
        "n_lines": 0,
        "is_late": False,
        "facts": facts,
    }
    return Item(**usual | given)


def section(of, items=None, link=None):
    """A section of a letter; with one example item where none is given."""
    is_kind = isinstance(of, PromptKind)
    is_about_prompts = of in (Purpose.REMINDER, Purpose.ESCALATION)
    return Section(
        purpose=Purpose.ASK if is_kind else of,
        kind=of if is_kind else PromptKind.CONFIRMATION if is_about_prompts else None,
        items=[item(of)] if items is None else items,
        link=link,
    )


def letter(*sections, reader="Ana Reyes", roles=("Administrator",), attachments=()):
    return Letter(reader, list(roles), "2016-2018", list(sections), list(attachments))


FOLDER = Path(templates.__file__).parent
STATES = [f"State {first}{second}" for first in "ABCDEFGHIJ" for second in "abcdef"]


def example(of):
    """The example of a template in a mail of its own, with the reader's own link in the foot."""
    if of is Purpose.OWN_LINK:
        return render(letter(section(of, [item(of, link=link(99))])))
    n_workbooks = int(PLAN_WORKBOOK in MADE_DOCUMENTS.get(of, ()))
    return render(replace(letter(section(of)), own_link=link(99), n_workbooks=n_workbooks))


@pytest.mark.parametrize("of", ALL)
def test_every_mail_reads_as_it_was_read_by_eye(of):
    rendered = example(of)
    assert f"Subject: {rendered.subject}\n\n{rendered.text}" == kept_text(of)
    assert rendered.html == kept_html(of)


def test_no_mail_is_kept_of_a_template_that_is_gone():
    kept = {path.name for path in MAILS.iterdir() if path.suffix in (".txt", ".html")}
    assert kept == {f"{of}.{part}" for of in ALL for part in ("txt", "html")}


@pytest.mark.parametrize("of", ALL)
def test_every_template_says_the_same_in_both_parts(of):
    rendered = render(letter(section(of)))
    assert rendered.subject.strip()
    assert len(rendered.subject) <= 78
    assert words_of_html(rendered.html) == words_of_text(rendered.text)


@pytest.mark.parametrize("of", ALL)
@pytest.mark.parametrize("n", [2, 4, 60])
def test_every_template_speaks_of_many_plans_too(of, n):
    items = [item(of, state, link=None) for state in STATES[:n]]
    rendered = render(letter(section(of, items, link(7))))
    assert len(rendered.subject) <= 78
    assert words_of_html(rendered.html) == words_of_text(rendered.text)


@pytest.mark.parametrize("kind", PromptKind)
def test_every_question_says_by_when_and_how_long_and_has_one_link(kind):
    text = render(letter(section(kind))).text
    assert text.count("Due Friday, December 2, 2016. It takes about 15 minutes.") == 1
    assert text.count(link(12)) == 1


@pytest.mark.parametrize("kind", PromptKind)
def test_every_reminder_names_what_is_asked(kind):
    about = section(Purpose.REMINDER)
    reminder = Section(Purpose.REMINDER, kind, about.items, None)
    assert f"please {ASKED_TO[kind]} for Oregon" in render(letter(reminder)).subject


@pytest.mark.parametrize("kind", PromptKind)
def test_where_an_approval_is_asked_the_letter_says_that_silence_is_none(kind):
    said = "Nothing is approved by silence: what you do not answer stays open."
    assert (said in render(letter(section(kind))).text) == (kind in APPROVALS)


@pytest.mark.parametrize("of", ALL)
def test_a_template_needs_what_its_head_says_it_is_given(of):
    """A fact that is missing is an error, not a hole in a sentence."""
    facts = FACTS_OF_KIND.get(of) or FACTS_OF_PURPOSE.get(of) or {}
    head = heads()[of]
    assert {name for name in facts if name not in head} == set()


def test_there_is_a_template_for_each_kind_and_purpose_and_no_other():
    assert set(heads()) == set(ALL)


def test_every_part_of_a_template_is_used():
    sources = "".join(path.read_text() for path in FOLDER.glob("email/**/*.j2"))
    sources += (FOLDER / "render.py").read_text()
    parts = {f"email/{path.name}" for path in FOLDER.glob("email/_*.j2")}
    assert {part for part in parts if f'"{part}"' not in sources} == set()


def test_every_template_has_a_subject_and_a_body():
    for path in templates_of_sections():
        blocks = re.findall(r"{% block (\w+) %}", path.read_text())
        assert (path.name, blocks) == (path.name, ["subject", "body"])


def test_words_are_there_for_every_role_kind_and_purpose():
    assert set(ROLE_NAMES) == set(Role)
    assert set(ASKED_TO) == set(PromptKind)
    assert (set(PURPOSE_ORDER), len(PURPOSE_ORDER)) == (set(Purpose), len(Purpose))


def templates_of_sections():
    found = sorted(FOLDER.glob("email/**/*.md.j2"))
    return [path for path in found if not path.name.startswith("_")]


def heads():
    """The head comment of every template of a section."""
    found = {}
    for path in templates_of_sections():
        name = path.name.removesuffix(".md.j2")
        of = PromptKind(name) if path.parent.name == "ask" else Purpose(name)
        found[of] = re.match(r"{#(.*?)#}", path.read_text(), re.DOTALL)[1]
    return found


def words_of_text(text):
    """The words of the plain text part without its Markdown and addresses."""
    bare = re.sub(r"https://\S+ \d+\]\]", "", text).replace("Answer for", "")
    return re.findall(r"[\w'“”$%.,;]+", re.sub(r"(?m)^\d+\. |:$", "", bare))


def words_of_html(html):
    """The words of the HTML part, without its title and the labels of links in lists."""
    body = html.split("</head>")[1].replace("Answer for", "")
    words = re.sub(r"<[^>]+>", " ", re.sub("</?strong>", "", body))
    bare = words.replace("&quot;", '"').replace("&amp;", "&")
    return re.findall(r"[\w'“”$%.,;]+", bare.replace("&#x27;", "'"))
