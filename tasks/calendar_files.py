"""Calendar entries as files that calendar programs read (iCalendar, RFC 5545 and 5546).

Times are in UTC: some programs misread the rules of time zones that a file could carry.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from email.utils import parseaddr

from icalendar import Calendar, Event, vCalAddress, vText

from tat.calendar_entries import Numbered
from tat.messages import Document
from tat.people import Somebody
from templates.filters import in_zone, moment

DEADLINES = "deadlines.ics"


@dataclass(frozen=True)
class Sender:
    """Who sends a letter, and when it was made."""

    mail_from: str
    """Name and address in angle brackets; meetings are organized by who sends the mail."""
    now: datetime

    @property
    def host(self) -> str:
        """The domain of the sender's address."""
        return parseaddr(self.mail_from)[1].rpartition("@")[2]


def files_of(entries: Sequence[Numbered], sender: Sender, reader: Somebody) -> list[Document]:
    """A file for each meeting, and one with all due dates."""
    meetings = [one for one in entries if "starts_at" in one.entry.facts]
    due = [one for one in entries if "due_on" in one.entry.facts]
    files: dict[str, Document] = {}
    for one in meetings:
        document = _meeting(one, sender, reader)
        if document.name in files:  # two of one name: conferences of one day, say
            name = document.name.removesuffix(".ics")
            document = replace(document, name=f"{name} {len(files) + 1}.ics")
        files[document.name] = document
    documents = list(files.values())
    if due:
        events = [_due(one, sender) for one in due]
        documents.append(Document(DEADLINES, _calendar("PUBLISH", events)))
    return documents


def _meeting(one: Numbered, sender: Sender, reader: Somebody) -> Document:
    facts, zone = one.entry.facts, reader.time_zone
    starts_at = datetime.fromisoformat(facts["starts_at"])
    event = _event(one, sender)
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", starts_at.astimezone(UTC) + timedelta(minutes=facts["minutes"]))
    event.add("status", "CANCELLED" if one.entry.is_off else "CONFIRMED")
    where = f"\nPlace: {_one_line(facts['place'])}" if facts["place"] else ""
    if facts["place"]:
        event.add("location", _one_line(facts["place"]))
    event.add("description", f"{moment(starts_at, zone)} by your clock ({zone}).{where}")
    if one.entry.is_own:
        method = "PUBLISH"
    else:
        method = "CANCEL" if one.entry.is_off else "REQUEST"
        event.add("attendee", _attendee(reader))
    day = in_zone(starts_at, zone).date().isoformat()
    return Document(f"{facts['title']} {day}.ics", _calendar(method, [event]))


def _attendee(reader: Somebody) -> vCalAddress:
    attendee = _party(reader.name, reader.address)
    for name, value in (
        ("ROLE", "REQ-PARTICIPANT"),
        ("PARTSTAT", "NEEDS-ACTION"),
        ("RSVP", "TRUE"),
    ):
        attendee.params[name] = vText(value)
    return attendee


def _due(one: Numbered, sender: Sender) -> Event:
    due_on = date.fromisoformat(one.entry.facts["due_on"])
    event = _event(one, sender)
    event.add("dtstart", due_on)
    event.add("dtend", due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("description", "The mail that brought this entry has the way to the answer.")
    return event


def _event(one: Numbered, sender: Sender) -> Event:
    event = Event()
    event.add("uid", one.entry.uid)
    event.add("sequence", one.sequence)
    event.add("dtstamp", sender.now.astimezone(UTC).replace(microsecond=0))
    event.add("summary", _one_line(one.entry.facts["title"]))
    event.add("organizer", _party(*parseaddr(sender.mail_from)))
    return event


def _calendar(method: str, events: Iterable[Event]) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//tacycle//TA planning//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for event in events:
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _party(name: str, address: str) -> vCalAddress:
    party = vCalAddress(f"mailto:{address}")
    if name:
        party.params["CN"] = vText(_one_line(name).replace('"', "'"))
    return party


def _one_line(text: str) -> str:
    """Words of people stay words: in one line, without what no calendar can show."""
    return "".join(char for char in " ".join(text.split()) if char.isprintable())
