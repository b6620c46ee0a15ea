"""Signed memos: the proof of a federal decision that was not made on the page."""

from collections.abc import Collection
from typing import Any

from tat.answer_models import MODELS
from tat.answer_models.decisions import Approved, LineVerdicts, PlanVerdict
from tat.database import Tat
from tat.files import keep
from tat.refusals import Refused
from tat.schema import Prompt

MOST_BYTES = 10 * 1024 * 1024
MAGIC = b"%PDF-"
"""What every PDF begins with."""


def file_memo(tat: Tat, content: bytes) -> str:
    """Keep a memo as it is, never opened; returns its hash.

    Raises:
        Refused: it is empty, too large, or no PDF.
    """
    if not content.startswith(MAGIC):
        raise Refused("The memo was not filed: it is no PDF; save or scan it as one.")
    if len(content) > MOST_BYTES:
        megabytes = len(content) / (1024 * 1024)
        raise Refused(
            f"The memo was not filed: it has {megabytes:.1f} MB, and 10 MB is the most; "
            "scan it again with fewer dots per inch."
        )
    return keep(tat, content)


def agreeing(prompt: Prompt, shown: Collection[int]) -> dict[str, Any]:
    """The content of an answer by which a memo agrees with all that was asked.

    Raises:
        Refused: agreeing is no answer to this kind of question.
    """
    model = MODELS[prompt.kind]
    if issubclass(model, Approved):
        return {"approves": True}
    if issubclass(model, PlanVerdict):
        return {"confirms": True}
    if issubclass(model, LineVerdicts):
        return {"lines": [{"line_id": line_id, "accepts": True} for line_id in shown]}
    raise Refused(
        f"Prompt {prompt.id} is not answered by a yes or no: give what the memo says with --answer."
    )
