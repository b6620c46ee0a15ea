"""Summary and report of a rehearsal, from a small cycle filled by hand."""

import json
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa
from rich.console import Console

from config.declared import load
from config.vocabulary import (
    SCOPE_OF,
    Approach,
    Channel,
    Intensity,
    PromptKind,
    Purpose,
    Requirement,
    Role,
    Setting,
    Urgency,
)
from portal.standing.held import Held
from rehearsal.outcome.events import Event, EventKind
from rehearsal.outcome.report import screen, write_report
from rehearsal.outcome.story import DayCount, TopicCount, tell
from rehearsal.outcome.summary import Seconds, collect, write_summary
from tat import ledger
from tat.database import open_tracker, read, upgrade, write
from tat.schema import (
    ActivityRevision,
    Answer,
    Assignment,
    Center,
    Cycle,
    Jurisdiction,
    LedgerEntry,
    Line,
    LineAnswer,
    Message,
    NeedRevision,
    Notice,
    Person,
    Plan,
    Prompt,
    PromptLine,
    StatusChange,
    Step,
    Window,
)
from tat.statuses import (
    LineKind,
    LineState,
    MessageState,
    NoticeState,
    PromptState,
    Status,
    StepState,
    Verdict,
)

CYCLE = "2016-2018"
EASTERN = "America/New_York"
SECONDS = Seconds(wall=61.25, cpu=1234.0)
ADA, BO, CY, DI, EL, FAY, GUS, HAL = range(1, 9)
OR, OH, GU = 1, 2, 3

PEOPLE = {
    ADA: ("Ada Alder", [(Role.SPECIALIST, "OR"), (Role.SPECIALIST, "GU")]),
    BO: ("Bo <Birch>", [(Role.ADMINISTRATOR, "OR"), (Role.LICENSING_DIRECTOR, "OR")]),
    CY: ("Cy Cedar", [(Role.ADMINISTRATOR, "GU")]),
    DI: ("Di Dogwood", [(Role.ADMINISTRATOR, "OH")]),
    EL: ("El Elm", [(Role.SPECIALIST, "OH")]),
    FAY: ("Fay Fir", [(Role.CENTER_LEAD, "NCASE")]),
    GUS: ("Gus Gum", [(Role.FPO, "NCASE")]),
    HAL: ("Hal Hazel", [(Role.OCC, "nation")]),
}
PLANS = {
    OR: ("OR", "Oregon", 10, Status.FINAL),
    GU: ("GU", "Guam", 9, Status.INTERMEDIATE),
    OH: ("OH", "Ohio", 5, Status.DRAFT_INITIAL),
}
# Plan, before, after, moment in UTC. Guam became initial on September 21, Eastern time.
CHANGES = [
    (OR, None, Status.DRAFT_INITIAL, "2016-08-01T11:00"),
    (GU, None, Status.DRAFT_INITIAL, "2016-08-01T11:00"),
    (OH, None, Status.DRAFT_INITIAL, "2016-08-01T11:00"),
    (OR, Status.DRAFT_INITIAL, Status.INITIAL, "2016-09-20T16:00"),
    (GU, Status.DRAFT_INITIAL, Status.INITIAL, "2016-09-22T03:00"),
    (OR, Status.INITIAL, Status.INTERMEDIATE, "2016-11-30T16:00"),
    (GU, Status.INITIAL, Status.INTERMEDIATE, "2016-12-02T16:00"),
    (OR, Status.INTERMEDIATE, Status.FINAL, "2016-12-16T16:00"),
]
# Number, step, kind, person, role, plan, center, asked, closed, state. The question to Ohio's
# Administrator was asked on September 12, Eastern time.
K, S = PromptKind, PromptState
PROMPTS = [
    (1, 1, K.WORKSHEET, ADA, Role.SPECIALIST, OR, None, "08-01T16", "08-05T16", S.ANSWERED),
    (2, 1, K.WORKSHEET, ADA, Role.SPECIALIST, GU, None, "08-01T16", "08-07T16", S.ANSWERED),
    (3, 2, K.CALL_AGREEMENT, BO, Role.ADMINISTRATOR, OR, None, "09-12T16", "09-14T16", S.ANSWERED),
    (4, 2, K.CALL_AGREEMENT, DI, Role.ADMINISTRATOR, OH, None, "09-13T02", None, S.OPEN),
    (5, 4, K.CONFIRMATION, BO, Role.ADMINISTRATOR, OR, None, "11-21T16", "11-24T16", S.ANSWERED),
    (6, 4, K.CONFIRMATION, CY, Role.ADMINISTRATOR, GU, None, "11-21T16", "12-01T16", S.ANSWERED),
    (7, 5, K.PACKAGE, FAY, Role.CENTER_LEAD, OR, "NCASE", "12-05T16", "12-06T16", S.ANSWERED),
    (8, 5, K.PACKAGE, FAY, Role.CENTER_LEAD, GU, "NCASE", "12-07T16", "12-08T16", S.ANSWERED),
    (9, 5, K.APPROVAL, GUS, Role.FPO, OR, "NCASE", "12-08T16", "12-12T16", S.ANSWERED),
    (10, 5, K.APPROVAL, GUS, Role.FPO, GU, "NCASE", "12-09T16", None, S.OPEN),
    (11, 2, K.SCRIPT_APPROVAL, HAL, Role.OCC, None, None, "09-06T16", "09-07T16", S.WITHDRAWN),
    (12, 3, K.APPROACHES, FAY, Role.CENTER_LEAD, OR, "NCASE", "10-24T16", "10-29T04", S.ANSWERED),
]
WISH = {"confirms": False, "wishes": [{"text": "More & <better> coaching", "line_id": 1}]}
# Number, prompt, recorded by, moment, verdict, and what else is not as usual.
ANSWERS = [
    (1, 1, ADA, "08-05T16", Verdict.ACCEPTED, {}),
    (2, 2, ADA, "08-07T16", Verdict.ACCEPTED, {}),
    (3, 3, ADA, "09-14T16", Verdict.ACCEPTED, {"said_by_id": BO, "channel": Channel.PHONE}),
    (4, 12, FAY, "10-29T04", Verdict.ACCEPTED, {}),
    (5, 5, BO, "11-24T16", Verdict.CHANGES_ASKED, {"content": WISH}),
    (6, 6, CY, "12-01T16", Verdict.ACCEPTED, {"is_late": True}),
    (7, 7, FAY, "12-06T16", Verdict.ACCEPTED, {}),
    (8, 8, FAY, "12-08T16", Verdict.ACCEPTED, {}),
    (9, 9, GUS, "12-12T16", Verdict.SENT_BACK, {}),
    (10, 9, GUS, "12-13T16", Verdict.ACCEPTED, {"is_late": True, "corrects_id": 9}),
]
# Number, plan, kind, number in the plan, state, topics from the first revision to the newest.
# Guam asks twice for licensing; what is withdrawn, proposed or an older revision does not count.
LINES = [
    (1, OR, LineKind.NEED, 1, LineState.ENTERED, ["licensing"]),
    (2, OR, LineKind.ACTIVITY, 1, LineState.ENTERED, []),
    (3, GU, LineKind.NEED, 1, LineState.ENTERED, ["licensing"]),
    (4, GU, LineKind.NEED, 2, LineState.ENTERED, ["licensing"]),
    (5, GU, LineKind.NEED, 3, LineState.ENTERED, ["consumer-website", "monitoring"]),
    (6, OH, LineKind.NEED, 1, LineState.PROPOSED, ["monitoring"]),
    (7, OR, LineKind.NEED, 2, LineState.WITHDRAWN, ["data-systems"]),
]
# Number, person, state, (step, prompt) of its notices.
M = MessageState
MESSAGES = [
    (1, ADA, M.SENT, [(1, 1), (1, 2)]),
    (2, BO, M.SENT, [(2, 3)]),
    (3, DI, M.SENT, [(2, 4)]),
    (4, BO, M.SENT, [(4, 5)]),
    (5, CY, M.SENT, [(4, 6)]),
    (6, FAY, M.FAILED, [(3, 12)]),
    (7, FAY, M.SENT, [(5, 7)]),
    (8, GUS, M.SENT, [(5, 9)]),
    (9, GUS, M.QUEUED, [(5, 10)]),
    (10, FAY, M.CLAIMED, [(5, 8)]),
    (11, FAY, M.SENT, [(6, None)]),
    (12, FAY, M.SENT, [(6, None), (5, 8)]),
]


@pytest.fixture(scope="module")
def declared():
    return load(CYCLE)


@pytest.fixture
def tracker(database_url, declared):
    """A small cycle that a test may change."""
    tracker = filled(database_url, declared)
    yield tracker
    tracker.engine.dispose()


def filled(url, declared):
    """Three states at the end of step 5: one final, one with its officer, one without its call."""
    tracker = open_tracker(url)
    upgrade(tracker)
    with write(tracker) as tat:
        add_calendar(tat, declared.calendar)
        add_people(tat)
        add_plans(tat)
        add_prompts(tat)
        add_messages(tat)
        ends = [
            ledger.Entry(at(moment), "tacycle", "noted", "the cycle")
            for moment in ("2016-08-01T11:00", "2016-12-20T16:00")
        ]
        ledger.record(tat, ends)
    return tracker


def at(text):
    """A moment in UTC; without a year it is of 2016."""
    full = text if text.startswith("20") else f"2016-{text}:00"
    return datetime.fromisoformat(full).replace(tzinfo=UTC)


def add_calendar(tat, calendar):
    days = {"starts_on": calendar.starts_on, "ends_on": calendar.ends_on}
    tat.add(Cycle(name=CYCLE, title=calendar.title, time_zone=EASTERN, **days))
    tat.flush()
    closing = {1: "09-03T11", 2: "10-22T11", 3: "11-19T11", 4: "12-03T11", 5: "12-20T11"}
    for step in calendar.steps:
        is_over = step.number in closing
        opened = f"{step.starts_on}T11:00" if is_over else None
        tat.add(
            Step(
                cycle=CYCLE, number=step.number, name=step.name, starts_on=step.starts_on,
                ends_on=step.ends_on, state=StepState.CLOSED if is_over else StepState.AHEAD,
                opened_at=at(opened) if is_over else None,
                closed_at=at(closing[step.number]) if is_over else None,
                n_wakes=step.number * 2 if is_over else 0, generation=1,
            )
        )  # fmt: skip
    tat.add(
        Window(
            cycle=CYCLE, step=3, name="all-hands",
            title="Trend data shared at the all-hands meetings",
            starts_on=date(2016, 11, 14), ends_on=date(2016, 11, 18),
        )
    )  # fmt: skip


def add_people(tat):
    tat.add(Center(key="NCASE", funded_by="OCC"))
    for number, (name, roles) in PEOPLE.items():
        tat.add(Person(id=number, name=name, address=f"p{number}@a.example", time_zone=EASTERN))
        tat.flush()
        tat.add_all(
            Assignment(person_id=number, role=role, scope=SCOPE_OF[role], scope_key=key)
            for role, key in roles
        )


def add_plans(tat):
    for number, (code, name, region, status) in PLANS.items():
        tat.add(Jurisdiction(code=code, name=name, region=region, time_zone=EASTERN))
        tat.flush()
        tat.add(Plan(id=number, cycle=CYCLE, jurisdiction=code, status=status, version=1))
    tat.flush()
    tat.add_all(
        StatusChange(plan_id=plan, before=before, after=after, at=at(moment), plan_version=1)
        for plan, before, after, moment in CHANGES
    )
    for number, plan, kind, place, state, topics in LINES:
        is_activity = kind == LineKind.ACTIVITY
        tat.add(
            Line(
                id=number, plan_id=plan, kind=kind, number=place, state=state,
                revision=max(len(topics), 1), need_id=1 if is_activity else None,
                center="NCASE" if is_activity else None,
            )
        )  # fmt: skip
        tat.flush()
        tat.add_all(need(number, place, topic) for place, topic in enumerate(topics, start=1))
    tat.add(
        ActivityRevision(
            line_id=2, revision=1, title="Coaching", description="", intensity=Intensity.BRIEF,
            forms=["coaching"], approach=Approach.STATE, collaborators=[], workplan="",
            by_person_id=FAY,
            at=at("10-29T04"),
        )
    )  # fmt: skip


def need(line, revision, topic):
    return NeedRevision(
        line_id=line, revision=revision, topic=topic, text="Help", outcome="", priority=1,
        requirement=Requirement.CCDBG, setting=Setting.ALL_AGES, by_person_id=ADA,
        at=at("08-05T16"),
    )  # fmt: skip


def add_prompts(tat):
    for number, step, kind, person, role, plan, center, asked, closed, state in PROMPTS:
        tat.add(
            Prompt(
                id=number, cycle=CYCLE, step=step, kind=kind, person_id=person, role=role,
                subject=f"subject {number}", round=1, variant="", sufficient="any", plan_id=plan,
                center=center, plan_version=1,
                why={"supplementary": True} if number == 8 else {}, asked_at=at(asked),
                due_on=date(2016, 11, 30), state=state, closed_at=at(closed) if closed else None,
            )
        )  # fmt: skip
    tat.flush()
    for number, prompt, person, moment, verdict, unusual in ANSWERS:
        usual = {
            "said_by_id": person, "channel": Channel.PAGE, "content": {}, "is_late": False,
            "is_outdated": False, "is_seen": True,
        }  # fmt: skip
        given = usual | unusual
        tat.add(
            Answer(
                id=number, prompt_id=prompt, person_id=person, verdict=verdict, at=at(moment),
                plan_version=1, **given,
            )
        )  # fmt: skip
        tat.flush()
    tat.get_one(Answer, 9).corrected_by_id = 10
    no = [(4, 1, K.APPROACHES, Verdict.OUT_OF_SCOPE, "not ours")]
    no += [(9, 2, K.APPROVAL, Verdict.SENT_BACK, "unclear")]
    for answer, line, kind, verdict, reason in no:
        said = {"kind": kind, "verdict": verdict, "reason": reason}
        tat.add(LineAnswer(answer_id=answer, line_id=line, revision=1, **said))
    tat.add(PromptLine(prompt_id=9, line_id=2, revision=1))
    tat.add(PromptLine(prompt_id=5, line_id=1, revision=1))


def add_messages(tat):
    for number, person, state, of in MESSAGES:
        tat.add(
            Message(
                id=number, cycle=CYCLE, person_id=person, message_id=f"<{number}@a.example>",
                subject="Please answer", made_at=at("08-01T16"), state=state,
                n_tries=1, is_urgent=False, is_required=True,
            )
        )  # fmt: skip
        tat.flush()
        for place, (step, prompt) in enumerate(of):
            tat.add(
                Notice(
                    cycle=CYCLE, step=step, purpose=Purpose.ASK, subject=f"notice {number} {place}",
                    person_id=person, round=1, prompt_id=prompt, details={}, urgency=Urgency.DAILY,
                    due_at=at("08-01T16"), state=NoticeState.ENCLOSED, message_id=number,
                )
            )  # fmt: skip


def summary_of(tracker, declared):
    with read(tracker) as tat:
        return collect(tat, declared, SECONDS)


def story_of(tracker, declared):
    with read(tracker) as tat:
        return tell(tat, declared)


# --- the summary

STEPS = [
    # number, opened, closed, wakes, prompts, messages
    (1, "2016-08-01", "2016-09-03", 2, 2, 1),
    (2, "2016-09-06", "2016-10-22", 4, 3, 2),
    (3, "2016-10-24", "2016-11-19", 6, 1, 1),
    (4, "2016-11-21", "2016-12-03", 8, 2, 2),
    (5, "2016-12-05", "2016-12-20", 10, 4, 5),
    (6, None, None, 0, 0, 1),
    (7, None, None, 0, 0, 0),
]
MAILS = [
    # role, most, limit, states
    ("specialist", 1, 45, 2),
    ("administrator", 2, 8, None),
    ("center-lead", 2, 15, None),
    ("cor", 0, 6, None),
    ("fpo", 1, 6, None),
    ("regional-manager", 0, 12, None),
    ("occ", 0, None, None),
    ("licensing-director", 2, None, None),
]
SUMMARY = {
    "cycle": "2016-2018",
    "jurisdictions": 3,
    "plans": {"draft initial": 1, "initial": 0, "intermediate": 1, "final": 1},
    "held": [
        {
            "jurisdiction": "GU",
            "status": "intermediate",
            "waiting_for": "the NCASE FPO's answer: approve the package",
            "since": "2016-12-09",
        },
        {
            "jurisdiction": "OH",
            "status": "draft initial",
            "waiting_for": "the Administrator's answer: agree on the stakeholder call",
            "since": "2016-09-12",
        },
    ],
    "what_for": {
        "needs_by_requirement": {"ccdbg": 4, "beyond compliance": 0},
        "needs_by_priority": {"1": 4, "2": 0, "3": 0, "4": 0, "5": 0},
        "needs_by_setting": {
            "infant and toddler": 0,
            "preschool": 0,
            "school age": 0,
            "all ages": 4,
        },
        "activities_by_intensity": {"brief": 1, "intensive": 0},
        "activities_by_approach": {"state": 1, "regional": 0, "national": 0},
        "activities_by_form": {
            "consultation": 0,
            "coaching": 1,
            "training": 0,
            "peer-to-peer learning": 0,
            "other": 0,
        },
    },
    "steps": [
        dict(
            zip(
                ("number", "opened_on", "closed_on", "wakes", "prompts", "messages"),
                step,
                strict=True,
            )
        )
        for step in STEPS
    ],
    "prompts": {"opened": 12, "answered": 9, "late": 1, "withdrawn": 1, "open": 2},
    "messages": {"queued": 2, "sent": 9, "failed": 1},
    "mails_by_role": [
        dict(zip(("role", "most", "limit", "states"), row, strict=True)) for row in MAILS
    ],
    "ledger": {"entries": 2, "intact": True},
    "seconds": {"wall": 61.25, "cpu": 1234.0},
}


@pytest.mark.process("8.1", "8.3")
def test_the_summary_counts_what_is_in_the_tracker(tracker, declared, tmp_path):
    file = write_summary(summary_of(tracker, declared), tmp_path)
    assert file == tmp_path / "summary.json"
    assert json.loads(file.read_text(encoding="utf-8")) == SUMMARY


def test_keys_stand_in_the_order_of_the_issue(tracker, declared, tmp_path):
    file = write_summary(summary_of(tracker, declared), tmp_path)
    assert list(json.loads(file.read_text(encoding="utf-8"))) == [
        "cycle", "jurisdictions", "plans", "held", "what_for", "steps", "prompts", "messages",
        "mails_by_role", "ledger", "seconds",
    ]  # fmt: skip


def test_an_entry_that_was_tampered_with_breaks_the_ledger(tracker, declared):
    is_sqlite = tracker.engine.dialect.name == "sqlite"
    trigger = "ledger_refuses_update" if is_sqlite else "ledger_refuses_change ON ledger"
    with write(tracker) as tat:
        tat.execute(sa.text(f"DROP TRIGGER {trigger}"))
        tat.execute(sa.update(LedgerEntry).where(LedgerEntry.seq == 1).values(act="forged"))
    assert summary_of(tracker, declared).ledger.intact is False


def test_a_plan_that_nobody_is_asked_about_is_held_by_what_its_next_status_lacks(tracker, declared):
    with write(tracker) as tat:
        tat.execute(sa.update(Prompt).where(Prompt.id == 4).values(state=S.WITHDRAWN))
    assert summary_of(tracker, declared).held[1] == Held(
        "OH", "draft initial", "the call with its stakeholders", date(2016, 8, 1)
    )


def test_all_open_questions_of_a_held_plan_are_named_and_the_oldest_dates_it(tracker, declared):
    with write(tracker) as tat:
        values = {"plan_id": OH, "state": S.OPEN, "closed_at": None, "asked_at": at("09-20T16")}
        tat.execute(sa.update(Prompt).where(Prompt.id == 2).values(**values))
        values |= {"asked_at": at("09-01T16"), "kind": K.ACCURACY}  # holds back no plan
        tat.execute(sa.update(Prompt).where(Prompt.id == 3).values(**values))
    assert summary_of(tracker, declared).held[1] == Held(
        "OH",
        "draft initial",
        "the Administrator's answer: agree on the stakeholder call; "
        "the State Systems Specialist's answer: draft the initial plan",
        date(2016, 9, 12),
    )


@pytest.mark.parametrize(
    ("still_open", "held"),
    [([5], ["OH"]), ([4, 5], ["OH"]), ([2, 4, 5], []), ([], ["GU", "OH"])],
)
def test_a_plan_is_held_by_the_steps_that_have_closed(tracker, declared, still_open, held):
    with write(tracker) as tat:
        rows = sa.update(Step).where(Step.number.in_(still_open))
        tat.execute(rows.values(state=StepState.OPEN, closed_at=None))
    assert [one.jurisdiction for one in summary_of(tracker, declared).held] == held


# --- the story


def test_who_kept_whom_waiting(tracker, declared):
    story = story_of(tracker, declared)
    specialist, lead, officer = "State Systems Specialist", "center lead", "COR or FPO"
    assert story.waited == [
        ("Administrator", specialist, 3, 3.0, 10.0, 1, 98.6),
        (specialist, "Regional Program Manager", 2, 5.0, 6.0, 0, None),
        (lead, specialist, 1, 4.5, 4.5, 0, None),
        (officer, lead, 1, 4.0, 4.0, 1, 11.0),
        (lead, officer, 2, 1.0, 1.0, 0, None),
    ]
    assert story.waited_people == [
        ("Di Dogwood", "Administrator", "Ohio", 0, None, None, 1, 98.6),
        ("Gus Gum", officer, "NCASE", 1, 4.0, 4.0, 1, 11.0),
        ("Cy Cedar", "Administrator", "Guam", 1, 10.0, 10.0, 0, None),
        ("Ada Alder", specialist, "region 9", 1, 6.0, 6.0, 0, None),
        ("Fay Fir", lead, "NCASE", 3, 1.0, 4.5, 0, None),
        ("Ada Alder", specialist, "region 10", 1, 4.0, 4.0, 0, None),
        ("Bo <Birch>", "Administrator", "Oregon", 2, 2.5, 3.0, 0, None),
    ]


EVENTS = [
    Event(
        EventKind.RECORDED, date(2016, 9, 14), "Oregon", "Bo <Birch>, Administrator",
        "agree on the stakeholder call", "given by phone, recorded by Ada Alder",
    ),
    Event(
        EventKind.OUT_OF_SCOPE, date(2016, 10, 29), "Oregon", "Fay Fir, NCASE center lead",
        "need 1", "not ours",
    ),
    Event(
        EventKind.MODIFICATIONS, date(2016, 11, 24), "Oregon", "Bo <Birch>, Administrator",
        "confirm the plan", "Need 1, Help: More & <better> coaching",
    ),
    Event(
        EventKind.LATE, date(2016, 12, 1), "Guam", "Cy Cedar, Administrator",
        "confirm the plan", "due Nov 30, 2016",
    ),
    Event(
        EventKind.SUPPLEMENTARY, date(2016, 12, 7), "Guam", "Fay Fir, NCASE center lead",
        "submit the package", "after the packages of the other plans",
    ),
    Event(
        EventKind.SENT_BACK, date(2016, 12, 12), "Oregon", "Gus Gum, NCASE FPO",
        "activity 1", "unclear",
    ),
    Event(
        EventKind.CORRECTED, date(2016, 12, 13), "Oregon", "Gus Gum, NCASE FPO",
        "approve the package", "now: accepted",
    ),
]  # fmt: skip


def test_what_was_out_of_the_ordinary(tracker, declared):
    assert story_of(tracker, declared).events == EVENTS


def test_a_review_that_wants_a_change_is_told_with_its_words(tracker, declared):
    said = {"needs_change": True, "note": "Not in January"}
    with write(tracker) as tat:
        tat.execute(sa.update(Answer).where(Answer.id == 5).values(content=said))
    found = [one for one in story_of(tracker, declared).events if one.who.startswith("Bo")]
    assert [(one.kind, one.detail) for one in found[1:]] == [
        (EventKind.MODIFICATIONS, "Not in January")
    ]


def test_the_record_ends_when_its_last_step_was_closed(tracker, declared):
    """A step is closed without an entry of the ledger."""
    with write(tracker) as tat:
        last = sa.update(Step).where(Step.number == 5)
        tat.execute(last.values(closed_at=at("2016-12-22T11:00")))
    assert story_of(tracker, declared).until == date(2016, 12, 22)


def test_many_plans_on_one_sheet_are_one_event_that_counts_the_places(tracker, declared):
    with write(tracker) as tat:
        tat.execute(sa.update(Prompt).where(Prompt.id.in_((7, 8))).values(due_on=date(2016, 12, 1)))
        tat.execute(
            sa.update(Answer).where(Answer.id.in_((7, 8))).values(is_late=True, at=at("12-08T16"))
        )
        tat.execute(sa.update(Prompt).where(Prompt.id == 12).values(plan_id=OH, kind=K.PACKAGE))
        tat.execute(sa.update(Prompt).where(Prompt.id == 12).values(due_on=date(2016, 12, 1)))
        tat.execute(sa.update(Answer).where(Answer.id == 4).values(is_late=True, at=at("12-08T16")))
    late = [one for one in story_of(tracker, declared).events if one.kind is EventKind.LATE]
    assert [(one.on, one.where) for one in late] == [
        (date(2016, 12, 1), "Guam"),
        (date(2016, 12, 8), "Guam, Ohio, Oregon"),
    ]


def test_an_answer_about_what_had_changed_is_told(tracker, declared):
    with write(tracker) as tat:
        tat.execute(sa.update(Answer).where(Answer.id == 7).values(is_outdated=True))
    outdated = [one for one in story_of(tracker, declared).events if one.kind is EventKind.OUTDATED]
    assert [(one.on, one.where, one.who) for one in outdated] == [
        (date(2016, 12, 6), "Oregon", "Fay Fir, NCASE center lead")
    ]


def test_needs_count_a_jurisdiction_once_for_each_topic(tracker, declared):
    assert story_of(tracker, declared).needs == [
        TopicCount("Licensing requirements and exemptions", {9: 1, 10: 1}),
        TopicCount("Monitoring, inspections and enforcement", {9: 1}),
    ]


def plans(*counts):
    return dict(zip(("draft initial", "initial", "intermediate", "final"), counts, strict=True))


def test_the_days_of_the_story_are_those_of_the_cycles_zone(tracker, declared):
    story = story_of(tracker, declared)
    days = {day.day: day for day in story.days}
    assert (len(story.days), story.until) == (142, date(2016, 12, 20))
    for day, waiting, counts in [
        (date(2016, 8, 1), 2, plans(3, 0, 0, 0)),
        (date(2016, 8, 5), 1, plans(3, 0, 0, 0)),
        (date(2016, 9, 11), 0, plans(3, 0, 0, 0)),
        (date(2016, 9, 12), 2, plans(3, 0, 0, 0)),
        (date(2016, 9, 20), 1, plans(2, 1, 0, 0)),
        (date(2016, 9, 21), 1, plans(1, 2, 0, 0)),
        (date(2016, 12, 20), 2, plans(1, 0, 1, 1)),
    ]:
        assert days[day] == DayCount(day, waiting, counts)


# --- the page


class Tables(HTMLParser):
    """Every table as rows of the text of its cells, and everything that a check needs beside."""

    def __init__(self):
        super().__init__()
        self.tables, self.paragraphs, self.figcaptions, self.headings = [], [], [], []
        self.scopes, self.tags, self.ids = [], [], []
        self._into = None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.tags.append((tag, attrs))
        self.ids += [attrs["id"]] if "id" in attrs else []
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("th", "td"):
            self.scopes += [attrs.get("scope")] if tag == "th" else []
            self._into = self.tables[-1][-1]
            self._into.append("")
        elif tag in ("p", "figcaption", "h1", "h2", "h3"):
            found = {"p": self.paragraphs, "figcaption": self.figcaptions}
            self._into = found.get(tag, self.headings)
            self._into.append("")

    def handle_endtag(self, tag):
        if tag in ("th", "td", "p", "figcaption", "h1", "h2", "h3"):
            self._into[-1] = " ".join(self._into[-1].split())
            self._into = None

    def handle_data(self, data):
        if self._into is not None:
            self._into[-1] += data


@pytest.fixture(scope="module")
def page(declared, tmp_path_factory):
    """The report of the small cycle, parsed once for all tests that read it."""
    folder = tmp_path_factory.mktemp("report")
    tracker = filled(f"sqlite:///{folder / 'tracker.db'}", declared)
    file = write_report(summary_of(tracker, declared), story_of(tracker, declared), folder)
    tracker.engine.dispose()
    assert file == folder / "report.html"
    return parsed(file)


def parsed(file):
    found = Tables()
    found.source = file.read_text(encoding="utf-8")
    found.feed(found.source)
    return found


WAIT_HEAD = ["Answered", "Median days", "Longest", "Not answered", "Open for days"]
EVENT_HEAD = ["Day", "Who", "Where", "About", "In detail"]
BO_TOLD, CY_TOLD = "Bo <Birch>, Administrator", "Cy Cedar, Administrator"
FAY_TOLD, GUS_TOLD = "Fay Fir, NCASE center lead", "Gus Gum, NCASE FPO"
SOURCE, BY_APPROACH = "Needs by what they come from", "Activities by approach"
AGES, FORMS = "Needs by child age and setting", "Forms in the activities"
TABLES = [
    [["Status", "Plans"], ["Draft initial", "1"], ["Initial", "0"], ["Intermediate", "1"],
     ["Final", "1"]],
    [["State", "Questions"], ["Asked", "12"], ["Answered", "9"], ["Of these late", "1"],
     ["Withdrawn", "1"], ["Open", "2"]],
    [["State", "Mails"], ["Sent", "9"], ["Queued", "2"], ["Failed", "1"]],
    [["What", "Figure"], ["Entries in the ledger", "2"], ["Ledger intact", "yes"],
     ["Seconds by the clock", "61.2"], ["Seconds of computing", "1,234.0"]],
    [["Step", "Planned from", "Planned to", "Opened", "Closed", "Times awake", "Questions",
      "Mails"],
     ["1 Preparation", "Aug 1, 2016", "Sep 2, 2016", "Aug 1, 2016", "Sep 3, 2016", "2", "2", "1"],
     ["2 Identification of state and territory needs", "Sep 6, 2016", "Oct 21, 2016",
      "Sep 6, 2016", "Oct 22, 2016", "4", "3", "2"],
     ["3 Alignment of technical assistance resources", "Oct 24, 2016", "Nov 18, 2016",
      "Oct 24, 2016", "Nov 19, 2016", "6", "1", "1"],
     ["4 Confirmation of TA plans by CCDF Administrators", "Nov 21, 2016", "Dec 2, 2016",
      "Nov 21, 2016", "Dec 3, 2016", "8", "2", "2"],
     ["5 Approval of TA plans", "Dec 5, 2016", "Dec 19, 2016", "Dec 5, 2016", "Dec 20, 2016",
      "10", "4", "5"],
     ["6 Delivery of TA", "Dec 20, 2016", "Sep 30, 2018", "-", "-", "0", "0", "1"],
     ["7 Continuous quality improvement", "Dec 20, 2016", "Sep 30, 2018", "-", "-", "0", "0", "0"],
     ["Trend data shared at the all-hands meetings", "Nov 14, 2016", "Nov 18, 2016", "", "", "",
      "", ""]],
    [["Day", "Draft initial", "Initial", "Intermediate", "Final", "Questions waiting"],
     ["Aug 5, 2016", "3", "0", "0", "0", "1"],
     ["Aug 12, 2016", "3", "0", "0", "0", "0"],
     ["Aug 19, 2016", "3", "0", "0", "0", "0"],
     ["Aug 26, 2016", "3", "0", "0", "0", "0"],
     ["Sep 2, 2016", "3", "0", "0", "0", "0"],
     ["Sep 9, 2016", "3", "0", "0", "0", "0"],
     ["Sep 16, 2016", "3", "0", "0", "0", "1"],
     ["Sep 23, 2016", "1", "2", "0", "0", "1"],
     ["Sep 30, 2016", "1", "2", "0", "0", "1"],
     ["Oct 7, 2016", "1", "2", "0", "0", "1"],
     ["Oct 14, 2016", "1", "2", "0", "0", "1"],
     ["Oct 21, 2016", "1", "2", "0", "0", "1"],
     ["Oct 28, 2016", "1", "2", "0", "0", "2"],
     ["Nov 4, 2016", "1", "2", "0", "0", "1"],
     ["Nov 11, 2016", "1", "2", "0", "0", "1"],
     ["Nov 18, 2016", "1", "2", "0", "0", "1"],
     ["Nov 25, 2016", "1", "2", "0", "0", "2"],
     ["Dec 2, 2016", "1", "0", "2", "0", "1"],
     ["Dec 9, 2016", "1", "0", "2", "0", "3"],
     ["Dec 16, 2016", "1", "0", "1", "1", "2"],
     ["Dec 20, 2016", "1", "0", "1", "1", "2"]],
    [["State or territory", "Status", "Waits for", "Since"],
     ["Guam", "intermediate", "the NCASE FPO's answer: approve the package", "Dec 9, 2016"],
     ["Ohio", "draft initial", "the Administrator's answer: agree on the stakeholder call",
      "Sep 12, 2016"]],
    [["What", "Of these", "Count", "Share"],
     [SOURCE, "the CCDBG reauthorization of 2014", "4", "100%"],
     [SOURCE, "beyond compliance", "0", "0%"],
     ["Activities by type", "brief", "1", "100%"],
     ["Activities by type", "intensive", "0", "0%"],
     [BY_APPROACH, "state", "1", "100%"], [BY_APPROACH, "regional", "0", "0%"],
     [BY_APPROACH, "national", "0", "0%"],
     [AGES, "infant and toddler", "0", "0%"], [AGES, "preschool", "0", "0%"],
     [AGES, "school age", "0", "0%"], [AGES, "all ages", "4", "100%"],
     [FORMS, "consultation", "0", "0%"], [FORMS, "coaching", "1", "100%"],
     [FORMS, "training", "0", "0%"], [FORMS, "peer-to-peer learning", "0", "0%"],
     [FORMS, "other", "0", "0%"]],
    [["Who was asked", "Who waited", *WAIT_HEAD],
     ["Administrator", "State Systems Specialist", "3", "3.0", "10.0", "1", "98.6"],
     ["State Systems Specialist", "Regional Program Manager", "2", "5.0", "6.0", "0", "-"],
     ["Center lead", "State Systems Specialist", "1", "4.5", "4.5", "0", "-"],
     ["COR or FPO", "Center lead", "1", "4.0", "4.0", "1", "11.0"],
     ["Center lead", "COR or FPO", "2", "1.0", "1.0", "0", "-"]],
    [["Person", "Role", "For", *WAIT_HEAD],
     ["Di Dogwood", "Administrator", "Ohio", "0", "-", "-", "1", "98.6"],
     ["Gus Gum", "COR or FPO", "NCASE", "1", "4.0", "4.0", "1", "11.0"],
     ["Cy Cedar", "Administrator", "Guam", "1", "10.0", "10.0", "0", "-"],
     ["Ada Alder", "State Systems Specialist", "Region 9", "1", "6.0", "6.0", "0", "-"],
     ["Fay Fir", "Center lead", "NCASE", "3", "1.0", "4.5", "0", "-"],
     ["Ada Alder", "State Systems Specialist", "Region 10", "1", "4.0", "4.0", "0", "-"],
     ["Bo <Birch>", "Administrator", "Oregon", "2", "2.5", "3.0", "0", "-"]],
    [["Role", "Most for one person", "Limit"],
     ["State Systems Specialist with 2 states", "1", "45"], ["Administrator", "2", "8"],
     ["Center lead", "2", "15"], ["COR", "0", "6"], ["FPO", "1", "6"],
     ["Regional Program Manager", "0", "12"],
     ["Program staff of the Office of Child Care", "0", "-"], ["Licensing Director", "2", "-"]],
    [["Topic", "All", "Region"], ["5", "9", "10"],
     ["Licensing requirements and exemptions", "2", "0", "1", "1"],
     ["Monitoring, inspections and enforcement", "1", "0", "1", "0"],
     ["States and territories in the region", "3", "1", "1", "1"]],
    [EVENT_HEAD, ["Sep 14, 2016", BO_TOLD, "Oregon", "Agree on the stakeholder call",
                  "given by phone, recorded by Ada Alder"]],
    [EVENT_HEAD, ["Dec 1, 2016", CY_TOLD, "Guam", "Confirm the plan", "due Nov 30, 2016"]],
    [EVENT_HEAD, ["Dec 13, 2016", GUS_TOLD, "Oregon", "Approve the package", "now: accepted"]],
    [EVENT_HEAD, ["Nov 24, 2016", BO_TOLD, "Oregon", "Confirm the plan",
                  "Need 1, Help: More & <better> coaching"]],
    [EVENT_HEAD, ["Dec 12, 2016", GUS_TOLD, "Oregon", "Activity 1", "unclear"]],
    [EVENT_HEAD, ["Oct 29, 2016", FAY_TOLD, "Oregon", "Need 1", "not ours"]],
    [EVENT_HEAD, ["Dec 7, 2016", FAY_TOLD, "Guam", "Submit the package",
                  "after the packages of the other plans"]],
]  # fmt: skip
SENTENCES = [
    "1 of 3 plans became final; 2 are held.",
    "Guam's plan stays intermediate. It has waited since Dec 9, 2016 for the NCASE FPO's answer: "
    "approve the package.",
    "Ohio's plan stays draft initial. It has waited since Sep 12, 2016 for the Administrator's "
    "answer: agree on the stakeholder call.",
    "12 questions went out: 9 were answered (1 late), 1 withdrawn because no answer was needed "
    "any more, 2 still open.",
    "9 mails went out; 2 still queued, 1 failed. Nobody got more mails than the limit; closest: "
    "Administrator, 2 of 8.",
    "The ledger has 2 entries; every one is as it was written.",
]
FINDINGS = [
    "Steps 1 to 5 opened on the first day planned and closed when the last had ended. In the days "
    "shown at most 3 questions waited at the end of a day, first on Nov 21, 2016.",
    "1 of 3 plans became final, the last on Dec 16, 2016.",
    "Needs by what they come from: 4 of 4 the CCDBG reauthorization of 2014. Activities by type: "
    "1 of 1 brief.",
    "The longest wait for an answer was 10.0 days, by a State Systems Specialist for an "
    "Administrator; half of such answers took 3.0 days or less. 2 questions still wait.",
    "Nobody got more mails than the limit; closest: Administrator, 2 of 8.",
    "Most asked for, by 2 of 3 states and territories: Licensing requirements and exemptions.",
]


@pytest.mark.process("8.3")
def test_every_table_of_the_report_has_the_numbers_of_the_tracker(page):
    assert page.tables == TABLES


def test_the_first_box_says_what_happened(page):
    assert page.paragraphs[2:8] == SENTENCES


def test_every_chart_has_its_finding_in_words_and_its_table(page):
    assert page.figcaptions == FINDINGS
    order = [tag for tag, _attrs in page.tags if tag in ("svg", "table")]
    figures, held, events = ["table"] * 4, ["table"], ["table"] * 7
    drawn, people = ["svg", "table"], ["table"]
    assert order == [
        *figures,
        *drawn,
        *drawn,
        *held,
        *drawn,
        *drawn,
        *people,
        *drawn,
        *drawn,
        *events,
    ]


def test_the_page_stands_alone_and_can_be_read_aloud(page):
    outward = [
        attrs.get(name, "")
        for tag, attrs in page.tags
        for name in ("src", "href", "xlink:href")
        if not attrs.get(name, "#").startswith("#")
    ]
    assert outward == []
    assert len([tag for tag, _attrs in page.tags if tag == "style"]) == 1
    assert [tag for tag, _attrs in page.tags if tag in ("script", "link")] == []
    assert sorted(set(page.ids)) == sorted(page.ids)
    assert set(page.scopes) == {"col", "row", "colgroup"}
    assert [tag for tag, attrs in page.tags if tag == "html" and attrs["lang"] == "en"] == ["html"]


def test_what_people_wrote_is_escaped(page):
    assert "<Birch>" not in page.source
    assert "<better>" not in page.source
    assert "Bo &lt;Birch&gt;" in page.source


def test_a_report_of_a_cycle_that_has_just_begun_is_written(database_url, declared, tmp_path):
    tracker = open_tracker(database_url)
    upgrade(tracker)
    file = write_report(summary_of(tracker, declared), story_of(tracker, declared), tmp_path)
    tracker.engine.dispose()
    assert parsed(file).figcaptions == [
        "No step has opened.",
        "No plan was begun.",
        "No need is on record.",
        "No question was answered.",
        "Nobody got more mails than the limit; closest: State Systems Specialist, 0 of 45.",
        "No need is on record.",
    ]


# --- the screen

SCREEN = """\
Rehearsal of 2016-2018: 1 of 3 plans are final

Plans                 Most mails to one person, steps 1 to 5  sent  limit
draft initial  1      State Systems Specialist with 2 states     1     45
initial        0      Administrator                              2      8
intermediate   1      Center lead                                2     15
final          1      COR                                        0      6
                      FPO                                        1      6
                      Regional Program Manager                   0     12

Held: GU, intermediate, since 2016-12-09 waits for the NCASE FPO's answer: approve the package
Held: OH, draft initial, since 2016-09-12 waits for the Administrator's answer: agree on the
stakeholder call

Questions 12: 9 answered (1 late), 1 withdrawn, 2 open
Messages  9 sent, 2 queued, 1 failed
Ledger    2 entries, intact
Time      61 s by the clock, 1,234 s of computing
Report    out/rehearsal/2016-2018/report.html
"""


def on_screen(summary):
    console = Console(width=100, color_system=None)
    with console.capture() as captured:
        console.print(screen(summary))
    return [line.rstrip() for line in captured.get().splitlines()]


def test_the_screen_says_how_it_went(tracker, declared):
    assert on_screen(summary_of(tracker, declared)) == SCREEN.splitlines()


def test_the_screen_holds_with_many_held_plans(tracker, declared):
    summary = summary_of(tracker, declared)
    long = Held("OH", "draft initial", "somebody's answer: " + "word " * 80, date(2016, 9, 12))
    object.__setattr__(summary, "held", [long] * 56)
    lines = on_screen(summary)
    assert len(lines) <= 23
    assert "Held: 53 more; the report names them" in lines
