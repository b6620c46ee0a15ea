"""The lines that a question shows, as a page shows them: at the revision that is decided on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.declared import Declared
from portal.forms.shapes import Given, Option
from tat.content import ActivityContent, NeedContent, PlanContent
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

    def as_given(self, name: str = "line_id", *, with_values: bool = False) -> Given:
        """A row of a form about this line."""
        note = ["It has changed since you were asked."] if self.has_changed else []
        values = self.values if with_values else {}
        return Given(
            {name: str(self.id)}, self.title, [*self.details, *note], values, key=str(self.id)
        )

    def as_option(self) -> Option:
        """One of the lines to choose from."""
        return Option(str(self.id), self.title)


def shown_lines(
    content: PlanContent | None,
    shown: Mapping[int, int],
    withdrawn: Mapping[int, str],
    declared: Declared,
) -> list[ShownLine]:
    """The lines that a prompt shows, needs first.

    Args:
        content: of the plan as it reads now, or as a change on its way would have it.
        shown: revision of each line, as the prompt shows it.
        withdrawn: titles of the activities that stand no more.
    """
    if content is None:
        return []
    needs = [_need(one, shown, declared) for one in content.needs if one.line_id in shown]
    texts = {one.line_id: f"need {one.number}" for one in content.needs}
    both = (*content.activities, *content.proposed)
    activities = [_activity(one, shown, texts, declared) for one in both if one.line_id in shown]
    gone = [
        ShownLine(line_id, f"Withdrawn: {title}", (), False, False, {})
        for line_id, title in withdrawn.items()
        if line_id in shown
    ]
    return [*needs, *activities, *gone]


def _need(need: NeedContent, shown: Mapping[int, int], declared: Declared) -> ShownLine:
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
        shown[need.line_id] != need.revision, values,
    )  # fmt: skip


def _activity(
    activity: ActivityContent,
    shown: Mapping[int, int],
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
        [one for one in details if one], False, shown[activity.line_id] != activity.revision,
        values,
    )  # fmt: skip
