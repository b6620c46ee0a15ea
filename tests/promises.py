"""What must hold at every moment of a cycle, said anew over the bare rows of a SQLite record.

Nothing of the project's own rules is imported: each promise gives the sentences of what breaks it.
"""

import hashlib
import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

Row = dict[str, Any]

STATUSES = ("draft initial", "initial", "intermediate", "final")
ADMINISTRATORS_SAY = ("confirmation", "final-review")
CENTERS_SAY = ("center-review", "approaches", "change-agreement", "rework")
ORDERS = {"intermediate": "conversion", "final": "finalization"}
DECIDES_ON_LINES = ("officer-confirmation", "approval")
ENDS_WITH_ITS_STEP = ("meeting-date", "center-review")
ASKS_ABOUT_WITHDRAWALS = ("change-agreement",)
TOLD_BY_EACH_STEP = ("plan-held",)

TABLES = (
    "plan", "line", "prompt", "prompt_line", "answer", "line_answer", "meeting", "status_change",
    "activity_revision", "need_revision", "notice", "message", "step", "ledger", "assignment",
    "delegation", "person", "amendment", "amendment_line",
)  # fmt: skip


class Record:
    """The rows of a record at one moment."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.rows = {table: list(_rows(db, table)) for table in TABLES}
        self.prompts = {row["id"]: row for row in self.rows["prompt"]}
        self.answers = {row["id"]: row for row in self.rows["answer"]}
        self.shown: dict[int, dict[int, int]] = defaultdict(dict)
        for row in self.rows["prompt_line"]:
            self.shown[row["prompt_id"]][row["line_id"]] = row["revision"]

    def entered(self, plan_id: int) -> dict[int, int]:
        """Revision of each line that stands in a plan."""
        return {
            line["id"]: line["revision"]
            for line in self.rows["line"]
            if line["plan_id"] == plan_id and line["state"] == "entered"
        }

    def activities(self, plan_id: int) -> list[Row]:
        """The activities that stand in a plan."""
        return [
            line
            for line in self.rows["line"]
            if line["plan_id"] == plan_id
            and (line["state"], line["kind"]) == ("entered", "activity")
        ]

    def said(self, plan_id: int, kinds: Iterable[str], subject: str | None = None) -> list[Row]:
        """The answers about a plan that stand, oldest first."""
        return [
            answer
            for answer in self.answers.values()
            if is_standing(answer)
            and (prompt := self.prompts[answer["prompt_id"]])["plan_id"] == plan_id
            and prompt["kind"] in kinds
            and subject in (None, prompt["subject"])
        ]

    def last_of_line(self, line: Row, kinds: Iterable[str]) -> str | None:
        """What was said last, and stands, of a line as it now reads."""
        said = [
            row
            for row in self.rows["line_answer"]
            if (row["line_id"], row["revision"]) == (line["id"], line["revision"])
            and row["kind"] in kinds
            and is_standing(self.answers[row["answer_id"]])
        ]
        return max(said, key=lambda row: row["answer_id"])["verdict"] if said else None


def _rows(db: sqlite3.Connection, table: str) -> Iterator[Row]:
    found = db.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in found.description]
    return (dict(zip(names, row, strict=True)) for row in found)


def is_standing(answer: Row) -> bool:
    """Whether an answer was neither corrected nor about something that had changed."""
    return answer["corrected_by_id"] is None and not answer["is_outdated"]


# --- statuses


def lacking(record: Record, plan: Row, after: str) -> list[str]:
    """What a plan lacks for a status, said anew from process.md."""
    found = []
    if after == "initial":
        calls = [one for one in record.rows["meeting"] if one["plan_id"] == plan["id"]]
        held = [one for one in calls if one["kind"] == "stakeholder-call" and one["held_on"]]
        return [] if held and record.said(plan["id"], ["call-record"]) else ["a call"]
    said = record.said(plan["id"], ADMINISTRATORS_SAY)
    if not said or said[-1]["verdict"] != "accepted":
        found.append("its Administrator's last word")
    elif record.shown[said[-1]["prompt_id"]] != record.entered(plan["id"]):
        found.append("its Administrator's word on what it now says")
    for line in record.activities(plan["id"]):
        if record.last_of_line(line, CENTERS_SAY) != "accepted":
            found.append(f"its center's word on line {line['id']}")
        if after == "final" and record.last_of_line(line, ["approval"]) != "accepted":
            found.append(f"an officer's approval of line {line['id']}")
    if after == "final" and not record.activities(plan["id"]):
        found.append("an activity")
    orders = record.said(
        plan["id"], [ORDERS[after]], f"plan {plan['id']} version {plan['version']}"
    )
    if not orders or orders[-1]["verdict"] != "accepted":
        found.append("its Specialist's order")
    return found


def broken_status_changes(before: Record, after: Record) -> Iterator[str]:
    """Changes of status between two moments that the table does not know, or that lacked something.

    A step's text is all that lies between: nobody answered meanwhile.
    """
    plans = {plan["id"]: plan for plan in before.rows["plan"]}
    known = {row["id"] for row in before.rows["status_change"]}
    for row in after.rows["status_change"]:
        if row["id"] in known:
            continue
        plan = plans[row["plan_id"]]
        step_up = STATUSES.index(row["after"]) - STATUSES.index(row["before"])
        if step_up != 1 or row["before"] != plan["status"]:
            yield f"plan {plan['id']} went from {row['before']} to {row['after']}"
        for what in lacking(before, plan, row["after"]):
            yield f"plan {plan['id']} became {row['after']} without {what}"


def unrecorded_statuses(record: Record) -> Iterator[str]:
    """Plans whose status is not that of their last change on record."""
    last = {row["plan_id"]: row["after"] for row in record.rows["status_change"]}
    for plan in record.rows["plan"]:
        if last[plan["id"]] != plan["status"]:
            yield f"plan {plan['id']} is {plan['status']}, its record says {last[plan['id']]}"


def unapproved_final_plans(record: Record) -> Iterator[str]:
    """Activities of final plans of whose current words no officer ever approved."""
    approved = {
        (row["line_id"], row["revision"])
        for row in record.rows["line_answer"]
        if (row["kind"], row["verdict"]) == ("approval", "accepted")
        and not record.answers[row["answer_id"]]["is_outdated"]
    }
    for plan in record.rows["plan"]:
        if plan["status"] != "final":
            continue
        for line in record.activities(plan["id"]):
            if (line["id"], line["revision"]) not in approved:
                yield f"line {line['id']} of final plan {plan['id']} was never approved"


def approved_by_their_authors(record: Record) -> Iterator[str]:
    """Lines that somebody accepted as an officer who wrote them."""
    authors = {
        (row["line_id"], row["revision"]): row["by_person_id"]
        for row in record.rows["activity_revision"] + record.rows["need_revision"]
    }
    for row in record.rows["line_answer"]:
        said_by = record.answers[row["answer_id"]]["said_by_id"]
        is_own = authors[row["line_id"], row["revision"]] == said_by
        if is_own and row["kind"] in DECIDES_ON_LINES and row["verdict"] == "accepted":
            yield f"person {said_by} approved their own line {row['line_id']}"


# --- asking and answering


def lost_answers(record: Record, given: Sequence[Row]) -> Iterator[str]:
    """Differences between the answers that were given and those on record."""
    names = ("id", "prompt_id", "person_id", "said_by_id", "channel")
    kept = [{name: row[name] for name in names} for row in record.rows["answer"]]
    told = [{name: row[name] for name in names} for row in given]
    if kept != told:
        yield f"given were {told[-3:]}, kept are {kept[-3:]}"
    for row, answer in zip(given, record.rows["answer"], strict=False):
        if not says(json.loads(answer["content"]), row["content"]):
            yield f"answer {answer['id']} said {row['content']}, kept is {answer['content']}"
    entries = [json.loads(row["details"]) for row in record.rows["ledger"]]
    in_ledger = Counter(
        entry["answer"] for entry in entries if "verdict" in entry or "late" in entry
    )
    for answer_id in record.answers:
        if in_ledger[answer_id] != 1:
            yield f"answer {answer_id} is {in_ledger[answer_id]} times in the ledger"


def says(kept: Any, given: Any) -> bool:
    """Whether all that was given is kept; what was left out may have been filled in."""
    if isinstance(given, dict):
        return all(key in kept and says(kept[key], value) for key, value in given.items())
    if isinstance(given, list | tuple):
        return len(kept) >= len(given) and all(map(says, kept, given))
    return str(kept)[:10] == str(given)[:10] if isinstance(given, str) else kept == given


def prompts_that_should_not_wait(record: Record) -> Iterator[str]:
    """Open prompts about lines that are withdrawn, or of a step that does not ask."""
    states = {line["id"]: line["state"] for line in record.rows["line"]}
    steps = {(row["cycle"], row["number"]): row["state"] for row in record.rows["step"]}
    for prompt in record.rows["prompt"]:
        if prompt["state"] != "open":
            continue
        what = f"{prompt['kind']} {prompt['id']} about {prompt['subject']}"
        gone = [line for line in record.shown[prompt["id"]] if states[line] == "withdrawn"]
        if gone and prompt["kind"] not in ASKS_ABOUT_WITHDRAWALS:
            yield f"{what} still shows line {gone[0]}, which is withdrawn"
        step = steps[prompt["cycle"], prompt["step"]]
        if step == "ahead" or (step == "closed" and prompt["kind"] in ENDS_WITH_ITS_STEP):
            yield f"{what} waits, and step {prompt['step']} is {step}"


# --- telling


def told_twice(record: Record) -> Iterator[str]:
    """Notices of which there are two for one purpose, subject, person and round."""
    keys = Counter(
        (row["purpose"], row["subject"], row["person_id"], row["round"])
        for row in record.rows["notice"]
        if row["purpose"] not in TOLD_BY_EACH_STEP
    )
    yield from (f"{key} is owed {n} times" for key, n in keys.items() if n > 1)


def told_of_own_act(record: Record) -> Iterator[str]:
    """Notices that tell somebody of their own answer, or of their own silence."""
    for row in record.rows["notice"]:
        if row["purpose"] == "answer-received":
            answer = record.answers[int(row["subject"].removeprefix("answer "))]
            if row["person_id"] in (answer["person_id"], answer["said_by_id"]):
                yield f"person {row['person_id']} is told of their own {row['subject']}"
        elif row["purpose"] == "escalation":
            silent_id = record.prompts[row["prompt_id"]]["person_id"]
            if row["person_id"] == silent_id:
                yield f"person {silent_id} is told of their own silence"


def lost_or_doubled_mails(record: Record, delivered: Counter[str]) -> Iterator[str]:
    """Messages that did not leave exactly once where they say that they were sent."""
    for row in record.rows["message"]:
        n_times = delivered[row["message_id"]]
        if n_times != (row["state"] == "sent"):
            yield f"message {row['id']} is {row['state']} and left {n_times} times"
    enclosed = {row["id"] for row in record.rows["message"]}
    for row in record.rows["notice"]:
        if (row["state"] == "enclosed") != (row["message_id"] in enclosed):
            yield f"notice {row['id']} is {row['state']} in message {row['message_id']}"


def broken_ledger(record: Record) -> Iterator[str]:
    """Entries that do not follow the one before them, or whose hash is not theirs."""
    before = "0" * 64
    for seq, row in enumerate(sorted(record.rows["ledger"], key=lambda row: row["seq"]), start=1):
        at = datetime.fromisoformat(row["at"]).replace(tzinfo=UTC)
        said = {key: value for key, value in row.items() if key != "hash"} | {
            "at": at.isoformat(timespec="microseconds"),
            "details": json.loads(row["details"]),
        }
        text = json.dumps(said, sort_keys=True, separators=(",", ":"))
        if (row["seq"], row["prev_hash"]) != (seq, before):
            yield f"entry {row['seq']} does not follow entry {seq - 1}"
        if row["hash"] != hashlib.sha256(text.encode()).hexdigest():
            yield f"entry {row['seq']} was changed"
        before = row["hash"]


def broken_at_any_moment(record: Record) -> list[str]:
    """Every promise that needs no more than the record, and whatever breaks it."""
    promises = (
        unrecorded_statuses, unapproved_final_plans, approved_by_their_authors, told_twice,
        told_of_own_act, broken_ledger,
    )  # fmt: skip
    return [fault for promise in promises for fault in promise(record)]
