"""`tacycle check`: everything that would stop the next step, and what mends it."""

from cli.acting import CycleName, cycle_of, record
from cli.machinery import of_machinery
from cli.readiness import Finding, of_documents, of_record, of_settings
from config.calendar import warnings
from config.settings import load_settings
from tat.database import read


def check(cycle: CycleName = None) -> int:
    """List all that would stop the next step of a cycle, each with the act that mends it.

    Exit code 0: nothing stops it; 1: something does; 2: there is nothing to check.
    """
    settings = load_settings()
    with record() as surroundings:
        name = cycle_of(surroundings, cycle)
        declared = surroundings.declared_for(name)  # names all that is wrong in it, and stops
        with read(surroundings.tracker) as tat:
            findings = list(of_record(tat, declared, name))
        findings += of_documents(declared)
        findings += of_machinery(surroundings, settings, name)
    findings += of_settings(settings)
    findings += [
        Finding(False, text, "see whether that is meant") for text in warnings(declared.calendar)
    ]
    return _tell(name, findings)


def _tell(cycle: str, findings: list[Finding]) -> int:
    stops = [one for one in findings if one.stops]
    others = [one for one in findings if not one.stops]
    if stops:
        print(f"{cycle}: {len(stops)} things would stop a step.")
    else:
        print(f"{cycle}: nothing would stop the next step.")
    for one in stops:
        print(f"  stops    {one}.")
    for one in others:
        print(f"  warning  {one}.")
    return 1 if stops else 0
