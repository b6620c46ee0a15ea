"""Whether an answer fits the prompt that it answers, and whether that still stands."""

from collections import Counter
from collections.abc import Collection

import sqlalchemy as sa

from config.vocabulary import PromptKind
from tat.amendment_facts import amendment_lines
from tat.answer_models.alignment import Approaches
from tat.answer_models.calls import CallProposal
from tat.answer_models.decisions import LineVerdicts
from tat.answer_models.delivery import ProgressReport
from tat.answer_models.mapping import Mapped
from tat.answer_models.meetings import MeetingRecord
from tat.answer_models.parts import Content
from tat.answer_models.preparation import Worksheet
from tat.answer_models.revisions import Revision, Rework
from tat.database import Tat, look_up
from tat.meeting_checks import check_people, check_record
from tat.prompt_rows import Around
from tat.prompts import shown_lines
from tat.refusals import Refused
from tat.schema import Answer, Center, Line, LineAnswer, Plan, Prompt
from tat.spoken_of import changed_lines, lines_spoken_of, named_lines
from tat.statuses import LineKind, LineState, PromptState, Status, Verdict
from tat.worksheet_checks import check_worksheet


def check_lines(tat: Tat, prompt: Prompt, content: Content, shown: dict[int, int]) -> None:
    """Refuse an answer that names a line it was not shown, or leaves out one that it must name."""
    named = named_lines(content)
    unknown = sorted(named - set(shown))
    if unknown:
        raise Refused(
            f"The answer was not recorded: it names line {unknown[0]}, "
            "which this prompt does not show. Open the link in your mail again."
        )
    _check_once(content)
    left_out = sorted(set(shown) - named)
    if isinstance(content, LineVerdicts | Approaches) and left_out:
        raise Refused(
            f"The answer was not recorded: {len(left_out)} of {len(shown)} lines have no answer "
            f"yet, the first is line {left_out[0]}."
        )
    if isinstance(content, Approaches):
        _check_centers(tat, prompt, content)
    if isinstance(content, Mapped):
        _check_topics(content, prompt.why["topics"])
    if isinstance(content, Revision):
        _check_restored(tat, prompt, content.restored)
        _check_known(tat, [one.center for one in content.proposed])
    if isinstance(content, MeetingRecord):
        check_record(tat, prompt.cycle, content, region=prompt.region)
    if isinstance(content, CallProposal):
        check_people(tat, content.invitee_ids, start="The call was not proposed:")
    if isinstance(content, Worksheet):
        check_worksheet(tat, prompt, content)


WRITES_LINES = (
    PromptKind.WORKSHEET,
    PromptKind.CALL_RECORD,
    PromptKind.CENTER_REVIEW,
    PromptKind.APPROACHES,
    PromptKind.ENTRY,
    PromptKind.REWORK,
)
"""The kinds whose answers write lines without a confirmation: never into a final plan (7.1)."""


ABOUT_DELIVERY = (PromptKind.PROGRESS, PromptKind.REVIEW, PromptKind.RECORD_CHECK)
"""The kinds whose answers stand though a line has got other words since."""


def is_outdated(tat: Tat, around: Around, content: Content) -> bool:
    """Whether what an answer speaks of is no longer what the plan says, or is asked no more."""
    prompt, shown = around.prompt, around.shown
    if prompt.state == PromptState.WITHDRAWN:
        return True
    if prompt.kind in ABOUT_DELIVERY:
        return False  # what is said of the delivery is said of it in whatever words
    if prompt.kind in WRITES_LINES and _is_final(tat, prompt):
        return True
    is_of_withdrawn = prompt.kind == PromptKind.CHANGE_AGREEMENT  # it shows what was withdrawn too
    stands = {
        line_id: line.revision_now
        for line_id, line in around.lines.items()
        if is_of_withdrawn or line.state != LineState.WITHDRAWN
    }
    if "amendment" in prompt.why:
        would_be = amendment_lines(tat, prompt.why["amendment"])
        if would_be is None:
            return True
        stands |= {line_id: would_be[line_id] for line_id in stands if line_id in would_be}
    spoken_of = lines_spoken_of(content, shown)
    return any(stands.get(line_id) != shown[line_id] for line_id in spoken_of)


def may_have_changed(tat: Tat, asked: Collection[Prompt]) -> bool:
    """Whether a line that some prompts show could read otherwise by now; in doubt it could."""
    if any("amendment" in prompt.why for prompt in asked):
        return True
    of_prompts = shown_lines(tat, [prompt.id for prompt in asked])
    line_ids = {line_id for shown in of_prompts.values() for line_id in shown}
    stands = {
        row.id: row.revision
        for row in look_up(tat, _REVISIONS, line_ids=list(line_ids))
        if row.state != LineState.WITHDRAWN
    }
    return any(
        stands.get(line_id) != revision
        for shown in of_prompts.values()
        for line_id, revision in shown.items()
    )


_LINE = Line.__table__
_REVISIONS = sa.select(_LINE.c.id, _LINE.c.revision, _LINE.c.state).where(
    _LINE.c.id.in_(sa.bindparam("line_ids", expanding=True))
)


LINE_DECISIONS = (
    PromptKind.OFFICER_CONFIRMATION,
    PromptKind.CHANGE_AGREEMENT,
    PromptKind.APPROVAL,
)
"""The kinds by which lines got into a final plan: they leave it by a revision alone (7.1)."""


def is_settled(tat: Tat, prompt: Prompt) -> bool:
    """Whether a final plan rests on what was answered, so that another answer changes nothing."""
    is_of_change = "amendment" in prompt.why
    return prompt.kind in LINE_DECISIONS and not is_of_change and _is_final(tat, prompt)


def _is_final(tat: Tat, prompt: Prompt) -> bool:
    return prompt.plan_id is not None and tat.get_one(Plan, prompt.plan_id).status == Status.FINAL


def _check_once(content: Content) -> None:
    """Refuse two verdicts on one line in one answer."""
    match content:
        case LineVerdicts():
            judged = [line.line_id for line in content.lines]
        case Approaches():
            judged = [item.need_id for item in content.out_of_scope]
        case Rework():
            judged = [item.line_id for item in content.items]
        case ProgressReport():
            judged = [mark.line_id for mark in content.marks]
        case Revision():
            judged = [*changed_lines(content), *content.withdrawn, *content.taken_back]
        case _:
            return
    twice = [line_id for line_id, n_times in Counter(judged).items() if n_times > 1]
    if twice:
        raise Refused(
            f"The answer was not recorded: it answers line {twice[0]} twice; answer it once."
        )


def _check_topics(content: Mapped, asked: Collection[str]) -> None:
    """Refuse an answer that leaves out a topic, names one twice, or names another."""
    named = [one.topic for one in content.overlaps]
    wrong = [topic for topic in named if topic not in asked or named.count(topic) > 1]
    left_out = [topic for topic in asked if topic not in named]
    if wrong:
        raise Refused(
            f"The answer was not recorded: say once what you think of {', '.join(asked)}, "
            f"not of {wrong[0]}."
            if wrong[0] not in asked
            else f"The answer was not recorded: it names {wrong[0]} twice; name it once."
        )
    if left_out:
        raise Refused(
            f"The answer was not recorded: {len(left_out)} of {len(asked)} topics have no answer "
            f"yet, the first is {left_out[0]}."
        )


def _check_restored(tat: Tat, prompt: Prompt, restored: Collection[int]) -> None:
    rows = sa.select(Line.id).where(
        Line.plan_id == prompt.plan_id,
        Line.kind == LineKind.ACTIVITY,
        Line.state == LineState.WITHDRAWN,
    )
    others = sorted(set(restored) - set(tat.scalars(rows)))
    if others:
        raise Refused(
            f"The answer was not recorded: line {others[0]} is no withdrawn activity of this plan; "
            "restore only what was withdrawn."
        )


def _check_centers(tat: Tat, prompt: Prompt, content: Approaches) -> None:
    known = set(tat.scalars(sa.select(Center.key)))
    declined = _declined(tat, [item.need_id for item in content.out_of_scope])
    for item in content.out_of_scope:
        if item.suggested_center not in known or item.suggested_center == prompt.center:
            raise Refused(
                f"The answer was not recorded: {item.suggested_center} is not another National "
                f"Center; name one of {', '.join(sorted(known - {prompt.center}))}."
            )
        if (item.need_id, item.suggested_center) in declined:
            raise Refused(
                f"The answer was not recorded: {item.suggested_center} has found this need out of "
                "its scope already; suggest another center, or propose an activity."
            )


def _check_known(tat: Tat, centers: Collection[str]) -> None:
    known = set(tat.scalars(sa.select(Center.key)))
    for center in centers:
        if center not in known:
            raise Refused(
                f"The answer was not recorded: {center} is no National Center; "
                f"name one of {', '.join(sorted(known))}."
            )


def _declined(tat: Tat, need_ids: Collection[int]) -> set[tuple[int, str | None]]:
    """Needs that a center has found out of its scope, each with that center."""
    rows = (
        sa.select(LineAnswer.line_id, Prompt.center)
        .join(Answer, Answer.id == LineAnswer.answer_id)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .where(LineAnswer.line_id.in_(need_ids), LineAnswer.verdict == Verdict.OUT_OF_SCOPE)
    )
    return {(row[0], row[1]) for row in tat.execute(rows)}
