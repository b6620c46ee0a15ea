"""The ledger of a plan as a story: who, when, what, on which version, by which channel (8.4)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from config.titles import TITLE_OF
from config.vocabulary import PromptKind, Purpose
from tat import subjects
from tat.database import Tat
from tat.plan_story import SENT, Act, PlanStory, read_story
from tat.schema import Plan
from tat.statuses import FileState, Verdict
from templates.filters import day
from templates.words import APPROVALS, ASKED_TO, CHANNEL_NAMES, FILE_STATES, TOLD_OF

SOFTWARE = "tacycle"

VERDICTS: Mapping[Verdict, str] = {
    Verdict.ACCEPTED: "yes",
    Verdict.CHANGES_ASKED: "asked for changes",
    Verdict.SENT_BACK: "sent back",
    Verdict.OUT_OF_SCOPE: "out of scope",
}
"""What somebody said who was asked to approve something."""


@dataclass(frozen=True)
class Told:
    """One sentence of the story; the same mail to many people is one."""

    seqs: Sequence[int]
    """Numbers of the entries of the ledger that it tells."""
    at: datetime
    says: str
    version: int | None
    """The version of the plan on which it was done."""
    channel: str
    on_behalf_of: str
    """Whose answer it is, where somebody else put it on record."""
    faults: Sequence[str]
    """What is wrong with these entries; nothing where each is as it was written."""

    @property
    def entries(self) -> str:
        """The numbers in words: "entry 5", "entries 5 to 8", "entries 5, 7, 9"."""
        first, last = self.seqs[0], self.seqs[-1]
        if first == last:
            return f"entry {first}"
        is_row = last - first == len(self.seqs) - 1
        return (
            f"entries {first} to {last}" if is_row else f"entries {', '.join(map(str, self.seqs))}"
        )


def tell(tat: Tat, plan: Plan) -> list[Told]:
    """Put the acts about a plan into sentences, the newest last."""
    story = read_story(tat, plan)
    return [_told(list(acts), story) for _key, acts in groupby(story.acts, key=_together)]


def _together(act: Act) -> tuple[object, ...]:
    """The same for mails that left together and say the same; else every act for itself."""
    return (act.at, *act.told) if act.told else (act.seq,)


def _told(acts: Sequence[Act], story: PlanStory) -> Told:
    first = acts[0]
    on_behalf_of = first.on_behalf_of_id
    return Told(
        seqs=[act.seq for act in acts],
        at=first.at,
        says=_mailed(acts, story) if first.act == SENT else _sentence(first, story),
        version=first.version,
        channel=CHANNEL_NAMES[first.channel] if first.channel else "",
        on_behalf_of=_somebody(on_behalf_of, story) if on_behalf_of else "",
        faults=[f"entry {act.seq}: {act.fault}" for act in acts if act.fault],
    )


def _sentence(act: Act, story: PlanStory) -> str:
    head, _, rest = act.act.partition(" ")
    say = SENTENCES.get(act.act) or SENTENCES.get(head)
    return say(act, story, rest) if say else f"{_actor(act, story)}: {act.act} ({act.subject})."


def _asked(act: Act, story: PlanStory, _rest: str) -> str:
    also = " as well" if act.act == "asked somebody more" else ""
    person_id = act.details.get("person", act.asked.person_id if act.asked else 0)
    due = day(act.details["due_on"])
    return (
        f"{SOFTWARE} asked {_somebody(person_id, story)}{also or ','} to {_what(act)}; "
        f"the last day for an answer is {due}."
    )


def _answered(act: Act, story: PlanStory, verdict: str) -> str:
    said_by = _somebody(act.on_behalf_of_id or act.actor_id or 0, story)
    is_approval = act.asked is not None and act.asked.kind in APPROVALS
    is_plain = verdict == Verdict.ACCEPTED and not is_approval
    said = "" if is_plain else f": {VERDICTS[Verdict(verdict)]}"
    recorded = f" {_somebody(act.actor_id or 0, story)}, put it on record."
    return (
        f"{said_by}, answered the request to {_what(act)}{said}."
        f"{recorded if act.on_behalf_of_id else ''}{''.join(_remarks(act))}"
    )


def _remarks(act: Act) -> Iterator[str]:
    if act.details["late"]:
        yield " The answer was late."
    if act.details["outdated"]:
        yield " It is kept without effect: what it was about had changed."
    if act.details["corrects"]:
        yield " It takes the place of an earlier answer."
    if act.details["memo"]:
        yield " The signed memo is on file."


def _withdrew(act: Act, story: PlanStory, _rest: str) -> str:
    whom = _somebody(act.asked.person_id, story) if act.asked else "somebody"
    return f"{SOFTWARE} withdrew the request to {whom}, to {_what(act)}: {act.details['because']}."


def _made(act: Act, story: PlanStory, status: str) -> str:
    if act.actor_id is None:
        return f"The plan became {status}."
    return f"The plan became {status}, as {_somebody(act.actor_id, story)}, ordered."


def _mailed(acts: Sequence[Act], story: PlanStory) -> str:
    people = [_somebody(_receiver(act), story) for act in acts]
    brought = " and ".join(dict.fromkeys(_brought(*one) for one in acts[0].told))
    return f"{SOFTWARE} mailed {brought} to {'; '.join(people)}."


def _brought(purpose: Purpose, kind: PromptKind | None) -> str:
    if kind is None:
        return TOLD_OF[purpose]
    if purpose in (Purpose.ASK, Purpose.REMINDER):
        return (
            f"{'the request' if purpose is Purpose.ASK else TOLD_OF[purpose]} to {ASKED_TO[kind]}"
        )
    return f"{TOLD_OF[purpose]} (to {ASKED_TO[kind]})"


def _decided(act: Act, story: PlanStory, what: str) -> str:
    if "before" not in act.details:
        version = act.details.get("version")
        return f"{_actor(act, story)} marked version {version} as keyed into the other tracker."
    before, after = (_span(act.details[key]) for key in ("before", "after"))
    return (
        f"{_actor(act, story)} {what}: {act.subject} had been {before} and is now {after}. "
        f"The reason: {act.details['reason'].rstrip('.')}."
    )


def _span(days: Mapping[str, str]) -> str:
    return f"{day(days['starts_on'])} to {day(days['ends_on'])}"


def _changed(act: Act, story: PlanStory, _rest: str) -> str:
    return f"{_actor(act, story)} {act.act} of the final plan."


def _marked(act: Act, story: PlanStory, progress: str) -> str:
    since = day(act.details["on"])
    number = subjects.id_of(act.subject, "activity")
    note = f" {act.details['note']}" if act.details["note"] else ""
    return f"{_actor(act, story)} marked activity {number} as {progress} since {since}.{note}"


def _started(_act: Act, _story: PlanStory, _rest: str) -> str:
    return "The cycle began, and the plan with it: empty, a draft."


def _meeting(act: Act, story: PlanStory, _rest: str) -> str:
    held_on = day(act.details["held_on"])
    return f"{_actor(act, story)} recorded a meeting of the region ({act.subject}) of {held_on}."


def _filed(act: Act, story: PlanStory, _rest: str) -> str:
    name, state = act.details["name"], FileState(act.details["state"])
    return f'{_actor(act, story)} sent the file "{name}": {FILE_STATES[state]}.'


def _decided_of_file(act: Act, story: PlanStory, _rest: str) -> str:
    name, state = act.details["name"], FileState(act.details["state"])
    return f'{_actor(act, story)} read what stands in the file "{name}": {FILE_STATES[state]}.'


def _noted_mail(act: Act, _story: PlanStory, _rest: str) -> str:
    return f"A mail from {act.details['from']} came in about the request to {_what(act)}."


def _sorted_mail(act: Act, story: PlanStory, _rest: str) -> str:
    return f"{_actor(act, story)} read mail {act.details['received']}. {act.details['why']}"


SENTENCES: Mapping[str, Callable[[Act, PlanStory, str], str]] = {
    "asked": _asked,
    "answered:": _answered,
    "withdrew": _withdrew,
    "made": _made,
    "decided:": _decided,
    "opened a change": _changed,
    "adopted a change": _changed,
    "dropped a change": _changed,
    "marked": _marked,
    "started the cycle": _started,
    "recorded a meeting": _meeting,
    "sent a file": _filed,
    "decided about a file": _decided_of_file,
    "noted a mail": _noted_mail,
    "sorted a mail": _sorted_mail,
}
"""How each act is told, by the act or its first word."""


def _what(act: Act) -> str:
    if act.asked is None:
        return "say something"
    return ASKED_TO[act.asked.kind] + (f" ({act.asked.center})" if act.asked.center else "")


def _actor(act: Act, story: PlanStory) -> str:
    return SOFTWARE if act.actor_id is None else f"{_somebody(act.actor_id, story)},"


def _receiver(act: Act) -> int:
    return subjects.id_of(act.subject, "person")


def _somebody(person_id: int, story: PlanStory) -> str:
    """A person by name and role: "Aria Oak, Administrator"."""
    role = story.roles.get(person_id)
    name = story.names.get(person_id, f"person {person_id}")
    return f"{name}, {TITLE_OF[role]}" if role else name
