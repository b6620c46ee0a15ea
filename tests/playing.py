"""How a small cycle is played until a stage: everybody answers at once and agrees."""

from typing import Self

from tat.schema import Prompt
from tests.example_plan import BACKGROUND_CHECKS, COACHING, LOOKED_AT, SCHOOL_AGE

STAGES = (
    "announced", "drafted", "calls", "initial", "accurate", "proposed", "entered", "affirmed",
    "asked", "confirmed", "intermediate", "submitted", "approved", "final",
    "delivery",
)  # fmt: skip


class Playing:
    """What a small cycle does to come to a stage."""

    def reach(self, stage: str) -> Self:
        """Play until a stage: see STAGES. Everybody agrees; each state has two needs."""
        for name in STAGES[: STAGES.index(stage) + 1]:
            if name not in self._reached:
                getattr(self, f"_to_{name}")()
                self._reached.append(name)
        return self

    @property
    def _reached(self) -> list[str]:
        return self.__dict__.setdefault("_stages", [])

    def answer_all(self, kind: str, content) -> int:
        """Answer every open prompt of a kind; `content` is a dict or takes the row of a prompt."""
        found = self.prompts(kind)
        for row in found:
            if self.rows(Prompt, Prompt.id == row.id)[0]["state"] == "open":
                given = content(row) if callable(content) else content
                self.answer_prompt(row.id, given)
        return len(found)

    def accept_lines(self, row) -> dict:
        """Accept every line that a prompt shows."""
        return {"lines": [{"line_id": line, "accepts": True} for line in self.shown(row.id)]}

    def _to_announced(self) -> None:
        self.at("2016-08-01 07:00").run(1)

    def _to_drafted(self) -> None:
        self.at("2016-08-10 10:00").answer_all("worksheet", self._worksheet)
        self.at("2016-08-10 18:00").run(1)
        self.at("2016-09-03 07:00").run(1)

    def _worksheet(self, row) -> dict:
        """Two needs; what is still open from a cycle before is dropped."""
        carried = [
            {"need_id": one["need_id"], "carries": False, "reason": "Settled otherwise"}
            for one in row.why.get("carried", ())
        ]
        return {
            "check_in_held_on": "2016-08-09",
            "documents": LOOKED_AT,
            "factors": [{"text": "New data system", "document": "State plan"}],
            "high_priority_needs": ["Help with background checks"],
            "needs": [BACKGROUND_CHECKS, SCHOOL_AGE],
            "carried": carried,
        }

    def _to_calls(self) -> None:
        """Calls are agreed for 20 September, 14:00 in Washington, and the script is approved."""
        self.at("2016-09-06 07:00").run(2)
        self.answer_all("script-approval", {"approves": True})
        self.at("2016-09-07 10:00").answer_all("call-proposal", self._proposal)
        self.run(2)
        self.at("2016-09-08 10:00").answer_all("call-agreement", {"agrees": True})
        self.run(2)

    def _proposal(self, row) -> dict:
        chair = self.holders("advisory-council-chair", row.jurisdiction)[0]
        return {
            "starts_at": "2016-09-20T14:00:00-04:00",
            "minutes": 120,
            "invitee_ids": [self.person_id(chair)],
        }

    def _to_initial(self) -> None:
        self.at("2016-09-21 07:30").run(2)
        self.answer_all("call-record", {"held_on": "2016-09-20"})
        self.at("2016-09-21 18:00").run(2)

    def _to_accurate(self) -> None:
        self.at("2016-09-22 10:00").answer_all("accuracy", {"confirms": True})
        self.at("2016-09-22 18:00").run(2)
        self.at("2016-10-22 07:00").run(2)

    def _to_proposed(self) -> None:
        self.at("2016-10-24 07:00").run(3)
        self.at("2016-10-26 10:00").answer_all("approaches", self._approaches)
        self.at("2016-10-26 18:00").run(3)

    def _approaches(self, row) -> dict:
        return {
            "proposed": [{"need_id": need, "activity": COACHING} for need in self.shown(row.id)]
        }

    def _to_entered(self) -> None:
        self.at("2016-10-28 10:00").answer_all("officer-confirmation", self.accept_lines)
        self.at("2016-10-28 18:00").run(3)
        self.at("2016-10-31 10:00").answer_all("entry", self.accept_lines)
        self.at("2016-10-31 18:00").run(3)

    def _to_affirmed(self) -> None:
        self.at("2016-11-01 10:00").answer_all("affirmation", {"confirms": True})
        self.at("2016-11-01 18:00").run(3)
        self.at("2016-11-19 07:00").run(3)

    def _to_asked(self) -> None:
        self.at("2016-11-21 07:00").run(4)

    def _to_confirmed(self) -> None:
        self.at("2016-11-22 10:00").answer_all("confirmation", {"confirms": True})
        self.at("2016-11-22 18:00").run(4)

    def _to_intermediate(self) -> None:
        self.at("2016-11-23 10:00").answer_all("conversion", {"converts": True})
        self.at("2016-11-23 18:00").run(4)
        self.at("2016-12-03 07:00").run(4)

    def _to_submitted(self) -> None:
        self.at("2016-12-05 07:00").run(5)
        self.at("2016-12-05 10:00").answer_all("package", {})
        self.at("2016-12-05 18:00").run(5)

    def _to_approved(self) -> None:
        self.at("2016-12-07 10:00").answer_all("approval", self.accept_lines)
        self.at("2016-12-07 18:00").run(5)

    def _to_final(self) -> None:
        self.at("2016-12-08 10:00").answer_all("finalization", {"converts": True})
        self.at("2016-12-08 18:00").run(5)

    def _to_delivery(self) -> None:
        """The leads have approved the final plans; step 5 is closed, steps 6 and 7 are open."""
        self.at("2016-12-16 07:30").run(5)
        self.at("2016-12-16 10:00").answer_all("final-agreement", {"approves": True})
        self.at("2016-12-20 07:00").run(5).run(6).run(7)
