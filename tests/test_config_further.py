"""Further confirmations and protocols: what can be declared, and how a mistake is named."""

import shutil

import pytest

from config.asked import Escalation
from config.declared import EMBEDDED, load
from config.errors import BadInput
from config.rules import load_rules
from tests.declarations import LEGAL_REVIEW

PROTOCOL = """
[[protocol]]
center = "NCASE"
when = "before"
asked = ["center-lead", "project-lead"]
sufficient = 2
"""


@pytest.fixture
def declared(tmp_path):
    """Reads the rules with more text at their end; gives rules and problems as one text."""

    def read(text):
        path = tmp_path / "rules.toml"
        path.write_text((EMBEDDED / "rules.toml").read_text() + text)
        problems = []
        loaded = load_rules(path, file="rules.toml", problems=problems)
        return loaded, "\n".join(str(problem) for problem in problems)

    return read


def test_what_comes_with_the_software_declares_none():
    rules = load("2016-2018").rules
    assert (rules.confirmations, rules.protocols) == ((), ())


@pytest.mark.process("5.6")
def test_a_confirmation_says_who_answers_and_when_and_the_rest_is_that_of_its_kind(declared):
    rules, problems = declared(LEGAL_REVIEW)
    rule = rules.rule("further-confirmation", "legal-review")
    assert problems == ""
    assert (rule.line, rule.asked, rule.sufficient, rule.days) == ("5.6", ("occ",), "any", 3)
    assert (rule.reminders, rule.escalates) == ((1,), (Escalation(after_days=2, to="occ"),))
    assert (rule.urgency, rule.minutes, rule.sheet, rule.stays_open) == ("daily", 15, True, True)


@pytest.mark.process("5.4")
def test_a_protocol_says_who_approves_and_how_many(declared):
    rules, _problems = declared(PROTOCOL)
    of_ncase = rules.rule("final-agreement", "NCASE")
    assert (of_ncase.asked, of_ncase.sufficient) == (("center-lead", "project-lead"), 2)
    of_others = rules.rule("final-agreement")
    assert (of_others.asked, of_others.sufficient) == (("center-lead",), "any")


@pytest.mark.process("5.4", "rule few mails")
def test_what_a_plan_waits_for_before_it_is_final_is_asked_with_the_mail_of_the_day(declared):
    before, _problems = declared(PROTOCOL)
    after, _problems = declared(PROTOCOL.replace("before", "after"))
    asked = [one.rule("final-agreement", "NCASE").urgency for one in (before, after)]
    assert asked == ["daily", "weekly"]


def test_a_confirmation_that_is_declared_no_more_leaves_the_rule_of_its_kind(declared):
    rules, _problems = declared("")
    assert rules.rule("further-confirmation", "legal-review").days == 5


FAULTS = {
    "a role that there is not": (
        ('asked = ["occ"]', 'asked = ["lawyer"]'),
        'rules.toml, confirmation legal-review.asked no. 1: "lawyer" should be ',
    ),
    "a step after what it blocks": (
        ("step = 5", "step = 6"),
        "rules.toml, confirmation legal-review.step: step 6 comes after what it blocks (final); "
        "give a step up to 5, or let it block nothing",
    ),
    "a status that is past what it blocks": (
        ('blocks = "final"', 'blocks = "intermediate"'),
        "rules.toml, confirmation legal-review.blocks: a plan that is intermediate has "
        "intermediate behind it; let it block what comes later, or nothing",
    ),
    "a step in which no plan has come so far": (
        ("step = 5", "step = 3"),
        "rules.toml, confirmation legal-review.step: in step 3 no plan is intermediate yet; "
        "give step 4 or later",
    ),
    "somebody of a center about whole plans": (
        ('asked = ["occ"]', 'asked = ["occ", "center-lead"]'),
        "rules.toml, confirmation legal-review.asked: center-lead has a center, and it asks about "
        'whole plans; ask others, or say about = "center"',
    ),
    "a role twice": (
        ('asked = ["occ"]', 'asked = ["occ", "occ"]'),
        "rules.toml, confirmation legal-review.asked: a role is asked twice; remove one of them",
    ),
    "reminders out of order": (
        ("reminders = [1]", "reminders = [1, 2]"),
        "rules.toml, confirmation legal-review.reminders: reminders [1, 2] do not fall from below "
        "the 3 days; give each as fewer business days before the due date than the one before",
    ),
    "no question": (
        ('question = "Is everything in this plan within the law and the award?"\n', ""),
        "rules.toml, confirmation legal-review.question: is missing; add it",
    ),
}


@pytest.mark.process("5.6")
@pytest.mark.parametrize("fault", FAULTS)
def test_a_mistake_in_a_confirmation_is_named(declared, fault):
    (before, after), message = FAULTS[fault]
    assert LEGAL_REVIEW.count(before) == 1
    loaded, problems = declared(LEGAL_REVIEW.replace(before, after))
    assert (loaded, problems[: len(message)]) == (None, message)


@pytest.mark.process("5.6")
def test_two_confirmations_with_one_key_are_refused(declared):
    _loaded, problems = declared(LEGAL_REVIEW * 2)
    assert problems == (
        "rules.toml, confirmation: legal-review is declared twice; remove one, or rename it"
    )


@pytest.mark.process("5.4")
def test_two_protocols_of_one_center_are_refused(declared):
    _loaded, problems = declared(PROTOCOL * 2)
    assert problems == "rules.toml, protocol: NCASE is declared twice; remove one, or rename it"


@pytest.mark.process("5.4")
def test_only_leads_approve_by_a_protocol(declared):
    _loaded, problems = declared(PROTOCOL.replace('"project-lead"', '"fpo"'))
    assert problems == (
        "rules.toml, protocol NCASE.asked: fpo is no lead of a center; "
        "ask center-lead or project-lead"
    )


@pytest.mark.process("5.4")
def test_a_protocol_of_a_center_that_there_is_not_is_named(tmp_path):
    folder = tmp_path / "config"
    shutil.copytree(EMBEDDED, folder)
    with (folder / "rules.toml").open("a") as file:
        file.write(PROTOCOL.replace("NCASE", "NCAS"))
    with pytest.raises(BadInput) as refused:
        load("2016-2018", folder)
    assert str(refused.value) == (
        'rules.toml, protocol NCAS.center: "NCAS" is no center; use one of DTL, ECQA, EHSCCP, HW, '
        "NCASE, NCSIA, NCTECD, PFCE, PMFO, SCBC"
    )
