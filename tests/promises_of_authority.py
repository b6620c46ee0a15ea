"""Who may decide what, and what nothing goes without, said anew over the bare rows of a record.

As tests/promises.py this imports none of the project's own rules. Who had which role is read from
the moment before: what somebody may do is what they might when they did it.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tests.promises import Record, Row

APPROVE_WORK = (
    "script-approval", "officer-confirmation", "affirmation", "confirmation", "final-review",
    "approval", "further-confirmation",
)  # fmt: skip
FEDERAL = {"occ", "ohs", "regional-manager", "cor", "fpo"}
FEDERAL_STAFF = FEDERAL | {"regional-staff"}
CONTRACTORS = {
    "specialist", "infant-toddler-specialist", "regional-center-representative",
    "regional-partner", "center-lead", "project-lead",
}  # fmt: skip
OF_SCBC = {"specialist", "infant-toddler-specialist"}
FILE_MEMOS = {"occ", "ohs"}


@dataclass(frozen=True)
class Declared:
    """What the rules of a cycle declare beside the embedded ones, spelled out by hand."""

    of_centers_before_approval: tuple[str, ...] = ()
    of_plans_before_final: tuple[str, ...] = ()
    voices_before_final: tuple[tuple[str, int], ...] = ()
    """Centers, each with how many of its leads must agree."""


# --- who answers


def unlawful_answers(before: Record, after: Record) -> Iterator[str]:
    """New answers by which somebody decided what was not theirs to decide."""
    for answer in after.answers.values():
        if answer["id"] in before.answers:
            continue
        prompt = after.prompts[answer["prompt_id"]]
        what = f"answer {answer['id']} to {prompt['kind']} {prompt['subject']}"
        faults = [*_wrong_hands(before, prompt, answer), *_own_work(before, prompt, answer)]
        yield from (f"{what}: {fault}" for fault in faults)


def _wrong_hands(record: Record, prompt: Row, answer: Row) -> Iterator[str]:
    """Whoever was asked answers; else their delegate, a memo, or the Specialist who heard it."""
    asked, recorder = prompt["person_id"], answer["person_id"]
    roles = roles_of(record, recorder)
    if _comes_after(record, prompt, answer):
        return
    if answer["said_by_id"] != asked:
        yield "it is not of who was asked"
    if prompt["role"] not in roles_of(record, asked):
        yield f"who was asked is no {prompt['role']} any more"
    if answer["channel"] == "memo":
        if prompt["role"] not in FEDERAL or not answer["memo_sha256"]:
            yield "no memo proves a federal decision"
        if roles & CONTRACTORS or not (recorder == asked or roles & FILE_MEMOS):
            yield f"a memo was filed by {sorted(roles)}"
    elif recorder != asked and not _heard_by_specialist(record, prompt, answer):
        if not _is_delegate(record, asked, recorder, answer["at"]):
            yield f"person {recorder} is no delegate"
        if prompt["role"] in FEDERAL and (roles & CONTRACTORS or not roles & FEDERAL_STAFF):
            yield f"a federal decision was made by {sorted(roles)}"


def _comes_after(record: Record, prompt: Row, answer: Row) -> bool:
    """Whether somebody corrects, in their own name, what was answered by who has left the role."""
    is_own = answer["person_id"] == answer["said_by_id"] != prompt["person_id"]
    has_left = prompt["role"] not in roles_of(record, prompt["person_id"])
    holds = prompt["role"] in roles_of(record, answer["person_id"])
    return is_own and has_left and holds and prompt["state"] == "answered"


def _own_work(record: Record, prompt: Row, answer: Row) -> Iterator[str]:
    if prompt["kind"] not in APPROVE_WORK:
        return
    shown = record.shown[prompt["id"]]
    lines = {line["id"]: line for line in record.rows["line"]}
    is_scbc = prompt["center"] == "SCBC" or any(
        (lines[one]["kind"], lines[one]["center"]) == ("activity", "SCBC") for one in shown
    )
    wrote = _authors(record, prompt, shown)
    for person_id in _deciders(record, prompt, answer):
        if person_id in wrote:
            yield f"person {person_id} approves what they wrote"
        if is_scbc and roles_of(record, person_id) & OF_SCBC:
            yield f"person {person_id} of SCBC approves what is SCBC's"


def _deciders(record: Record, prompt: Row, answer: Row) -> set[int]:
    """Who was asked, and who decided in their place."""
    only_records = answer["channel"] == "memo" or _heard_by_specialist(record, prompt, answer)
    return {answer["said_by_id"]} | (set() if only_records else {answer["person_id"]})


def _authors(record: Record, prompt: Row, shown: dict[int, int]) -> set[int]:
    """Whose words are shown, who put them down for somebody, who opened the change shown."""
    found = set()
    for row in record.rows["activity_revision"] + record.rows["need_revision"]:
        if shown.get(row["line_id"]) == row["revision"]:
            found.add(row["by_person_id"])
            found |= {
                answer["person_id"]
                for answer in record.answers.values()
                if (answer["said_by_id"], answer["at"]) == (row["by_person_id"], row["at"])
                and record.prompts[answer["prompt_id"]]["plan_id"] == prompt["plan_id"]
            }
    amendment_id = json.loads(prompt["why"]).get("amendment")
    return found | {
        row["by_person_id"] for row in record.rows["amendment"] if row["id"] == amendment_id
    }


def _heard_by_specialist(record: Record, prompt: Row, answer: Row) -> bool:
    """Whether a state's Specialist put down what somebody told them, and no federal decision."""
    if answer["channel"] not in ("phone", "email") or prompt["role"] in FEDERAL:
        return False
    codes = [p["jurisdiction"] for p in record.rows["plan"] if p["id"] == prompt["plan_id"]]
    return any(
        (row["person_id"], row["role"]) == (answer["person_id"], "specialist")
        and row["scope_key"] in codes
        for row in _held(record)
    )


def _is_delegate(record: Record, person_id: int, to_id: int, at: str) -> bool:
    zone = next(row["time_zone"] for row in record.rows["person"] if row["id"] == person_id)
    today = datetime.fromisoformat(f"{at}+00:00").astimezone(ZoneInfo(zone)).date().isoformat()
    return any(
        (row["person_id"], row["to_person_id"]) == (person_id, to_id)
        and row["starts_on"] <= today <= row["ends_on"]
        and row["ended_at"] is None
        for row in record.rows["delegation"]
    )


def roles_of(record: Record, person_id: int) -> set[str]:
    """The roles that a person has at the moment of a record."""
    return {row["role"] for row in _held(record) if row["person_id"] == person_id}


def _held(record: Record) -> Iterator[Row]:
    return (row for row in record.rows["assignment"] if row["ended_at"] is None)


# --- what nothing goes without


def silent_consents(record: Record) -> Iterator[str]:
    """Questions that count as answered and that nobody answered; verdicts without an answer."""
    said = {answer["prompt_id"] for answer in record.answers.values()}
    for prompt in record.rows["prompt"]:
        if prompt["state"] == "answered" and prompt["id"] not in said:
            yield f"{prompt['kind']} {prompt['subject']} is answered by nobody"
    for row in record.rows["line_answer"]:
        prompt_id = record.answers[row["answer_id"]]["prompt_id"]
        if record.prompts[prompt_id]["kind"] != row["kind"]:
            yield f"answer {row['answer_id']} counts as {row['kind']} of line {row['line_id']}"


def undeclared_finals(before: Record, after: Record, declared: Declared) -> Iterator[str]:
    """Plans that became final, or were put before an officer, without what is declared."""
    known = {row["id"] for row in before.rows["status_change"]}
    for row in after.rows["status_change"]:
        if row["id"] not in known and row["after"] == "final":
            for what in _not_declared(before, row["plan_id"], declared):
                yield f"plan {row['plan_id']} became final without {what}"
    asked = {(row["kind"], row["subject"], row["round"]) for row in before.rows["prompt"]}
    for prompt in after.rows["prompt"]:
        is_new = (prompt["kind"], prompt["subject"], prompt["round"]) not in asked
        if prompt["kind"] != "approval" or not is_new or "amendment" in json.loads(prompt["why"]):
            continue
        for key in declared.of_centers_before_approval:
            shown = _of_center(before, prompt["plan_id"], prompt["center"])
            if not _is_given(before, prompt["plan_id"], f"{prompt['subject']} {key}", shown):
                yield f"an officer was asked about {prompt['subject']} without its {key}"


def _not_declared(record: Record, plan_id: int, declared: Declared) -> Iterator[str]:
    centers = {line["center"] for line in record.activities(plan_id)}
    for key in declared.of_plans_before_final:
        if not _is_given(record, plan_id, f"plan {plan_id} {key}", record.entered(plan_id)):
            yield key
    for key in declared.of_centers_before_approval:
        for center in centers:
            subject = f"plan {plan_id} center {center} {key}"
            if not _is_given(record, plan_id, subject, _of_center(record, plan_id, center)):
                yield f"{key} of {center}"
    for center, n_voices in declared.voices_before_final:
        if center in centers:
            yield from _too_few_voices(record, plan_id, center, n_voices)


def _is_given(record: Record, plan_id: int, subject: str, shown: dict[int, int]) -> bool:
    """Whether the last word on a further confirmation is a yes, to exactly what is there."""
    said = record.said(plan_id, ["further-confirmation"], subject)
    return bool(said) and (said[-1]["verdict"], record.shown[said[-1]["prompt_id"]]) == (
        "accepted",
        shown,
    )


def _too_few_voices(record: Record, plan_id: int, center: str, n_voices: int) -> Iterator[str]:
    of_round: dict[int, list[Row]] = defaultdict(list)
    for answer in record.said(plan_id, ["final-agreement"], f"plan {plan_id} center {center}"):
        if record.shown[answer["prompt_id"]] == _of_center(record, plan_id, center):
            of_round[record.prompts[answer["prompt_id"]]["round"]].append(answer)
    newest = of_round[max(of_round)] if of_round else []
    if len({_voice(answer) for answer in newest}) < n_voices:
        yield f"{n_voices} voices of {center}"
    if any(answer["verdict"] != "accepted" for answer in newest):
        yield f"the yes of all who spoke for {center}"


def _voice(answer: Row) -> int:
    """Who decided: one hand may write down what several told it, but decides for one alone."""
    is_told = answer["channel"] in ("phone", "email", "memo")
    return answer["said_by_id"] if is_told else answer["person_id"]


def _of_center(record: Record, plan_id: int, center: str) -> dict[int, int]:
    return {
        line["id"]: line["revision"]
        for line in record.activities(plan_id)
        if line["center"] == center
    }


def broken_adoptions(before: Record, after: Record) -> Iterator[str]:
    """Changes of final plans that were adopted and lacked something."""
    was_open = {row["id"] for row in before.rows["amendment"] if row["state"] == "open"}
    lines = {line["id"]: line for line in before.rows["line"]}
    for change in after.rows["amendment"]:
        if change["state"] != "adopted" or change["id"] not in was_open:
            continue
        what = f"amendment {change['id']}"
        touched = [r for r in before.rows["amendment_line"] if r["amendment_id"] == change["id"]]
        would_be = {row["line_id"]: row["revision"] for row in touched}
        said = before.said(change["plan_id"], ["final-review"], what)
        if not said or said[-1]["verdict"] != "accepted":
            yield f"{what} was adopted without its Administrator's last word"
        elif before.shown[said[-1]["prompt_id"]] != would_be:
            yield f"{what} was adopted, and its Administrator saw another"
        for row in touched:
            if lines[row["line_id"]]["kind"] == "activity":
                yield from _not_agreed(before, row, what)


def _not_agreed(record: Record, row: Row, what: str) -> Iterator[str]:
    line = {"id": row["line_id"], "revision": row["revision"]}
    if record.last_of_line(line, ["change-agreement"]) != "accepted":
        yield f"{what} was adopted without its center's word on line {line['id']}"
    if not row["withdraws"] and record.last_of_line(line, ["approval"]) != "accepted":
        yield f"{what} was adopted without an officer's approval of line {line['id']}"
