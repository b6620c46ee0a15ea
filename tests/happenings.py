"""What may happen in a cycle beside everybody agreeing: each yields the cycle at its moments.

Colorado's plan has the needs 1 and 2; ECQA answers the first with activity 7, NCASE the second
with activity 8. Montana has 3, 4, 9 and 10; Vermont 5, 6, 11 and 12.
"""

from collections.abc import Callable, Iterator

from config.vocabulary import Channel
from tests.example_plan import BACKGROUND_CHECKS, COACHING, SCHOOL_AGE
from tests.small_cycle import SmallCycle

CycleAt = Callable[[str], SmallCycle]

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana
CONFIRMS = {"confirms": True}
CONVERTS = {"converts": True}
WANTS_TWO_VISITS = {"confirms": False, "wishes": [{"text": "Two visits, please", "line_id": 7}]}
TWO_VISITS = COACHING | {"description": "Six sessions and two visits."}
REVISES_7 = {"activities": [{"line_id": 7, "activity": TWO_VISITS}], "note": "A second visit"}
NOT_THAT_DAY = {"agrees": False, "wishes": "The week after, please"}


def accepts(*line_ids: int) -> dict:
    """Accept lines one by one."""
    return {"lines": [{"line_id": line_id, "accepts": True} for line_id in line_ids]}


def sends_back(line_id: int) -> dict:
    """Send one line back."""
    return {"lines": [{"line_id": line_id, "accepts": False, "reason": "Which agency?"}]}


def one_office_sends_the_script_back(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """OCC approves, OHS does not; then the script is written anew."""
    cycle = cycle_at("drafted").at("2016-09-06 07:00").run(2)
    cycle.answer_prompt(cycle.prompts("script-approval", role="occ")[0].id, {"approves": True})
    yield cycle
    no = {"approves": False, "reason": "Too long"}
    ohs = cycle.at("2016-09-06 15:00").prompts("script-approval", role="ohs")[0]
    cycle.answer_prompt(ohs.id, no)
    yield cycle
    yield cycle.at("2016-09-07 09:00").with_script(sha256="0" * 64)


def a_call_does_not_suit(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Colorado's Administrator wants another day; later the call is over and not recorded."""
    cycle = cycle_at("drafted").at("2016-09-06 07:00").run(2)
    cycle.at("2016-09-07 10:00").answer_all("call-proposal", cycle._proposal)
    cycle.run(2).at("2016-09-08 10:00").answer("call-agreement", NOT_THAT_DAY, state="CO")
    yield cycle
    cycle.at("2016-09-09 10:00").answer("call-proposal", cycle._proposal(cycle.plan("CO")))
    cycle.answer_all("script-approval", {"approves": True})
    yield cycle
    cycle.answer_all("call-agreement", {"agrees": True})
    yield cycle
    yield cycle.at("2016-09-21 09:00")


def a_call_changes_the_draft(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Colorado's call rewords a need, adds one and withdraws one; the others stay silent."""
    cycle = cycle_at("calls").at("2016-09-21 10:00").run(2)
    words = {
        "held_on": "2016-09-20",
        "changed": [{"line_id": 1, "need": BACKGROUND_CHECKS | {"priority": 2}}],
        "added": [SCHOOL_AGE | {"text": "Care after school in the mountains"}],
        "withdrawn": [2],
    }
    cycle.answer("call-record", words, state="CO")
    yield cycle
    yield cycle.at("2016-10-22 07:00")


def a_plan_is_not_accurate(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Colorado's Administrator corrects the initial plan by phone."""
    cycle = cycle_at("initial").at("2016-09-22 10:00")
    wish = {"confirms": False, "wishes": [{"text": "Say which agency", "line_id": 1}]}
    cycle.answer("accuracy", wish, state="CO", by=SPECIALIST, channel=Channel.PHONE)
    yield cycle
    changed = [{"line_id": 1, "need": BACKGROUND_CHECKS | {"text": "Checks at the new agency"}}]
    cycle.answer("revision", {"needs": changed, "note": "Named it"}, state="CO")
    yield cycle


def a_center_declines_a_need(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """ECQA says that Colorado's need 1 is NCASE's; an officer sends an activity back."""
    cycle = cycle_at("accurate").at("2016-10-24 07:00").run(3)
    declined = {"need_id": 1, "reason": "Not ours", "suggested_center": "NCASE"}
    cycle.answer("approaches", {"out_of_scope": [declined]}, center="ECQA", state="CO")
    yield cycle
    cycle.at("2016-10-26 10:00").answer_all("approaches", cycle._approaches)
    yield cycle
    (line_id,) = cycle.shown(cycle.prompt("officer-confirmation", state="VT", center="ECQA").id)
    cycle.answer("officer-confirmation", sends_back(line_id), state="VT", center="ECQA")
    cycle.answer_all("officer-confirmation", cycle.accept_lines)
    yield cycle
    change = {"line_id": line_id, "changed": TWO_VISITS}
    cycle.answer("rework", {"items": [change]})
    yield cycle
    cycle.answer_all("officer-confirmation", cycle.accept_lines)
    yield cycle
    yield cycle.at("2016-11-19 07:00")


def a_manager_wants_changes(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """The manager of region 8 does not affirm Colorado's plan; nothing is done about Montana's."""
    cycle = cycle_at("entered").at("2016-11-01 10:00")
    cycle.answer("affirmation", WANTS_TWO_VISITS, state="CO")
    yield cycle
    cycle.answer("revision", REVISES_7, state="CO")
    yield cycle
    cycle.answer("affirmation", CONFIRMS, state="CO")
    yield cycle
    yield cycle.at("2016-11-21 07:00")


def a_plan_is_changed_in_step_4(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Colorado asks for changes; revision, the center's agreement, final review, conversion."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", WANTS_TWO_VISITS, state="CO")
    cycle.answer("confirmation", CONFIRMS, state="MT")
    yield cycle
    cycle.at("2016-11-22 15:00").answer("revision", REVISES_7, state="CO")
    yield cycle
    cycle.answer("change-agreement", sends_back(7), state="CO")
    yield cycle
    cycle.answer("revision", {"note": "It stays as it is"}, state="CO")
    yield cycle
    cycle.answer("change-agreement", accepts(7), state="CO")
    yield cycle
    cycle.answer("final-review", CONFIRMS, state="CO")
    yield cycle
    cycle.answer("conversion", {"converts": False, "reason": "Not yet"}, state="MT")
    cycle.answer("conversion", CONVERTS, state="CO")
    yield cycle


def an_answer_is_taken_back(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Colorado confirms, then asks for changes, then confirms after all: late, and twice."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    prompt = cycle.prompt("confirmation", state="CO").id
    for answer in (CONFIRMS, WANTS_TWO_VISITS, CONFIRMS, CONFIRMS):
        cycle.answer_prompt(prompt, answer)
        yield cycle
    cycle.at("2016-12-04 10:00").answer_prompt(prompt, WANTS_TWO_VISITS)
    yield cycle


def a_state_is_silent_and_catches_up(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """Vermont says nothing in step 4, and goes to the officers in a supplementary package."""
    cycle = cycle_at("asked").at("2016-11-22 10:00")
    cycle.answer("confirmation", CONFIRMS, state="CO")
    cycle.answer("confirmation", CONFIRMS, state="MT")
    cycle.run(4).answer_all("conversion", CONVERTS)
    yield cycle
    yield cycle.at("2016-12-03 07:00")
    cycle.at("2016-12-06 07:00").run(5).answer_all("package", {})
    yield cycle
    cycle.at("2016-12-07 10:00").answer("confirmation", CONFIRMS, state="VT")
    yield cycle
    cycle.answer("conversion", CONVERTS, state="VT")
    yield cycle
    cycle.answer_all("package", {})
    yield cycle
    yield cycle.at("2016-12-20 07:00")
    cycle.at("2017-01-10 10:00").answer_all("approval", cycle.accept_lines)
    yield cycle
    cycle.answer_all("finalization", CONVERTS)
    yield cycle


def an_officer_sends_an_item_back(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """ECQA rewords activity 9; its Administrator reviews it, its officer approves it."""
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    cycle.answer("approval", sends_back(9), state="MT", center="ECQA")
    cycle.answer_all("approval", cycle.accept_lines)
    yield cycle
    cycle.answer("rework", {"items": [{"line_id": 9, "changed": TWO_VISITS}]})
    yield cycle
    cycle.answer_all("final-review", CONFIRMS)
    yield cycle
    cycle.answer_all("approval", cycle.accept_lines)
    yield cycle
    cycle.answer_all("finalization", CONVERTS)
    yield cycle
    yield cycle.at("2016-12-20 07:00")


def an_item_is_withdrawn_after_it_was_sent_back(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """ECQA withdraws its only activity for Montana."""
    cycle = cycle_at("submitted").at("2016-12-07 10:00")
    cycle.answer("approval", sends_back(9), state="MT", center="ECQA")
    cycle.run(5).answer("rework", {"items": [{"line_id": 9, "withdraws": True}]})
    yield cycle
    cycle.answer_all("final-review", CONFIRMS)
    cycle.answer_all("approval", cycle.accept_lines)
    yield cycle
    cycle.answer_all("finalization", CONVERTS)
    yield cycle


def somebody_joins_and_somebody_leaves(cycle_at: CycleAt) -> Iterator[SmallCycle]:
    """A second Administrator for Colorado; nobody is left for Vermont; NCASE gets a second FPO."""
    cycle = cycle_at("affirmed")
    cycle.join("new@co.example", "administrator", "CO")
    cycle.leave("administrator", "VT")
    yield cycle.at("2016-11-21 07:00")
    cycle.join("new@vt.example", "administrator", "VT")
    cycle.join("new@fpo.ncase.example", "fpo", "NCASE")
    yield cycle.at("2016-11-22 07:00")
    cycle.answer_all("confirmation", CONFIRMS)
    yield cycle
    yield cycle.at("2016-12-06 07:00")


HAPPENINGS = (
    one_office_sends_the_script_back,
    a_call_does_not_suit,
    a_call_changes_the_draft,
    a_plan_is_not_accurate,
    a_center_declines_a_need,
    a_manager_wants_changes,
    a_plan_is_changed_in_step_4,
    an_answer_is_taken_back,
    a_state_is_silent_and_catches_up,
    an_officer_sends_an_item_back,
    an_item_is_withdrawn_after_it_was_sent_back,
    somebody_joins_and_somebody_leaves,
)
