"""`tacycle records`: which records are stale or incomplete (7.2)."""

from zoneinfo import ZoneInfo

from cli.acting import CycleName, DatabaseUrl, check_region, cycle_record
from tat.database import read
from tat.record_reading import plan_records
from tat.records import find
from templates.filters import plural


def records(
    *, region: int | None = None, cycle: CycleName = None, database: DatabaseUrl = None
) -> int:
    """List what is stale or incomplete, plan by plan. Nobody is asked.

    Parameters
    ----------
    region
        Number of a region; without it, all.
    """
    with cycle_record(cycle, database) as (surroundings, name):
        calendar = surroundings.declared_for(name).calendar
        today = surroundings.now().astimezone(ZoneInfo(calendar.time_zone)).date()
        with read(surroundings.tracker) as tat:
            check_region(tat, name, region, undone="Nothing was listed")
            known = plan_records(tat, name)
    n_plans = 0
    for one in known:
        found = find(one, today=today, stale_after_months=calendar.stale_after_months)
        if found and region in (None, one.plan.region):
            n_plans += 1
            print(one.plan.name)
            print("\n".join(f"  {each.says}" for each in found))
    print(f"{plural(n_plans, 'plan')} with stale or incomplete records")
    return 0
