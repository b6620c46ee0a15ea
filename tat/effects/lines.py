"""What an answer changes in the lines of a plan, or says of them one by one."""

from typing import cast

from tat import lines
from tat.answer_models.alignment import Approaches, CenterReview
from tat.answer_models.decisions import LineVerdicts, PlanVerdict
from tat.answer_models.parts import KnownActivity
from tat.answer_models.revisions import Revision, Rework
from tat.effects.amendments import amend
from tat.effects.given import Given, LineSaid
from tat.refusals import Refused
from tat.schema import Line, Plan
from tat.statuses import LineState, Status, Verdict


def review_by_center(given: Given, content: CenterReview) -> None:
    """Write down the activities that a center knows of."""
    _propose(given, content.known)


def propose_approaches(given: Given, content: Approaches) -> None:
    """Write down what a center proposes; hand on what is out of its scope."""
    _propose(given, content.proposed)
    for item in content.out_of_scope:
        need = given.tat.get_one(Line, item.need_id)
        need.center = item.suggested_center
        given.say(need.id, Verdict.OUT_OF_SCOPE, revision=given.shown[need.id], reason=item.reason)


def say_each(given: Given, content: LineVerdicts) -> None:
    """Keep the verdict on each line."""
    given.say_of_each(
        LineSaid(
            line.line_id, given.shown[line.line_id],
            Verdict.ACCEPTED if line.accepts else Verdict.SENT_BACK, line.reason,
        )
        for line in content.lines
    )  # fmt: skip


def say_of_plan(given: Given, content: PlanVerdict) -> None:
    """Keep what a verdict on a whole plan says of each line that it was shown.

    A wish for the plan as a whole is about no line: it stands in the answer alone.
    """
    said = []
    for line_id, revision in given.shown.items():
        wishes = [wish.text for wish in content.wishes if wish.line_id == line_id]
        verdict = Verdict.CHANGES_ASKED if wishes else Verdict.ACCEPTED
        said.append(LineSaid(line_id, revision, verdict, "\n".join(wishes)))
    given.say_of_each(said)


def enter(given: Given, content: LineVerdicts) -> None:
    """Enter the accepted activities in the plan; the others are withdrawn."""
    say_each(given, content)
    entered = [line.line_id for line in content.lines if line.accepts]
    left_out = [line.line_id for line in content.lines if not line.accepts]
    lines.set_state(given.tat, entered, LineState.ENTERED)
    lines.set_state(given.tat, left_out, LineState.WITHDRAWN)
    given.write_version("recommended activities entered")


def revise(given: Given, content: Revision) -> None:
    """Give lines new words, add and withdraw them; in a final plan only once that is confirmed."""
    status = given.tat.get_one(Plan, given.plan_id).status
    if status == Status.FINAL:
        amend(given, content)
        return
    if content.is_about_change:
        raise Refused(
            f"The plan was not changed: it is {status}, and only a final plan has changes on their "
            "way. Leave out new activities, what is taken back and what is dropped."
        )
    for need in content.needs:
        lines.revise_need(given.tat, need.line_id, need.need, given.by)
    for activity in content.activities:
        lines.revise_activity(given.tat, activity.line_id, activity.activity, given.by)
    lines.add_needs(given.tat, given.plan_id, content.added, given.by)
    lines.withdraw(given.tat, content.withdrawn, given.by)
    lines.restore(given.tat, content.restored, given.by)
    if content.changes_something:
        given.write_version(content.note)


def rework(given: Given, content: Rework) -> None:
    """Make clear, change or withdraw the items that were sent back."""
    is_changed = False
    for item in content.items:
        revision = given.shown[item.line_id]
        if item.changed is not None:
            revision = lines.revise_activity(given.tat, item.line_id, item.changed, given.by)
        if item.withdraws:
            lines.set_state(given.tat, [item.line_id], LineState.WITHDRAWN)
        is_changed |= item.withdraws or item.changed is not None
        given.say(item.line_id, Verdict.ACCEPTED, revision=revision, reason=item.clarification)
    if is_changed:
        given.write_version("items that were sent back")


def _propose(given: Given, known: tuple[KnownActivity, ...]) -> None:
    """A center's own proposal is its agreement with it."""
    drafts = [(item.need_id, item.activity) for item in known]
    center = cast(str, given.prompt.center)
    new = lines.propose_activities(given.tat, given.plan_id, drafts, center=center, by=given.by)
    for line_id in new:
        given.say(line_id, Verdict.ACCEPTED, revision=1)
