"""What may happen in a cycle because staff arrange or declare it: each yields the cycle at its
moments.

The lines of the three plans are those of tests/happenings.py.
"""

from collections.abc import Iterator
from datetime import date

from tasks.dates import close_early, move_days
from tasks.delegating import delegate
from tasks.leaving import Newcomer, leave
from tat import revisions
from tat.database import write
from tat.delegating import Wanted
from tat.leaving import Leaving
from tat.moves import Move
from tat.schema import Amendment
from tests.declarations import LEGAL_REVIEW, SCOPE_CHECK, SPRING_LOOK
from tests.example_plan import SCHOOL_AGE
from tests.happenings import (
    CONFIRMS,
    CONVERTS,
    REVISES_7,
    SPECIALIST,
    TWO_VISITS,
    WANTS_TWO_VISITS,
    CycleAt,
    accepts,
    sends_back,
)
from tests.small_cycle import CYCLE, SmallCycle

OCC = "ada.alder@occ.example"
HAL = "hal.dogwood@co.example"  # Administrator of Colorado
VERA = "vera.wren@co.example"
LEAD_OF_NCASE = "anna.basswood@ncase.example"
YES = {"approves": True}
NO = {"approves": False, "reason": "Section 658E is not met"}
CALL = {"starts_at": "2016-08-09T14:00:00-04:00", "minutes": 60, "place": "202-555-0100"}
LATER_CALL = CALL | {"starts_at": "2016-08-11T14:00:00-04:00"}
START = {"starts_at": "2016-08-10T10:00:00-06:00", "minutes": 90, "place": "https://c.example/8"}
LATER_START = START | {"starts_at": "2016-08-17T10:00:00-06:00"}
CONFERENCE = {"starts_at": "2016-10-27T13:00:00-06:00", "minutes": 120, "place": "Denver"}
AGREED_ANEW = (
    ("change-agreement", None),
    ("final-review", CONFIRMS),
    ("further-confirmation", YES),
    ("approval", None),
)
"""What a changed plan goes through in step 5; None: every line that is shown is accepted."""
SUMMER = SCHOOL_AGE | {"text": "School-age care in the summer"}

TWO_VOICES = """
[[protocol]]
center = "NCASE"
when = "before"
asked = ["center-lead", "project-lead"]
sufficient = 2
"""
DECLARED = LEGAL_REVIEW + SCOPE_CHECK + SPRING_LOOK + TWO_VOICES
"""Two further confirmations that block something, one that does not, a protocol of two voices."""


def say(cycle: SmallCycle, kind: str, subject: str, content: dict) -> None:
    """Answer the first open prompt of a kind about a subject."""
    prompt = next(row for row in cycle.prompts(kind) if row.subject == subject)
    cycle.answer_prompt(prompt.id, content)


def a_call_is_set_moved_held_and_recorded(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """OCC calls the managers and moves the date; region 8 says that it does not meet."""
    cycle = cycle_at("announced").at("2016-08-02 10:00")
    say(cycle, "meeting-date", "managers-call nation", CALL)
    say(cycle, "meeting-date", "regional-start region 8", START)
    yield cycle
    moved = cycle.prompts("meeting-date", stands="answered")
    cycle.at("2016-08-05 10:00").answer_prompt(moved[0].id, LATER_CALL)
    of_region = next(row for row in moved if row.subject == "regional-start region 8")
    cycle.answer_prompt(of_region.id, {"is_not_held": True, "reason": "Done by telephone"})
    yield cycle
    yield cycle.at("2016-08-11 16:00")
    notes = {"held_on": "2016-08-11", "notes": "Everybody was there"}
    say(cycle, "meeting-record", "managers-call nation", notes)
    yield cycle
    recorded = cycle.prompts("meeting-record", stands="answered")[0]
    cycle.answer_prompt(recorded.id, notes | {"notes": "Everybody was there but region 1"})
    yield cycle


def a_conference_wishes_changes(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Region 8 confers, names another lead, wishes something of a plan; its record is corrected."""
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    say(cycle, "meeting-date", "regional-conference region 8", CONFERENCE)
    yield cycle
    yield cycle.at("2016-10-28 07:30")
    wish = {"plan_id": 1, "text": "Say which agency"}
    lead = {"need_id": 1, "center": "NCASE", "collaborators": ["ECQA"]}
    record = {"held_on": "2016-10-27", "notes": "Trends", "leads": [lead], "wishes": [wish]}
    say(cycle, "meeting-record", "regional-conference region 8", record)
    yield cycle
    recorded = cycle.prompts("meeting-record", stands="answered")[0]
    more = record | {"wishes": [wish, {"plan_id": 2, "text": "Add summer care"}]}
    cycle.answer_prompt(recorded.id, more)
    yield cycle


def a_final_plan_is_amended(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Colorado's Specialist changes activity 7 and adds a need; center, officer, Administrator."""
    cycle = cycle_at("delivery").at("2017-06-20 07:30").run(6)
    later = {"needs_change": True, "note": "Two visits, please"}
    cycle.at("2017-06-21 10:00").answer("review", later, state="CO", role="administrator")
    yield cycle
    cycle.answer("revision", REVISES_7 | {"added": [SUMMER]}, state="CO")
    yield cycle
    cycle.answer("change-agreement", sends_back(7), state="CO")
    yield cycle
    cycle.answer("revision", {"note": "Only the visit", "taken_back": [13]}, state="CO")
    yield cycle
    cycle.answer("change-agreement", accepts(7), state="CO")
    yield cycle
    cycle.answer("approval", accepts(7), state="CO")
    yield cycle
    cycle.answer("final-review", CONFIRMS, state="CO")
    yield cycle
    assert _changes(cycle) == ["adopted"]


def an_amendment_is_dropped_and_another_begun(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Colorado's Specialist begins unasked; the officer says no, it is dropped; a withdrawal."""
    cycle = cycle_at("delivery").at("2017-03-01 10:00")
    _begin(cycle)
    yield cycle
    cycle.answer("revision", REVISES_7, state="CO")
    yield cycle
    cycle.answer("change-agreement", accepts(7), state="CO")
    yield cycle
    cycle.answer("approval", sends_back(7), state="CO")
    yield cycle
    cycle.answer("revision", {"note": "Then not", "drops": True}, state="CO")
    yield cycle
    _begin(cycle)
    cycle.answer("revision", {"note": "No longer needed", "withdrawn": [7]}, state="CO")
    yield cycle
    cycle.answer("change-agreement", accepts(7), state="CO")
    yield cycle
    cycle.answer("final-review", CONFIRMS, state="CO")
    yield cycle
    assert _changes(cycle) == ["dropped", "adopted"]


def _changes(cycle: SmallCycle) -> list[str]:
    return [row["state"] for row in cycle.rows(Amendment)]


def _begin(cycle: SmallCycle) -> None:
    rules, by_id = cycle.declared.rules, cycle.person_id(SPECIALIST)
    with write(cycle.tracker) as tat:
        revisions.begin(tat, CYCLE, "CO", by_person_id=by_id, rules=rules, now=cycle.now)


def a_delegate_answers(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Hal delegates to Vera for some days; she asks for changes, he confirms when he is back."""
    cycle = cycle_at("asked").at("2016-11-21 18:00")
    cycle.join(VERA, "licensing-director", "CO")
    hal, vera = cycle.person_id(HAL), cycle.person_id(VERA)
    days = date(2016, 11, 23), date(2016, 11, 25)
    delegate(cycle.surroundings, Wanted(hal, vera, *days, "On leave", hal))
    yield cycle
    yield cycle.at("2016-11-23 07:30")
    prompt = cycle.prompt("confirmation", state="CO").id
    cycle.answer_prompt(prompt, WANTS_TWO_VISITS, by=VERA)
    yield cycle
    yield cycle.at("2016-11-26 07:30")
    cycle.answer_prompt(prompt, CONFIRMS)
    yield cycle


def a_specialist_leaves_to_a_successor(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Greta leaves while her worksheets wait; later Colorado's Administrator does too."""
    cycle = cycle_at("announced").at("2016-08-10 10:00")
    say(cycle, "meeting-date", "regional-start region 8", LATER_START)
    yield cycle
    _leave(cycle, SPECIALIST, Newcomer("Rex Willow", "rex.willow@region8.scbc.example"))
    yield cycle
    cycle.answer_all("worksheet", cycle._worksheet)
    yield cycle
    _leave(cycle, HAL, Newcomer("Vera Wren", VERA))
    yield cycle
    yield cycle.at("2016-09-06 07:00")


def a_lead_and_an_officer_leave_in_step_5(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """NCASE's lead and ECQA's officer leave to newcomers while packages and approvals wait."""
    cycle = cycle_at("submitted").at("2016-12-06 10:00")
    officer = cycle.holders("cor", "ECQA")[0]
    _leave(cycle, LEAD_OF_NCASE, Newcomer("New Lead", "new.lead@ncase.example"))
    _leave(cycle, officer, Newcomer("New Officer", "new.officer@cor.ecqa.example"))
    yield cycle
    cycle.answer_all("approval", cycle.accept_lines)
    yield cycle
    cycle.answer_all("finalization", CONVERTS)
    yield cycle


def _leave(cycle: SmallCycle, address: str, newcomer: Newcomer) -> None:
    leaving = Leaving(cycle.person_id(address), None, "Another position", cycle.person_id(OCC))
    leave(cycle.surroundings, CYCLE, leaving, newcomer=newcomer)


def steps_are_moved_and_closed_early(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Step 4 gets a week more, then three days fewer; two states confirm; it is closed."""
    cycle = cycle_at("asked").at("2016-11-21 18:00")
    _move(cycle, Move(5, starts_on=date(2016, 12, 12), ends_on=date(2016, 12, 23)))
    _move(cycle, Move(4, ends_on=date(2016, 12, 9)))
    yield cycle
    _move(cycle.at("2016-11-25 10:00"), Move(4, ends_on=date(2016, 12, 6)))
    cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.answer("confirmation", CONFIRMS, state="MT")
    yield cycle
    cycle.answer_all("conversion", CONVERTS)
    yield cycle
    close_early(
        cycle.surroundings, CYCLE, 4, by_id=cycle.person_id(OCC), reason="All have answered"
    )
    yield cycle
    yield cycle.at("2016-11-29 07:00")
    yield cycle.at("2016-12-12 07:00")


def a_step_ahead_and_a_window_are_moved(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """The all-hands window and the end of step 3 move while step 3 is open."""
    cycle = cycle_at("entered").at("2016-11-01 10:00")
    _move(cycle, Move(4, starts_on=date(2016, 11, 28), ends_on=date(2016, 12, 2)))
    _move(cycle, Move(3, ends_on=date(2016, 11, 25)))
    _move(cycle, Move(3, "all-hands", date(2016, 11, 21), date(2016, 11, 25)))
    yield cycle
    yield cycle.at("2016-11-14 07:00")
    yield cycle.at("2016-11-21 07:00")
    yield cycle.at("2016-11-28 07:00")


def _move(cycle: SmallCycle, move: Move) -> None:
    by_id = cycle.person_id(OCC)
    move_days(cycle.surroundings, CYCLE, move, by_id=by_id, reason="Thanksgiving")


def more_is_declared_before_approval(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """A check of what each center does, a legal review of the plan, a protocol of two voices."""
    cycle = cycle_at("intermediate").with_toml(DECLARED).at("2016-12-05 07:00").run(5)
    cycle.answer_all("package", {})
    yield cycle
    for row in cycle.prompts("further-confirmation"):
        if row.variant == "scope-check":
            cycle.answer_prompt(row.id, YES)
    yield cycle
    cycle.answer_all("approval", cycle.accept_lines)
    yield cycle
    cycle.answer_prompt(cycle.prompts("further-confirmation", state="CO")[0].id, NO)
    cycle.answer_all("further-confirmation", YES)
    yield cycle
    changed = {"activities": [{"line_id": 8, "activity": TWO_VISITS}], "note": "As the law says"}
    cycle.answer("revision", changed, state="CO")
    yield cycle
    for kind, content in AGREED_ANEW:
        cycle.answer_all(kind, cycle.accept_lines if content is None else content)
        yield cycle
    one, other = cycle.prompts("final-agreement", state="MT")
    for row in (one, *cycle.prompts("final-agreement", state="CO")):
        cycle.answer_prompt(row.id, YES)
    yield cycle
    cycle.answer_prompt(other.id, NO)
    yield cycle
    cycle.answer_all("finalization", CONVERTS)
    yield cycle
    assert cycle.statuses() == {"CO": "final", "MT": "intermediate", "VT": "intermediate"}


def more_is_declared_of_final_plans(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """The manager is asked to look at final plans in step 6, and says no of Colorado's."""
    cycle = cycle_at("delivery").with_toml(DECLARED)
    yield cycle
    say(cycle, "further-confirmation", "plan 1 spring-look", NO)
    yield cycle
    yield cycle.at("2017-06-20 07:30")


def a_center_reports_progress(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """ECQA marks its activities under way, then one of them as dropped; records are checked."""
    cycle = cycle_at("delivery").at("2017-06-20 07:30").run(6)
    yield cycle
    marks = [{"line_id": line, "progress": "under way", "on": "2017-06-19"} for line in (7, 9, 11)]
    prompt = cycle.prompts("progress", center="ECQA")[0].id
    cycle.answer_prompt(prompt, {"marks": marks})
    yield cycle
    cycle.answer_prompt(prompt, {"marks": [marks[0] | {"progress": "dropped", "note": "No staff"}]})
    yield cycle
    yield cycle.at("2017-12-20 07:30")


HAPPENINGS_OF_STAFF = (
    a_call_is_set_moved_held_and_recorded,
    a_conference_wishes_changes,
    a_final_plan_is_amended,
    an_amendment_is_dropped_and_another_begun,
    a_delegate_answers,
    a_specialist_leaves_to_a_successor,
    a_lead_and_an_officer_leave_in_step_5,
    steps_are_moved_and_closed_early,
    a_step_ahead_and_a_window_are_moved,
    more_is_declared_before_approval,
    more_is_declared_of_final_plans,
    a_center_reports_progress,
)
