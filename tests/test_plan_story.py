"""The story of one plan, told from the ledger: spelled out from the announcement to final (8.4)."""

import pytest

from cli.ledger import story
from config.vocabulary import Channel
from tasks.surroundings import use
from tat.database import read
from tat.ledger import faults
from tat.refusals import Refused
from tests.test_tat_ledger import tamper

SPECIALIST = "greta.cypress@region8.scbc.example"  # of Colorado and Montana

COLORADO = """\
2016-08-01 07:00  The cycle began, and the plan with it: empty, a draft.
2016-08-01 07:00  tacycle asked Greta Cypress, State Systems Specialist, to draft the initial
    plan; the last day for an answer is Monday, August 22, 2016.
2016-08-10 10:00  Greta Cypress, State Systems Specialist, answered the request to draft the
    initial plan. (on the page)
2016-09-03 07:00  tacycle mailed the draft of the initial plan to Emil Cedar, Regional Program
    Manager; Finn Cottonwood, Regional Center Representative.
2016-09-03 07:00  tacycle mailed the announcement of the cycle to Hal Dogwood, Administrator; Hugo
    Dove, Early Childhood Advisory Council chair; Ida Dunlin, Head Start Collaboration Director;
    Ines Egret, Licensing Director.
2016-09-06 07:00  tacycle asked Greta Cypress, State Systems Specialist, to propose the stakeholder
    call; the last day for an answer is Tuesday, September 13, 2016. (version 1)
2016-09-07 10:00  Greta Cypress, State Systems Specialist, answered the request to propose the
    stakeholder call. (version 1, on the page)
2016-09-07 10:00  tacycle asked Hal Dogwood, Administrator, to agree on the stakeholder call; the
    last day for an answer is Wednesday, September 14, 2016. (version 1)
2016-09-08 10:00  Hal Dogwood, Administrator, answered the request to agree on the stakeholder
    call. (version 1, on the page)
2016-09-21 07:30  tacycle asked Greta Cypress, State Systems Specialist, to record the stakeholder
    call; the last day for an answer is Monday, September 26, 2016. (version 1)
2016-09-21 07:30  Greta Cypress, State Systems Specialist, answered the request to record the
    stakeholder call. (version 1, on the page)
2016-09-21 18:00  The plan became initial. (version 2)
2016-09-21 18:00  tacycle asked Hal Dogwood, Administrator, to check the initial plan; the last
    day for an answer is Wednesday, September 28, 2016. (version 2)
2016-09-21 18:00  tacycle asked Theo Locust, center lead, to review the initial plans (ECQA); the
    last day for an answer is Wednesday, September 28, 2016. (version 2)
2016-09-21 18:00  tacycle asked Anna Basswood, center lead, to review the initial plans (NCASE);
    the last day for an answer is Wednesday, September 28, 2016. (version 2)
2016-09-21 18:00  tacycle mailed the documents for the stakeholder call and the initial plan to
    Enid Chickadee, regional staff; Ezra Condor, regional staff.
2016-09-21 18:00  tacycle mailed the documents for the stakeholder call to Fay Cormorant,
    Infant/Toddler Specialist.
2016-09-21 18:00  tacycle mailed the documents for the stakeholder call and the initial plan to
    Flora Crane, regional partner; Gil Curlew, regional partner.
2016-09-21 18:00  tacycle mailed an answer that came in to Greta Cypress, State Systems
    Specialist.
2016-09-21 18:00  tacycle mailed the documents for the stakeholder call and the request to check
    the initial plan to Hal Dogwood, Administrator.
2016-09-21 18:00  tacycle mailed the documents for the stakeholder call to Hugo Dove, Early
    Childhood Advisory Council chair.
2016-09-22 10:00  Hal Dogwood, Administrator, answered the request to check the initial plan: yes.
    (version 2, on the page)
2016-10-22 07:00  tacycle withdrew the request to Theo Locust, center lead, to review the initial
    plans (ECQA): its step has ended. (version 2)
2016-10-22 07:00  tacycle withdrew the request to Anna Basswood, center lead, to review the
    initial plans (NCASE): its step has ended. (version 2)
2016-10-22 07:00  tacycle mailed an answer that came in to Greta Cypress, State Systems
    Specialist.
2016-10-24 07:00  tacycle asked Theo Locust, center lead, to propose approaches (ECQA); the last
    day for an answer is Wednesday, November 2, 2016. (version 2)
2016-10-24 07:00  tacycle asked Anna Basswood, center lead, to propose approaches (NCASE); the
    last day for an answer is Wednesday, November 2, 2016. (version 2)
2016-10-26 10:00  Theo Locust, center lead, answered the request to propose approaches (ECQA).
    (version 2, on the page)
2016-10-26 10:00  Anna Basswood, center lead, answered the request to propose approaches (NCASE).
    (version 2, on the page)
2016-10-26 18:00  tacycle asked Uma Madrone, COR, to confirm the proposed activities (ECQA); the
    last day for an answer is Tuesday, November 1, 2016. (version 2)
2016-10-26 18:00  tacycle asked Asa Birch, FPO, to confirm the proposed activities (NCASE); the
    last day for an answer is Tuesday, November 1, 2016. (version 2)
2016-10-28 10:00  Uma Madrone, COR, answered the request to confirm the proposed activities
    (ECQA): yes. (version 2, on the page)
2016-10-28 10:00  Asa Birch, FPO, answered the request to confirm the proposed activities (NCASE):
    yes. (version 2, on the page)
2016-10-28 18:00  tacycle asked Greta Cypress, State Systems Specialist, to enter the recommended
    activities; the last day for an answer is Tuesday, November 1, 2016. (version 2)
2016-10-31 10:00  Greta Cypress, State Systems Specialist, answered the request to enter the
    recommended activities. (version 2, on the page)
2016-10-31 18:00  tacycle asked Emil Cedar, Regional Program Manager, to affirm the plans; the
    last day for an answer is Thursday, November 3, 2016. (version 3)
2016-11-01 10:00  Emil Cedar, Regional Program Manager, answered the request to affirm the plans:
    yes. (version 3, on the page)
2016-11-19 07:00  tacycle mailed the affirmed plan to Flora Crane, regional partner; Gil Curlew,
    regional partner.
2016-11-19 07:00  tacycle mailed an answer that came in to Greta Cypress, State Systems
    Specialist.
2016-11-21 07:00  tacycle asked Hal Dogwood, Administrator, to confirm the plan; the last day for
    an answer is Wednesday, November 30, 2016. (version 3)
2016-11-22 10:00  Hal Dogwood, Administrator, answered the request to confirm the plan: yes.
    (version 3, on the page)
2016-11-22 18:00  tacycle asked Greta Cypress, State Systems Specialist, to order the conversion
    to intermediate; the last day for an answer is Friday, November 25, 2016. (version 3)
2016-11-23 10:00  Greta Cypress, State Systems Specialist, answered the request to order the
    conversion to intermediate. (version 3, on the page)
2016-11-23 18:00  The plan became intermediate, as Greta Cypress, State Systems Specialist,
    ordered. (version 3)
2016-12-03 07:00  tacycle mailed the intermediate plan to Enid Chickadee, regional staff; Ezra
    Condor, regional staff; Flora Crane, regional partner; Gil Curlew, regional partner.
2016-12-03 07:00  tacycle mailed an answer that came in to Greta Cypress, State Systems
    Specialist.
2016-12-03 07:00  tacycle mailed the intermediate plan to Rhea Kinglet, center lead; Saul Larch,
    center lead; Theo Locust, center lead; Vera Magpie, center lead; Ada Ash, center lead; Anna
    Basswood, center lead; Bela Bittern, center lead; Dale Bunting, center lead; Elsa Cedar,
    center lead; Ezra Cormorant, center lead.
2016-12-05 07:00  tacycle asked Theo Locust, center lead, to submit the package (ECQA); the last
    day for an answer is Wednesday, December 7, 2016. (version 3)
2016-12-05 07:00  tacycle asked Anna Basswood, center lead, to submit the package (NCASE); the
    last day for an answer is Wednesday, December 7, 2016. (version 3)
2016-12-05 10:00  Theo Locust, center lead, answered the request to submit the package (ECQA).
    (version 3, on the page)
2016-12-05 10:00  Anna Basswood, center lead, answered the request to submit the package (NCASE).
    (version 3, on the page)
2016-12-05 18:00  tacycle asked Uma Madrone, COR, to approve the package (ECQA); the last day for
    an answer is Friday, December 9, 2016. (version 3)
2016-12-05 18:00  tacycle asked Asa Birch, FPO, to approve the package (NCASE); the last day for
    an answer is Friday, December 9, 2016. (version 3)
2016-12-05 18:00  tacycle mailed the request to approve the package to Uma Madrone, COR; Asa
    Birch, FPO.
2016-12-07 10:00  Uma Madrone, COR, answered the request to approve the package (ECQA): yes.
    (version 3, on the page)
2016-12-07 10:00  Asa Birch, FPO, answered the request to approve the package (NCASE): yes.
    (version 3, on the page)
2016-12-07 18:00  tacycle asked Greta Cypress, State Systems Specialist, to order the conversion
    to final; the last day for an answer is Friday, December 9, 2016. (version 3)
2016-12-08 10:00  Greta Cypress, State Systems Specialist, answered the request to order the
    conversion to final. (version 3, on the page)
2016-12-08 18:00  The plan became final, as Greta Cypress, State Systems Specialist, ordered.
    (version 3)
2016-12-08 18:00  tacycle asked Theo Locust, center lead, to approve the final plans (ECQA); the
    last day for an answer is Friday, December 16, 2016. (version 3)
2016-12-08 18:00  tacycle asked Anna Basswood, center lead, to approve the final plans (NCASE);
    the last day for an answer is Friday, December 16, 2016. (version 3)

81 acts: each is as it was written.
"""
"""From the first letter to the final plan, where everybody agrees; wrapped by hand."""


def told(cycle, tmp_path, capsys, state="CO") -> tuple[int, list[str]]:
    with use(cycle.surroundings):
        code = story(state, database=f"sqlite:///{tmp_path / 'tat.db'}")
    return code, capsys.readouterr().out.splitlines()


def unwrapped(text: str) -> list[str]:
    return text.replace("\n    ", " ").splitlines()


@pytest.mark.process("8.4")
def test_the_ledger_tells_the_story_of_a_plan_from_announcement_to_final(
    cycle_at, tmp_path, capsys
):
    assert told(cycle_at("final"), tmp_path, capsys) == (0, unwrapped(COLORADO))


@pytest.mark.process("8.4")
def test_what_a_specialist_records_says_whose_answer_it_is_and_by_which_channel(
    cycle_at, tmp_path, capsys
):
    cycle = cycle_at("asked").at("2016-12-01 09:00")
    changes = {"confirms": False, "wishes": [{"text": "More coaching"}]}
    cycle.answer("confirmation", changes, state="CO", by=SPECIALIST, channel=Channel.PHONE)
    assert told(cycle, tmp_path, capsys)[1][-3] == (
        "2016-12-01 09:00  Hal Dogwood, Administrator, answered the request to confirm the plan: "
        "asked for changes. Greta Cypress, State Systems Specialist, put it on record. The answer "
        "was late. (version 3, by phone)"
    )


def test_an_answer_in_the_place_of_another_says_so(cycle_at, tmp_path, capsys):
    cycle = cycle_at("asked")
    prompt = cycle.prompt("confirmation", state="CO").id
    cycle.at("2016-11-22 09:00").answer_prompt(prompt, {"confirms": True})
    changes = {"confirms": False, "wishes": [{"text": "More coaching"}]}
    cycle.at("2016-11-22 10:00").answer_prompt(prompt, changes)
    assert told(cycle, tmp_path, capsys)[1][-3] == (
        "2016-11-22 10:00  Hal Dogwood, Administrator, answered the request to confirm the plan: "
        "asked for changes. It takes the place of an earlier answer. (version 3, on the page)"
    )


def test_an_entry_that_was_changed_behind_the_ledgers_back_is_named(cycle_at, tmp_path, capsys):
    cycle = cycle_at("announced")
    tamper(cycle.tracker, "UPDATE ledger SET plan_version = 7 WHERE seq = 8")
    code, lines = told(cycle, tmp_path, capsys)
    assert (code, lines[-1]) == (
        1, "2 acts: entry 8: its content was changed after it was written."
    )  # fmt: skip


def test_each_entry_is_held_against_the_one_before_it(cycle_at):
    cycle = cycle_at("announced")
    tamper(cycle.tracker, "UPDATE ledger SET prev_hash = 'x' WHERE seq = 3")
    with read(cycle.tracker) as tat:
        assert faults(tat, [1, 2, 3, 4]) == {
            1: "", 2: "", 3: "it does not follow the entry before it", 4: "",
        }  # fmt: skip


def test_a_state_without_a_plan_is_refused_in_one_sentence(cycle_at, tmp_path, capsys):
    with pytest.raises(Refused) as refusal:
        told(cycle_at("announced"), tmp_path, capsys, state="WY")
    assert str(refusal.value) == (
        "There is no plan of WY in 2016-2018: use the code of a state that is in it, such as CO."
    )
