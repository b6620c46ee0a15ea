"""All that staff declare for a cycle, read and checked as a whole."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from config.calendar import CycleCalendar, load_calendar
from config.centers import Center, load_centers
from config.documents import ListedDocument, load_documents
from config.done_earlier import done_earlier_problems
from config.errors import BadInput, Problem
from config.packs import MADE_DOCUMENTS, MADE_NAMES
from config.places import Jurisdiction, Region, load_jurisdictions, load_regions
from config.resources import FOLDER, Resource, load_resources
from config.rules import Rules, load_rules
from config.topics import Topic, load_topics
from config.vocabulary import Occasion

EMBEDDED = Path(__file__).parent
"""The folder with what comes with the software."""


@dataclass(frozen=True)
class Declared:
    """What is declared for one cycle. Mappings keep the order of their files.

    Keys: jurisdictions by code ("CO"), regions by number (1-10), centers by current short name
    ("NCSIA"), topics by key, resources by name.
    """

    calendar: CycleCalendar
    jurisdictions: Mapping[str, Jurisdiction]
    regions: Mapping[int, Region]
    centers: Mapping[str, Center]
    topics: Mapping[str, Topic]
    rules: Rules
    resources: Mapping[str, Resource]
    documents: tuple[ListedDocument, ...]
    """What is looked at before a state's draft is written (1.5)."""
    document_faults: Mapping[str, Problem] = field(default_factory=dict)
    """By name: why a document of a pack, or of another file in resources/, cannot be sent."""


def load(cycle: str, folder: Path | None = None, *, calendar_file: Path | None = None) -> Declared:
    """Read all that is declared for a cycle.

    Args:
        cycle: its name, as of a file in cycles/: "2016-2018".
        folder: where the files are; None for what comes with the software.
        calendar_file: the calendar, where it is another file than the one in cycles/.
    Raises:
        BadInput: naming every problem of every file.
    """
    folder = folder or EMBEDDED
    problems: list[Problem] = []
    calendar = (
        load_calendar(calendar_file, file=str(calendar_file), problems=problems)
        if calendar_file
        else _calendar(cycle, folder, problems)
    )
    regions = load_regions(folder / "regions.csv", file="regions.csv", problems=problems)
    jurisdictions = load_jurisdictions(
        folder / "jurisdictions.csv", regions, file="jurisdictions.csv", problems=problems
    )
    centers = load_centers(folder / "centers.csv", file="centers.csv", problems=problems)
    topics = load_topics(folder / "topics.toml", centers, file="topics.toml", problems=problems)
    rules = load_rules(folder / "rules.toml", file="rules.toml", problems=problems)
    resources, document_faults = load_resources(folder / FOLDER)
    documents = load_documents(folder / "documents.toml", file="documents.toml", problems=problems)
    if rules:
        problems.extend(_made_for_others(rules, resources))
        document_faults = _without_file(rules, resources) | document_faults
        problems.extend(_protocols_of_nobody(rules, centers))
    if calendar and jurisdictions:
        file = f"cycles/{cycle}.toml"
        problems.extend(done_earlier_problems(calendar.done_earlier, jurisdictions, file=file))
    if rules and calendar:
        problems.extend(_windows_missing(rules, calendar))
    if problems or calendar is None or rules is None:
        raise BadInput(problems)
    return Declared(
        calendar=calendar,
        jurisdictions=jurisdictions,
        regions=regions,
        centers=centers,
        topics=topics,
        rules=rules,
        resources=resources,
        documents=documents,
        document_faults=document_faults,
    )


def cycles(folder: Path | None = None) -> list[str]:
    """Give the names of the cycles that are declared, sorted."""
    return sorted(path.stem for path in ((folder or EMBEDDED) / "cycles").glob("*.toml"))


def _calendar(cycle: str, folder: Path, problems: list[Problem]) -> CycleCalendar | None:
    if cycle in cycles(folder):
        file = f"cycles/{cycle}.toml"
        return load_calendar(folder / file, file=file, problems=problems)
    known = ", ".join(cycles(folder)) or "none"
    cause = f'there is no cycle "{cycle}"'
    problems.append(Problem("cycles", "", cause, f"declare it or choose one of: {known}"))
    return None


def _made_for_others(rules: Rules, resources: Mapping[str, Resource]) -> Iterator[Problem]:
    """Documents that are made, but not for the occasion of their pack: no file can bring them."""
    documents = dict.fromkeys(
        (pack.occasion, name) for pack in rules.packs for name in pack.documents
    )
    for occasion, name in documents:
        is_known = name in resources or name in MADE_DOCUMENTS.get(occasion, ())
        if name in MADE_NAMES and not is_known:
            cause = f'the document "{name}" is not made for this occasion'
            yield Problem("rules.toml", f"pack {occasion}", cause, "take it out of the pack")


def _without_file(rules: Rules, resources: Mapping[str, Resource]) -> dict[str, Problem]:
    """Documents that somebody forgot to write, or that a pack calls otherwise."""
    names = dict.fromkeys(name for pack in rules.packs for name in pack.documents)
    return {
        name: Problem(
            f"{FOLDER}/{name}.md", "", "the file is missing",
            "write it, or correct its name in the pack of rules.toml",
        )
        for name in names
        if name not in resources and name not in MADE_NAMES
    }  # fmt: skip


def _protocols_of_nobody(rules: Rules, centers: Mapping[str, Center]) -> Iterator[Problem]:
    for protocol in rules.protocols:
        if protocol.center not in centers:
            cause = f'"{protocol.center}" is no center'
            act = f"use one of {', '.join(sorted(centers))}"
            yield Problem("rules.toml", f"protocol {protocol.center}.center", cause, act)


def _windows_missing(rules: Rules, calendar: CycleCalendar) -> Iterator[Problem]:
    for meeting in rules.meeting.values():
        known = {window.name for window in calendar.step(meeting.step).windows}
        if meeting.window and meeting.window not in known:
            cause = f'step {meeting.step} of the calendar has no window "{meeting.window}"'
            act = "declare the window, or correct its name"
            yield Problem("rules.toml", f"meeting.{meeting.kind}.window", cause, act)
    occasion = Occasion.ALL_HANDS
    if occasion not in {window.name for window in calendar.step(3).windows}:
        cause = f'step 3 of the calendar has no window "{occasion}", on whose first day it leaves'
        yield Problem("rules.toml", f"pack {occasion}", cause, "declare the window")
