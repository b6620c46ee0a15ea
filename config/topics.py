"""The topics under which needs are counted."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.centers import Center, find_center
from config.declaration import Declaration, PositiveCount, Words, YesNo, matching
from config.errors import Problem
from config.reading import check, read_toml
from config.vocabulary import Requirement


class Topic(Declaration):
    """A topic. `centers` are keys of the centers that could lead it, the likeliest first.

    `confirmed` says whether the title is a heading of the official preprint, word for word.
    """

    key: Annotated[str, matching(r"[a-z]+(-[a-z]+)*", "small letters with hyphens between")]
    title: Words
    section: PositiveCount
    section_title: str = ""
    requirement: Requirement
    centers: Annotated[tuple[Words, ...], Field(min_length=1)]
    confirmed: YesNo


class Section(Declaration):
    """A section of the preprint of the CCDF state plan."""

    number: PositiveCount
    title: Words
    confirmed: YesNo


class TopicFile(Declaration):
    """The whole of topics.toml."""

    sections: Annotated[tuple[Section, ...], Field(alias="section", min_length=1)]
    topics: Annotated[tuple[Topic, ...], Field(alias="topic", min_length=1)]


def load_topics(
    path: Path, centers: Mapping[str, Center], *, file: str, problems: list[Problem]
) -> dict[str, Topic]:
    """Read topics.toml, by key; what is wrong is added to the problems.

    A former short name of a center is read as its current one. Centers are compared with
    `centers` unless that is empty.
    """
    data = read_toml(path, file=file, problems=problems)
    declared = check(TopicFile, data, file=file, problems=problems) if data is not None else None
    if declared is None:
        return {}
    titles = {section.number: section.title for section in declared.sections}
    problems.extend(_twice("section", (s.number for s in declared.sections), file=file))
    problems.extend(_twice("topic", (t.key for t in declared.topics), file=file))
    topics: dict[str, Topic] = {}
    for topic in declared.topics:
        place = f"topic {topic.key}"
        if topic.section not in titles:
            cause = f"section {topic.section} is not declared"
            problems.append(Problem(file, f"{place}.section", cause, "declare or correct it"))
        leads = _keys(topic, centers, file=file, problems=problems) if centers else topic.centers
        title = titles.get(topic.section, "")
        topics[topic.key] = topic.model_copy(update={"section_title": title, "centers": leads})
    return topics


def _keys(
    topic: Topic, centers: Mapping[str, Center], *, file: str, problems: list[Problem]
) -> tuple[str, ...]:
    keys: list[str] = []
    for short_name in topic.centers:
        center = find_center(centers, short_name)
        place = f"topic {topic.key}.centers"
        if center is None:
            cause = f"{short_name} is not the short name of a center"
            problems.append(Problem(file, place, cause, "correct it or declare the center"))
        elif center.key in keys:
            problems.append(Problem(file, place, f"{center.key} is there twice", "remove one"))
        else:
            keys.append(center.key)
    return tuple(keys)


def _twice(what: str, keys: Iterable[str | int], *, file: str) -> list[Problem]:
    seen: set[str | int] = set()
    found: list[Problem] = []
    for key in keys:
        if key in seen:
            found.append(Problem(file, f"{what} {key}", "is declared twice", "remove one of them"))
        seen.add(key)
    return found
