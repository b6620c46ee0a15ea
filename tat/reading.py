"""Read the facts about the plans of a cycle, in few queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import itemgetter

import sqlalchemy as sa

from config.vocabulary import MeetingKind, PromptKind
from tat.database import Tat
from tat.facts import CallFacts, Facts, LineFacts, LineSaid, PlanFacts, Round
from tat.remembered import remembered
from tat.rounds import Place, line_said, read_rounds
from tat.schema import Jurisdiction, Line, Meeting, NeedRevision, Plan


@dataclass(frozen=True)
class _OfKind:
    """What was asked and said in one kind of prompt."""

    rounds: dict[str, list[Round]]
    """Every asking of each question, by its subject."""
    line_said: dict[int, list[tuple[Place, LineSaid]]]
    """The verdicts on each line, with the place of each in the order in which they count."""


def load(tat: Tat, cycle: str, *kinds: PromptKind) -> Facts:
    """Read every plan of a cycle, and what was asked and said in the kinds of prompt.

    What nobody has changed since it was last read is not read again: change nothing of it.
    """
    known = remembered(tat, "prompt", "prompt_line", "answer", "line_answer")
    missing = [kind for kind in kinds if (cycle, kind) not in known]
    if missing:
        known |= {(cycle, kind): of_kind for kind, of_kind in _kinds(tat, cycle, missing).items()}
    of_kinds: dict[PromptKind, _OfKind] = {kind: known[cycle, kind] for kind in kinds}
    return Facts(
        plans=load_plans(tat, cycle),
        rounds={
            (kind, subject): rounds
            for kind, of_kind in of_kinds.items()
            for subject, rounds in of_kind.rounds.items()
        },
        line_said=_in_order(of_kinds.values()),
    )


def _in_order(of_kinds: Iterable[_OfKind]) -> dict[int, list[LineSaid]]:
    """The verdicts on each line, in whatever kind, the one that counts last."""
    of_lines: dict[int, list[tuple[Place, LineSaid]]] = defaultdict(list)
    for of_kind in of_kinds:
        for line_id, said in of_kind.line_said.items():
            of_lines[line_id] += said
    return {
        line_id: [one for _place, one in sorted(said, key=itemgetter(0))]
        for line_id, said in of_lines.items()
    }


def _kinds(tat: Tat, cycle: str, kinds: Sequence[PromptKind]) -> dict[PromptKind, _OfKind]:
    found = {kind: _OfKind({}, {}) for kind in kinds}
    rounds = read_rounds(tat, cycle, kinds)
    for round_ in rounds:
        found[round_.kind].rounds.setdefault(round_.subject, []).append(round_)
    for line_id, place, said in line_said(tat, cycle, kinds, rounds):
        found[said.kind].line_said.setdefault(line_id, []).append((place, said))
    return found


def load_plans(tat: Tat, cycle: str, only: Collection[int] | None = None) -> dict[int, PlanFacts]:
    """Read the plans of a cycle, all or only some, with their lines and their calls."""
    known = remembered(tat, "plan", "line", "need_revision", "meeting", "jurisdiction")
    if only is None and (cycle, "plans") not in known:
        known[cycle, "plans"] = _read_plans(tat, cycle)
    plans: dict[int, PlanFacts] | None = known.get((cycle, "plans"))
    if plans is None:
        return _read_plans(tat, cycle, only)
    if only is None:
        return plans
    wanted = set(only)
    return {plan_id: plan for plan_id, plan in plans.items() if plan_id in wanted}


def _read_plans(tat: Tat, cycle: str, only: Collection[int] | None = None) -> dict[int, PlanFacts]:
    ours = (Plan.cycle == cycle,) if only is None else (Plan.cycle == cycle, Plan.id.in_(only))
    lines: dict[int, list[LineFacts]] = defaultdict(list)
    of_lines = (
        sa.select(
            Line.plan_id,
            Line.id,
            Line.kind,
            Line.number,
            Line.state,
            Line.revision,
            Line.need_id,
            Line.center,
            NeedRevision.topic,
        )
        .join(Plan, Plan.id == Line.plan_id)
        .outerjoin(
            NeedRevision,
            sa.and_(NeedRevision.line_id == Line.id, NeedRevision.revision == Line.revision),
        )
        .where(*ours)
        .order_by(Line.id)
    )
    for row in tat.execute(of_lines):
        lines[row[0]].append(LineFacts(*row[1:]))
    of_calls = (
        sa.select(
            Meeting.plan_id, Meeting.id, Meeting.starts_at, Meeting.minutes, Meeting.agreed_at,
            Meeting.held_on,
        )
        .join(Plan, Plan.id == Meeting.plan_id)
        .where(*ours, Meeting.kind == MeetingKind.STAKEHOLDER_CALL)
    )  # fmt: skip
    calls = {row[0]: _call(*row[1:]) for row in tat.execute(of_calls)}
    of_plans = (
        sa.select(
            Plan.id,
            Plan.jurisdiction,
            Jurisdiction.name,
            Jurisdiction.region,
            Plan.status,
            Plan.version,
        )
        .join(Jurisdiction, Jurisdiction.code == Plan.jurisdiction)
        .where(*ours)
        .order_by(Plan.id)
    )
    return {
        row[0]: PlanFacts(*row, lines=lines[row[0]], call=calls.get(row[0]))
        for row in tat.execute(of_plans)
    }


def _call(
    meeting_id: int,
    starts_at: datetime | None,
    minutes: int | None,
    agreed_at: datetime | None,
    held_on: date | None,
) -> CallFacts:
    if starts_at is None or minutes is None:
        raise ValueError(f"meeting {meeting_id} is a state's call without a date")
    return CallFacts(meeting_id, starts_at, minutes, agreed_at, held_on)
