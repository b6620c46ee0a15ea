"""Mails as their readers get them; and what people wrote, which stays words in both parts."""

import re
from dataclasses import replace
from datetime import date

import pytest

from config.vocabulary import PromptKind, Purpose
from tasks.letter_facts.wishes import Wish
from templates.escaping import markdown_line, one_line
from templates.message import Section
from templates.render import render, render_document
from templates.web_text import as_html
from tests.test_templates_examples import (
    ALL,
    CALL,
    FACTS_OF_KIND,
    FACTS_OF_PURPOSE,
    NCASE,
    item,
    letter,
    link,
    section,
)

CONFIRMATION = """\
Dear Ana Reyes,

Please confirm the technical assistance (TA) plan for Oregon, or suggest
modifications: does it meet your needs and expectations?

Due Friday, December 2, 2016. It takes about 15 minutes.

Review the plan:
https://ta.example/l/[[link 12]]

The plan now shows how the National Centers and the region would help. Some
activities may serve several states and territories at once. If you suggest
modifications, your Specialist revises the plan, the centers concerned
agree, and you review it a final time. A confirmed plan goes on to the
approval by the Office of Child Care and the Office of Head Start.

You can also answer by replying to this mail or by phone: your Specialist
puts it on record.

Needs:

- Licensing of school-age programs
- A career pathway for directors

Activities:

- Coaching of licensing staff
- Peer group of directors

Attached: TA plan Oregon version 3.txt

Nothing is approved by silence: what you do not answer stays open.

---

You get this mail as Administrator in the technical assistance (TA) planning
2016-2018. Questions? Reply to this mail: a person reads it.
"""

APPROVAL = """\
Dear Ana Reyes,

Please decide on the package that the National Center on Afterschool and
Summer Enrichment (NCASE) submitted for Idaho and Oregon: approve each
activity, or send it back with a reason.

Due Friday, December 2, 2016. It takes about 15 minutes.

Open the package:
https://ta.example/l/[[link 7]]

Approved activities let the plans become final. What you send back goes to
the center with your reason and comes to you again, alone.

On some topics a center of the other office serves the same state (OCC:
Office of Child Care, OHS: Office of Head Start):

- Idaho, Monitoring, inspections and enforcement, with ECQA: OCC: the
  centers should coordinate them (one visit)
- Oregon, Monitoring, inspections and enforcement, with ECQA: OCC: the
  centers should coordinate them (one visit)

Only you can give this approval; nobody can record it for you.

- Idaho (2 activities)
  - Coaching of licensing staff
  - Peer group of directors
- Oregon (2 activities)
  - Coaching of licensing staff
  - Peer group of directors

Nothing is approved by silence: what you do not answer stays open.

---

You get this mail as federal project officer (FPO) in the technical
assistance (TA) planning 2016-2018. Questions? Reply to this mail: a person
reads it.
"""

REMINDER = """\
Dear Ana Reyes,

A reminder: please confirm the plan for Oregon. There are 3 business days
left.

Due Friday, December 2, 2016. It takes about 15 minutes.

Answer now:
https://ta.example/l/[[link 12]]

If somebody else should answer, reply to this mail with the name. If you
answered in the last hours, there is nothing left to do.

Nothing is approved by silence: what you do not answer stays open.

---

You get this mail as Administrator in the technical assistance (TA) planning
2016-2018. Questions? Reply to this mail: a person reads it.
"""

ESCALATION = """\
Dear Sam Field,

Ana Reyes (Administrator) has not answered yet. The question: confirm the
plan for Oregon.

- Asked on Monday, November 21, 2016
- Due on Friday, December 2, 2016, 1 business day ago
- Tried so far: reminded on November 29

Please get in touch with Ana Reyes. If somebody else should answer, reply to
this mail with the name. The question stays open: a late answer still
counts, and without one nothing is approved.

---

You get this mail as State Systems Specialist and Infant/Toddler Specialist
in the technical assistance (TA) planning 2016-2018. Questions? Reply to
this mail: a person reads it.
"""

CALL_PACK = """\
Dear Ana Reyes,

The stakeholder call for Oregon is set for Tuesday, September 20, 2016,
11:00 AM PDT, for up to 120 minutes. These documents go with this mail;
please read them before the call:

- Agenda
- Script of the call
- Draft initial plan

The script and the draft plan go to you alone; the other invitees do not get
them.

On the call the State Systems Specialist goes through the needs of the state
or territory: which are confirmed, which are new. The initial plan is
written from it. If you cannot come, reply to this mail.

Attached: Agenda.txt, Script.txt

---

You get this mail as Administrator in the technical assistance (TA) planning
2016-2018. Questions? Reply to this mail: a person reads it.
"""

ANNOUNCEMENT = """\
Dear Ana Reyes,

The Office of Child Care announces the planning of technical assistance (TA)
for 2016-2018. Over the next months a TA plan is made with each state and
territory. There is nothing to do today.

The plan starts from your needs. It helps to meet the requirements of the
CCDBG reauthorization of 2014 and to go beyond them, toward early childhood
and school-age systems of high quality. The help is brief or intensive, and
combines consultation, coaching, training, and peer-to-peer learning.

The calendar:

1. Preparation: Monday, August 1, 2016 to Friday, September 2, 2016
2. Identification of state and territory needs: Tuesday, September 6, 2016
   to Friday, October 21, 2016

What comes next: your State Systems Specialist calls the CCDF Administrator
about the most urgent needs, and then sets a date for a call with the
stakeholders of the state or territory.

---

You get this mail because you take part in the technical assistance (TA)
planning 2016-2018. Questions? Reply to this mail: a person reads it.
"""

TWO_SECTIONS = """\
Dear Ana Reyes,

Please revise the TA plan for Oregon (was due Friday, December 2)
-----------------------------------------------------------------

Modifications of the TA plan for Oregon are suggested. Please revise the
plan, and note what you did for those who asked.

Due since Friday, December 2, 2016. Your answer still counts: please give it
as soon as you can. It takes about 15 minutes.

Revise the plan:
https://ta.example/l/[[link 12]]

Ana Reyes suggests:

> Everything is too late.

Need 1, Licensing of school-age programs:

> This need comes first.

Where a suggestion cannot be met, say why in your note. Centers whose
activities change are asked to agree, and whoever suggested the change sees
the plan again.

Affirmed: the TA plan for the U.S. Virgin Islands
-------------------------------------------------

The Regional Program Manager has affirmed the TA plan for the U.S. Virgin
Islands. For your information; no answer is needed.

Next, each Administrator is asked to confirm the plan.

---

You get this mail as Administrator in the technical assistance (TA) planning
2016-2018. Questions? Reply to this mail: a person reads it.
"""


def approval_of_two_plans():
    plans = [item(PromptKind.APPROVAL, state, link=None) for state in ("Idaho", "Oregon")]
    return letter(
        section(PromptKind.APPROVAL, plans, link(7)), roles=["federal project officer (FPO)"]
    )


def pack_of_the_administrator():
    documents = ["Agenda", "Script of the call", "Draft initial plan"]
    facts = {**CALL, "state_zone": CALL["zone"], "to": "administrator", "documents": documents}
    pack = section(Purpose.CALL_PACK, [item(Purpose.CALL_PACK, facts=facts)])
    return letter(pack, attachments=["Agenda.txt", "Script.txt"])


REVISES = FACTS_OF_KIND[PromptKind.REVISION]


def late_revision_and_news():
    return letter(
        section(Purpose.AFFIRMED, [item(Purpose.AFFIRMED, "U.S. Virgin Islands")]),
        section(PromptKind.REVISION, [item(PromptKind.REVISION, is_late=True)]),
    )


SPELLED_OUT = [
    (
        letter(section(PromptKind.CONFIRMATION), attachments=["TA plan Oregon version 3.txt"]),
        "Please confirm the TA plan for Oregon by Friday, December 2",
        CONFIRMATION,
    ),
    (
        approval_of_two_plans(),
        "Please approve the package of NCASE by Friday, December 2",
        APPROVAL,
    ),
    (
        letter(section(Purpose.REMINDER)),
        "Reminder: please confirm the plan for Oregon by Friday, December 2",
        REMINDER,
    ),
    (
        letter(
            section(Purpose.ESCALATION),
            reader="Sam Field",
            roles=["State Systems Specialist", "Infant/Toddler Specialist"],
        ),
        "No answer yet from Ana Reyes: confirm the plan for Oregon",
        ESCALATION,
    ),
    (
        pack_of_the_administrator(),
        "Stakeholder call for Oregon on Tuesday, September 20",
        CALL_PACK,
    ),
    (
        letter(section(Purpose.ANNOUNCEMENT), roles=[]),
        "Technical assistance planning 2016-2018 begins",
        ANNOUNCEMENT,
    ),
    (
        late_revision_and_news(),
        "Please revise the TA plan for Oregon (was due Dec 2); 1 other matter",
        TWO_SECTIONS,
    ),
]


@pytest.mark.parametrize(
    ("letter_", "subject", "text"), SPELLED_OUT, ids=[one[1] for one in SPELLED_OUT]
)
def test_a_mail_reads(letter_, subject, text):
    rendered = render(letter_)
    assert rendered.subject == subject
    assert rendered.text == text


def test_the_html_part_of_a_confirmation():
    html = render(letter(section(PromptKind.CONFIRMATION))).html
    bare = re.sub(r' style="[^"]*"', "", html)
    assert '<html lang="en">' in bare
    assert "<title>Please confirm the TA plan for Oregon by Friday, December 2</title>" in bare
    assert "<p>Dear Ana Reyes,</p>" in bare
    assert "<p><strong>Due Friday, December 2, 2016.</strong>\nIt takes about 15" in bare
    assert f'<p><a href="{link(12)}" class="button">Review the plan</a></p>' in bare
    assert "<p>Needs:</p>\n<ul>\n<li>Licensing of school-age programs</li>" in bare
    sheet = html.partition("<style>")[2].partition("</style>")[0]
    outside = sheet.partition("@media (prefers-color-scheme: dark)")[0]
    assert outside == "\n:root { color-scheme: light dark; }\n"  # all else is on its element
    assert "<img" not in html


def test_the_days_left_are_not_told_of_what_is_late_or_due_on_several_days():
    late = item(Purpose.REMINDER, is_late=True, facts={"days_left": 0})
    early = item(Purpose.REMINDER, "Idaho", due_on=date(2016, 12, 5))
    assert "left" not in first_words(section(Purpose.REMINDER, [late]))
    several = section(Purpose.REMINDER, [item(Purpose.REMINDER), early])
    assert "business day" not in first_words(several)
    assert "The first is due Friday, December 2, 2016." in first_words(several)
    facts = {"days_left": 0, "is_last_day": True}
    today = section(Purpose.REMINDER, [item(Purpose.REMINDER, facts=facts)])
    assert "Today is the last day." in first_words(today)


def first_words(of):
    return render(letter(of)).text.split("If somebody else")[0]


MANY = """\
Number of activities for each:
Alaska (2); District of Columbia (2); Idaho (1); Maine (2), was due Friday,
December 2; Oregon (2); Washington (2).
"""


def test_a_long_list_is_one_paragraph_in_the_order_of_names():
    names = ["Washington", "Alaska", "District of Columbia", "Maine", "Idaho", "Oregon"]
    plans = {name: item(PromptKind.APPROVAL, name, link=None) for name in names}
    plans["Maine"] = replace(plans["Maine"], is_late=True)
    one = {**FACTS_OF_KIND[PromptKind.APPROVAL], "activities": ["Coaching"]}
    plans["Idaho"] = replace(plans["Idaho"], facts=one)
    text = render(letter(section(PromptKind.APPROVAL, list(plans.values()), link(7)))).text
    listed = text.partition("record it for you.")[2].partition("Nothing")[0]
    assert listed.split() == MANY.split()
    assert "1 of these is late. Late answers still count: please begin there." in text


def test_a_reminder_of_many_plans_says_once_what_is_counted():
    names = ["Alaska", "Guam", "Idaho", "Maine", "Ohio", "Utah"]
    plans = [
        item(Purpose.REMINDER, name, n_lines=number, link=None)
        for number, name in enumerate(names, 1)
    ]
    text = render(letter(section(Purpose.REMINDER, plans, link(7)))).text
    listed = "Number of lines of the plan for each: Alaska (1); Guam (2); Idaho (3); Maine (4);"
    assert f"{listed} Ohio (5); Utah (6)." in " ".join(text.split())


def test_several_meetings_are_a_list():
    facts = FACTS_OF_PURPOSE[Purpose.MEETING_INVITATION]
    off = {**facts, "title": "start meeting of region 8", "not_held": "A storm"}
    meetings = [item(Purpose.MEETING_INVITATION, facts=one) for one in (facts, off)]
    rendered = render(letter(section(Purpose.MEETING_INVITATION, meetings)))
    assert rendered.text.partition("\n\n")[2].startswith("""\
- New date. Sam Field invites you to the regional ECTTAS conference of
  region 8: Tuesday, September 20, 2016, 11:00 AM PDT, for 120 minutes.
  Place: https://conference.example/8.
- The start meeting of region 8 is not held. Sam Field says: “A storm”

No answer is needed.""")
    assert rendered.html.count("<li ") == 2


def test_where_every_plan_has_its_own_page_every_line_has_its_own_link():
    plans = [
        item(PromptKind.WORKSHEET, state, link=link(number))
        for number, state in enumerate(["Oregon", "Idaho", "District of Columbia"], 1)
    ]
    rendered = render(letter(section(PromptKind.WORKSHEET, plans)))
    assert "- Oregon: https://ta.example/l/[[link 1]]\n- Idaho: https" in rendered.text
    assert "It takes about 15 minutes each." in rendered.text
    assert links_of(rendered.html) == [link(1), link(2), link(3)]
    assert ">Answer for Idaho</a>" in rendered.html


REWORK_OF_TWO = f"""\
- Oregon: {link(1)}
  - Coaching of licensing staff: “Outside of the workplan.”
- Idaho: {link(2)}
  - Coaching of licensing staff: “Outside of the workplan.”

Only these"""

CALLS_OF_TWO = f"""\
- Oregon: {link(1)}

Proposed: Tuesday, September 20, 2016, 11:00 AM PDT, for up to 120 minutes.
To be invited:

- Sam Field, Licensing Director

- Idaho: {link(2)}

Proposed: Tuesday"""


@pytest.mark.parametrize(
    ("kind", "words"),
    [(PromptKind.REWORK, REWORK_OF_TWO), (PromptKind.CALL_AGREEMENT, CALLS_OF_TWO)],
)
def test_two_plans_with_pages_of_their_own(kind, words):
    plans = [item(kind, "Oregon", link=link(1)), item(kind, "Idaho", link=link(2))]
    assert words in render(letter(section(kind, plans))).text


def test_several_centers_of_one_reader_are_told_apart():
    plans = [
        item(PromptKind.APPROVAL, link=None),
        item(PromptKind.APPROVAL, center="Tribal Child Care Implementation (TCC)", link=None),
    ]
    text = render(letter(section(PromptKind.APPROVAL, plans, link(7)))).text
    assert "- Oregon (NCASE) (2 activities)" in text
    assert "- Oregon (TCC) (2 activities)" in text
    assert "the package that your centers submitted for Oregon" in " ".join(text.split())


def test_the_subject_is_that_of_what_is_most_urgent():
    def ask(kind, day):
        return section(kind, [item(kind, due_on=date(2016, 12, day))])

    news, reminder = section(Purpose.TRENDS), section(Purpose.REMINDER)
    whole = letter(news, reminder, ask(PromptKind.CONVERSION, 9), ask(PromptKind.ENTRY, 5))
    assert render(whole).subject == (
        "Please enter the recommended activities for Oregon by Dec 5; 3 other matters"
    )
    assert headings(render(whole).text) == [
        "Please enter the recommended activities for Oregon by Monday, December 5",
        "Please convert the TA plan for Oregon to intermediate by Friday, December 9",
        "Reminder: please confirm the plan for Oregon by Friday, December 2",
        "TA needs and trends of the nation: 412 needs from 56 states and territories",
    ]
    assert render(letter(news, reminder)).subject == (
        "Reminder: please confirm the plan for Oregon by Dec 2; 1 other matter"
    )


def headings(text):
    return re.findall(r"(?m)^(.+)\n-{5,}$", text)


def test_a_long_subject_is_cut_at_a_word_and_says_how_many_more():
    facts = {**FACTS_OF_PURPOSE[Purpose.ESCALATION], "who": "Maximiliana " * 12}
    long = section(Purpose.ESCALATION, [item(Purpose.ESCALATION, facts=facts)])
    subject = render(letter(long, section(Purpose.TRENDS), section(Purpose.AFFIRMED))).subject
    assert subject == f"No answer yet from {'Maximiliana ' * 3}".strip() + "...; 2 other matters"
    assert len(subject) <= 78


# What people write

HOSTILE = [
    "[x](javascript:alert(1))",
    "![x](https://evil.example/x.png)",
    "<https://evil.example>",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "# heading",
    "## heading",
    "- item",
    "+ item",
    "1. item",
    "> quote",
    "**bold** _em_ `code` ~~gone~~",
    "&lt;b&gt; &amp;",
    "{{ 7 * 7 }}{% raw %}",
    "a\\",
    "|a|b|",
    "---",
    "=====",
    "[[link 99]]",
    "[[[link 99]]]",
    "[\u200b[link 99]\u200b]",
    "[\n[link 99]\n]",
    "\ue0000\ue001",
    "\u202e]]99 knil[[",
]


def hostile_letter(of, words):
    """The example of a template in which everything that people can write is hostile."""
    usual = item(of)
    facts = {name: spoiled(name, value, words) for name, value in usual.facts.items()}
    one = replace(
        usual,
        state=usual.state and words,
        center=usual.center and f"{words} (X)",
        facts=facts,
    )
    several = [replace(one, link=link(number)) for number in (21, 22)]
    whole = letter(section(of, [one]), section(of, several), reader=words, roles=[words])
    return replace(whole, attachments=[words])


def spoiled(name, value, words):
    if name in (
        "starts_at",
        "zone",
        "state_zone",
        "held",
        "to",
        "status",
        "first_on",
        "last_on",
        "held_on",
        "at",
    ):
        return value
    match value:
        case str():
            return words
        case list():
            return [spoiled(name, one, words) for one in value]
        case dict():
            return {key: spoiled(key, one, words) for key, one in value.items()}
        case _:
            return value


@pytest.mark.parametrize("of", ALL)
@pytest.mark.parametrize("words", HOSTILE)
def test_what_people_write_is_shown_and_does_nothing(of, words):
    plain = render(hostile_letter(of, "Harmless"))
    rendered = render(hostile_letter(of, words))
    assert tags(rendered.html) == tags(plain.html)
    assert masks(rendered.text) == masks(plain.text)
    assert masks(rendered.html) == masks(plain.html)
    assert links_of(rendered.html) == links_of(plain.html)
    assert rendered.subject.isprintable()
    assert len(headings(rendered.text)) == 2


def tags(html):
    """Every element with its attributes; a quote may keep the line ends of its author."""
    return re.findall(r"</?(?!br)\w[^>]*>", html)


def masks(text):
    return sorted(re.findall(r"\[\[link \d+\]\]", text))


def links_of(html):
    return re.findall(r'href="([^"]*)"', html)


@pytest.mark.parametrize("words", HOSTILE)
def test_the_reader_sees_the_words_as_they_were_written(words):
    revised = item(PromptKind.REVISION, facts=REVISES | {"wishes": [Wish("", words)]})
    rendered = render(letter(section(PromptKind.REVISION, [revised])))
    shown = [line for line in map(one_line, re.split("\n", words)) if line.strip()]
    quoted = "\n".join(f"> {line}" for line in shown)
    assert quoted.strip() in rendered.text
    in_html = rendered.html.partition("<blockquote")[2].partition("</blockquote>")[0]
    text = re.sub(r"<[^>]*>", "", in_html.partition(">")[2])
    for entity, letter_ in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, letter_)
    assert text.split("\n")[1:-1] == shown or text.strip().split("\n") == shown


@pytest.mark.parametrize("of", ALL)
def test_every_link_stands_once_in_each_part(of):
    usual = item(of)
    alone, sheet = section(of, [usual]), section(of, [usual, usual], link(31))
    two = section(of, [replace(usual, link=link(number)) for number in (21, 22)])
    if usual.link is None:
        return
    for whole, expected in ((alone, [12]), (sheet, [31])):
        rendered = render(letter(whole))
        assert masks(rendered.text) == [f"[[link {n}]]" for n in expected]
        assert links_of(rendered.html) == [link(n) for n in expected]
        assert masks(rendered.html) == masks(rendered.text)
        assert all(link(n) in rendered.text.split("\n") for n in expected)
    assert set(masks(render(letter(two)).html)) <= {"[[link 21]]", "[[link 22]]"}
    assert masks(render(letter(two)).html) == masks(render(letter(two)).text)
    # Replies are all read on one page.
    n_links = 1 if of is Purpose.REPLY_RECEIVED else 2
    assert len(masks(render(letter(two)).text)) == n_links


SUBJECTS = [
    ("Ana\r\nBcc: x@evil.example", "Ana Bcc: x@evil.example"),
    ("Ana\u2028Bcc: x", "Ana Bcc: x"),
    ("Ana\x85Bcc: x", "Ana Bcc: x"),
    ("Ana\x00\x07 Reyes", "Ana Reyes"),
    ("=?UTF-8?Q?=0ABcc:_e@x?=", "= ?UTF-8?Q?=0ABcc:_e@x?="),
    ("=\u200b?UTF-8?Q?x?=", "= ?UTF-8?Q?x?="),
    ("Ana\u00a0Reyes", "Ana Reyes"),
    ("Ana [[link 99]]", "Ana [ [link 99] ]"),
    ("Ana\ud800", "Ana\ufffd"),
]


@pytest.mark.parametrize(("who", "shown"), SUBJECTS, ids=[ascii(one[0]) for one in SUBJECTS])
def test_a_subject_is_one_printable_line_and_no_encoded_word(who, shown):
    facts = {**FACTS_OF_PURPOSE[Purpose.ESCALATION], "who": who}
    late = section(Purpose.ESCALATION, [item(Purpose.ESCALATION, facts=facts)])
    subject = render(letter(late)).subject
    assert subject == f"No answer yet from {shown}: confirm the plan for Oregon"
    assert subject.isprintable()
    assert "=?" not in subject


def test_long_words_are_cut_and_the_mail_says_so():
    facts = REVISES | {"wishes": [Wish("", "word " * 2_000)]}
    revised = section(PromptKind.REVISION, [item(PromptKind.REVISION, facts=facts)])
    text = render(letter(revised)).text
    assert "... (shortened)" in text
    assert len(text) < 2_500


def test_a_missing_fact_is_an_error():
    facts = {name: fact for name, fact in REVISES.items() if name != "wishes"}
    with pytest.raises(Exception, match="wishes"):
        render(letter(section(PromptKind.REVISION, [item(PromptKind.REVISION, facts=facts)])))


def test_nothing_is_said_of_none():
    facts = {**FACTS_OF_PURPOSE[Purpose.PLAN_HELD], "waiting_for": None}
    held = section(Purpose.PLAN_HELD, [item(Purpose.PLAN_HELD, facts=facts)])
    assert "None" not in render(letter(section(Purpose.PLAN_HELD))).text
    with pytest.raises(ValueError, match="None"):
        render(letter(held))


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("plain words, with 2 commas.", "plain words, with 2 commas."),
        ("12. item", "12\\. item"),
        (" - item", " \\- item"),
        ("a*b_c", "a\\*b\\_c"),
        ("a\nb", "a b"),
    ],
)
def test_markdown_is_escaped(words, escaped):
    assert markdown_line(words) == escaped


def test_a_moment_without_a_zone_is_refused():
    facts = {**FACTS_OF_KIND[PromptKind.CALL_RECORD], "held": "2016-09-20T18:00:00"}
    record = Section(
        Purpose.ASK, PromptKind.CALL_RECORD, [item(PromptKind.CALL_RECORD, facts=facts)], None
    )
    with pytest.raises(ValueError, match="names no time zone"):
        render(letter(record))


PLAN = """\
Technical assistance (TA) plan for Oregon
============================================================================

Cycle      2016-2018
Status     initial, version 3
Printed    Monday, November 21, 2016


CONTEXT
-------

- A new quality rating system starts in 2017, and the licensing office is
  being moved to another agency.
  From: State plan


DOCUMENTS LOOKED AT
-------------------

- Quality Program Reports (QPR) (the federal form ACF-218 is called Quality
  Progress Report)
  Half of the programs take part.
  Looked at by Ana Reyes

- Federal 801 Report
  Not available: it comes in October
  Looked at by Ana Reyes


NEEDS
-----

1. Licensing

   Licensing of school-age programs.
   [ [link 9] ]

   Outcome: Rules by 2018

   Priority 2; required by the CCDBG reauthorization of 2014; school age


ACTIVITIES
----------

1. Coaching of licensing staff
   For need 1
   By National Center on Afterschool and Summer Enrichment (NCASE)

   Six sessions and a visit.

   Type of TA: intensive; coaching, training
   Approach: state
   With: ECQA
"""


def test_a_plan_reads():
    need = {
        "number": 1,
        "topic": "Licensing",
        "text": "Licensing of school-age programs.\n\n[[link 9]]",
        "outcome": "Rules by 2018",
        "priority": 2,
        "requirement": "ccdbg",
        "setting": "school age",
        "carried_from": "",
    }
    activity = {
        "number": 1,
        "need_number": 1,
        "title": "Coaching of licensing staff",
        "description": "Six sessions and a visit.",
        "center": NCASE,
        "intensity": "intensive",
        "forms": ["coaching", "training"],
        "approach": "state",
        "workplan": "",
        "collaborators": ["ECQA"],
    }
    factor = (
        "A new quality rating system starts in 2017, and the licensing office is being moved to "
        "another agency.",
        "State plan",
    )
    plan = {
        "state": "Oregon",
        "cycle": "2016-2018",
        "status": "initial",
        "version": 3,
        "documents": [
            {
                "name": "Quality Program Reports (QPR)",
                "note": "the federal form ACF-218 is called Quality Progress Report",
                "is_available": True,
                "says": "Half of the programs take part.",
                "by": "Ana Reyes",
            },
            {
                "name": "Federal 801 Report",
                "note": "",
                "is_available": False,
                "says": "it comes in October",
                "by": "Ana Reyes",
            },
        ],
        "factors": [factor],
        "needs": [need],
        "activities": [activity],
        "printed_on": date(2016, 11, 21),
    }
    assert render_document("plan.txt", plan=plan) == PLAN
    empty = {**plan, "documents": [], "factors": [], "needs": [], "activities": []}
    assert render_document("plan.txt", plan=empty).count("recorded.") == 4


def test_beside_the_escaping_the_renderer_itself_knows_no_html_and_no_links():
    assert as_html("<b>x</b> [y](https://z.example) `c` ![i](https://z.example)") == (
        '<p style="margin:0 0 16px">&lt;b&gt;x&lt;/b&gt; [y](https://z.example) `c` '
        "![i](https://z.example)</p>\n"
    )
