"""What people answered about a plan: by whom, when, on which version, by which channel."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from config.titles import TITLE_OF
from config.vocabulary import PromptKind, Role
from portal.standing.story import VERDICTS
from tasks.letter_facts.wishes import Wish, wishes_of
from tat.database import Tat
from tat.named_lines import read_line_names
from tat.schema import Answer, LineAnswer, Person, Prompt
from tat.statuses import Verdict
from templates.words import APPROVALS, ASKED_TO, CHANNEL_NAMES


@dataclass(frozen=True)
class Said:
    """One answer about a plan."""

    at: datetime
    by: str
    """Name of whose answer it is."""
    title: str
    """The role in which they were asked."""
    recorded_by: str
    """Who put it on record, where that is somebody else."""
    asked_to: str
    verdict: str
    is_approval: bool
    """Whether it was an approval that was asked for."""
    version: int | None
    channel: str
    is_late: bool
    is_outdated: bool
    is_corrected: bool
    """Whether a later answer took its place."""
    has_memo: bool
    lines: Sequence[tuple[str, int]]
    """How many lines got which verdict, where they are not all the same."""
    reasons: Sequence[Wish]
    """What they suggested or objected to, and why lines were changed or not accepted."""


def answers_about(tat: Tat, plan_id: int, *, centers: Collection[str] | None = None) -> list[Said]:
    """Every answer about a plan, the newest last; of some centers only, or of all."""
    recorder = aliased(Person)
    rows = (
        sa.select(Answer, Prompt.kind, Prompt.role, Prompt.center, Person.name, recorder.name)
        .join(Prompt, Prompt.id == Answer.prompt_id)
        .join(Person, Person.id == Answer.said_by_id)
        .join(recorder, recorder.id == Answer.person_id)
        .where(Prompt.plan_id == plan_id)
        .order_by(Answer.at, Answer.id)
    )
    if centers is not None:
        rows = rows.where(Prompt.center.in_(centers))
    found = tat.execute(rows).all()
    answers = [row[0] for row in found]
    lines = _line_verdicts(tat, [answer.id for answer in answers])
    names = read_line_names(tat, answers)
    return [_said(*row, lines.get(row[0].id, ()), wishes_of(row[0], names)) for row in found]


def _said(
    answer: Answer, kind: PromptKind, role: Role, center: str | None, by: str, recorder: str,
    lines: Sequence[tuple[Verdict, str]], wishes: Sequence[Wish],
) -> Said:  # fmt: skip
    counts = Counter(VERDICTS[verdict] for verdict, _reason in lines)
    return Said(
        at=answer.at, by=by, title=" ".join(filter(None, (center, TITLE_OF[role]))),
        recorded_by=recorder if answer.person_id != answer.said_by_id else "",
        asked_to=ASKED_TO[kind], verdict=VERDICTS[answer.verdict], is_approval=kind in APPROVALS,
        version=answer.plan_version, channel=CHANNEL_NAMES[answer.channel],
        is_late=answer.is_late, is_outdated=answer.is_outdated,
        is_corrected=answer.corrected_by_id is not None, has_memo=answer.memo_sha256 is not None,
        lines=sorted(counts.items()) if len(counts) > 1 else (),
        reasons=wishes or [Wish("", reason) for _verdict, reason in lines if reason],
    )  # fmt: skip


def _line_verdicts(
    tat: Tat, answer_ids: Collection[int]
) -> Mapping[int, Sequence[tuple[Verdict, str]]]:
    rows = sa.select(LineAnswer.answer_id, LineAnswer.verdict, LineAnswer.reason)
    found: dict[int, list[tuple[Verdict, str]]] = defaultdict(list)
    for answer_id, verdict, reason in tat.execute(rows.where(LineAnswer.answer_id.in_(answer_ids))):
        found[answer_id].append((verdict, reason))
    return found
