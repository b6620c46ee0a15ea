"""The lines that a question shows, as a page shows them: at the revision that is decided on."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from config.declared import Declared
from portal.forms.shapes import Given, Option
from tat.content import ActivityContent, NeedContent, PlanContent
from tat.differences import NAMES, UNTOLD
from templates.words import REQUIREMENT_NAMES


@dataclass(frozen=True)
class ShownLine:
    """One need or activity."""

    id: int
    title: str
    """`Need 1: Help with background checks`."""
    details: Sequence[str]
    is_need: bool
    has_changed: bool
    """Whether it reads differently now than when the question was asked."""
    values: Mapping[str, str | Sequence[str]]
    """Its words, by the fields of a form that changes them."""
    since: Sequence[str] = ()
    """What has changed in it, and how it reads now: sentences."""

    def as_given(self, name: str = "line_id", *, with_values: bool = False) -> Given:
        """A row of a form about this line."""
        values = self.values if with_values else {}
        return Given(
            {name: str(self.id)}, self.title, [*self.details, *self.since], values, key=str(self.id)
        )

    def as_option(self) -> Option:
        """One of the lines to choose from."""
        return Option(str(self.id), self.title)


def shown_lines(
    then: PlanContent,
    now: PlanContent | None,
    declared: Declared,
    *,
    gone: str = "",
) -> list[ShownLine]:
    """The lines that a prompt shows, needs first, with what has changed in each since.

    Args:
        then: the lines as they read at the revisions that are decided on.
        now: their plan as it reads now, or as a change on its way would have it.
        gone: how the title of a line begins that is asked about because it leaves the plan; empty
            where a line that has left it has done so since.
    """
    today = _by_id(now)
    places = {
        one.line_id: f"need {one.number}" for one in (*then.needs, *(now.needs if now else ()))
    }
    lines = [_need(one, declared) for one in then.needs]
    lines += [_activity(one, places, declared) for one in then.activities]
    words = _by_id(then)
    return [_since(line, words[line.id], today.get(line.id), gone) for line in lines]


def _by_id(content: PlanContent | None) -> dict[int, NeedContent | ActivityContent]:
    if content is None:
        return {}
    found: dict[int, NeedContent | ActivityContent] = {one.line_id: one for one in content.needs}
    return found | {one.line_id: one for one in (*content.activities, *content.proposed)}


def _since(
    line: ShownLine,
    then: NeedContent | ActivityContent,
    now: NeedContent | ActivityContent | None,
    gone: str,
) -> ShownLine:
    """A line with what became of it since it was asked about."""
    if now is None and gone:
        return replace(line, title=f"{gone}: {line.title[:1].lower()}{line.title[1:]}")
    if now is None:
        since = ["Since you were asked it was taken out of the plan."]
        return replace(line, has_changed=True, since=since)
    if now.revision == then.revision:
        return line
    before, after = asdict(then), asdict(now)
    since = [
        f"Since you were asked the {NAMES.get(name, name)} was changed. It now reads: "
        f"{_plain(after[name])}."
        for name in after
        if name not in NOT_WORDS and before[name] != after[name]
    ]
    return replace(line, has_changed=True, since=since)


NOT_WORDS = (*UNTOLD, "need_id", "center")
"""The fields of a line that are not its words."""


def _plain(value: Any) -> str:
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return text.rstrip(".") or "nothing"


def _need(need: NeedContent, declared: Declared) -> ShownLine:
    details = [
        f"{declared.topics[need.topic].title}; priority {need.priority}; {need.setting}; "
        f"{REQUIREMENT_NAMES[need.requirement]}.",
        f"What shall come of it: {need.outcome}" if need.outcome else "",
    ]
    values = {
        "need.topic": need.topic, "need.text": need.text, "need.outcome": need.outcome,
        "need.priority": str(need.priority), "need.requirement": str(need.requirement),
        "need.setting": str(need.setting),
    }  # fmt: skip
    return ShownLine(
        need.line_id, f"Need {need.number}: {need.text}", [one for one in details if one], True,
        False, values,
    )  # fmt: skip


def _activity(
    activity: ActivityContent,
    needs: Mapping[int, str],
    declared: Declared,
) -> ShownLine:
    center = declared.centers[activity.center].name_on(declared.calendar.starts_on)
    along = f" with {', '.join(activity.collaborators)}" if activity.collaborators else ""
    need = needs.get(activity.need_id or 0)
    answers = f", for {need}" if need else ""
    details = [
        activity.description,
        f"{center.short_name}{along}{answers}; {activity.intensity}; "
        f"{', '.join(activity.forms)}; {activity.approach} approach.",
        f"In the center's workplan: {activity.workplan}" if activity.workplan else "",
    ]
    values: dict[str, str | Sequence[str]] = {
        "activity.title": activity.title, "activity.description": activity.description,
        "activity.intensity": str(activity.intensity), "activity.forms": list(activity.forms),
        "activity.approach": str(activity.approach), "activity.workplan": activity.workplan,
        "activity.collaborators": list(activity.collaborators),
    }  # fmt: skip
    return ShownLine(
        activity.line_id, f"Activity {activity.number}: {activity.title}",
        [one for one in details if one], False, False, values,
    )  # fmt: skip
