"""What a revision means for a final plan: a change that has to be confirmed first (7.1)."""

from tat import amendments, lines
from tat.answer_models.revisions import NewActivity, Revision
from tat.effects.given import Given
from tat.refusals import Refused
from tat.schema import Amendment, Jurisdiction, Line, Plan
from tat.statuses import LineKind, LineState


def amend(given: Given, content: Revision) -> None:
    """Open or change the change of a final plan, or drop it; the plan itself stays as it is."""
    amendment = amendments.open_of(given.tat, given.plan_id)
    if amendment is not None and amendment.id != given.prompt.why.get("amendment"):
        raise Refused(_on_its_way(given, amendment))
    if content.restored:
        raise Refused(
            f"{_name(given)}'s plan stays as it is: a final plan takes in nothing that was "
            "withdrawn; propose it as a new activity."
        )
    if amendment is None and (content.taken_back or content.drops):
        raise Refused(f"{_name(given)}'s plan stays as it is: no change of it is on its way.")
    if amendment is not None and content.drops:
        amendments.drop(given.tat, amendment, given.by)
        return
    if not content.changes_something:
        return  # the note says why what was suggested is not done
    if amendment is None:
        amendment = amendments.begin(given.tat, given.plan_id, content.note, given.by)
    _make(given, amendment, content)
    if not amendments.line_ids(given.tat, amendment):
        amendments.drop(given.tat, amendment, given.by)


def _make(given: Given, amendment: Amendment, content: Revision) -> None:
    tat, by = given.tat, given.by
    pending = [
        *((one.line_id, lines.pend_need(tat, one.line_id, one.need, by)) for one in content.needs),
        *(
            (one.line_id, lines.pend_activity(tat, one.line_id, one.activity, by))
            for one in content.activities
        ),
    ]
    for line_id, revision in pending:
        amendments.put(tat, amendment, line_id, revision=revision, withdraws=False)
    _withdraw(given, amendment, content.withdrawn)
    amendments.take_back(tat, amendment, content.taken_back)
    new = lines.add_needs(tat, given.plan_id, content.added, by, state=LineState.PROPOSED)
    for one in content.proposed:
        need_id = one.need_id if one.need_id is not None else new[(one.added_need or 0) - 1]
        new += _propose(given, one, need_id)
    for line_id in new:
        amendments.put(tat, amendment, line_id, revision=1, withdraws=False)


def _withdraw(given: Given, amendment: Amendment, withdrawn: tuple[int, ...]) -> None:
    """Mark lines as to be withdrawn; a line that only this change would bring is taken back."""
    for line_id in withdrawn:
        if given.tat.get_one(Line, line_id).state == LineState.PROPOSED:
            amendments.take_back(given.tat, amendment, [line_id])
            continue
        revision = lines.pend_as_it_is(given.tat, line_id, given.by)
        amendments.put(given.tat, amendment, line_id, revision=revision, withdraws=True)


def _propose(given: Given, new: NewActivity, need_id: int) -> list[int]:
    if given.tat.get_one(Line, need_id).kind != LineKind.NEED:
        raise Refused(f"The plan was not changed: line {need_id} is no need; name the need.")
    return lines.propose_activities(
        given.tat, given.plan_id, [(need_id, new.activity)], center=new.center, by=given.by
    )


def _on_its_way(given: Given, amendment: Amendment) -> str:
    return (
        f"{_name(given)}'s plan stays as it is: a change of it is on its way since "
        f"{amendment.at:%B} {amendment.at.day}, {amendment.at.year} ({amendment.why}). "
        "This can be answered once that change is adopted or dropped."
    )


def _name(given: Given) -> str:
    plan = given.tat.get_one(Plan, given.plan_id)
    return given.tat.get_one(Jurisdiction, plan.jurisdiction).name
