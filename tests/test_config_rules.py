"""Every declared rule, spelled out, and what can be wrong with one."""

import pytest

from config.declared import EMBEDDED, load
from config.rules import load_rules
from config.vocabulary import Occasion, PromptKind, Purpose, Role

FILE = EMBEDDED / "rules.toml"

# line, asked, sufficient, days, reminders, escalations, stays open, urgency, sheet
RULES = {
    "meeting-date": ("1.2", "occ", "any", 4, (1,), "3 occ", False, "daily", False),
    "meeting-record": ("1.2", "occ", "any", 3, (), "3 occ", True, "daily", False),
    "worksheet": (
        "1.5 to 1.8",
        "specialist",
        "any",
        15,
        (5, 1),
        "2 regional-manager, 5 occ",
        True,
        "daily",
        False,
    ),
    "script-approval": ("2.5", "occ, ohs", "one of each", 5, (2,), "2 occ", True, "at once", False),
    "call-proposal": (
        "2.1",
        "specialist",
        "any",
        5,
        (1,),
        "3 regional-manager, 6 occ",
        True,
        "daily",
        True,
    ),
    "call-agreement": (
        "2.1",
        "administrator",
        "any",
        5,
        (1,),
        "1 specialist, 4 regional-manager, 8 occ",
        True,
        "daily",
        False,
    ),
    "call-record": ("2.6", "specialist", "any", 3, (), "3 regional-manager", True, "daily", True),
    "accuracy": (
        "2.7",
        "administrator",
        "any",
        5,
        (1,),
        "1 specialist, 4 regional-manager, 8 occ",
        True,
        "daily",
        False,
    ),
    "center-review": ("2.8", "center-lead", "any", 5, (1,), "", False, "daily", True),
    "approaches": ("3.4", "center-lead", "any", 7, (1,), "2 occ", True, "daily", True),
    "officer-confirmation": ("3.5", "cor, fpo", "any", 4, (0,), "2 occ", True, "daily", True),
    "entry": ("3.6", "specialist", "any", 2, (), "2 regional-manager", True, "daily", True),
    "affirmation": ("3.7", "regional-manager", "any", 3, (1,), "1 occ", True, "daily", True),
    "confirmation": (
        "4.1",
        "administrator",
        "any",
        6,
        (2,),
        "1 specialist, 3 regional-manager, 5 occ",
        True,
        "daily",
        False,
    ),
    "revision": ("4.2", "specialist", "any", 2, (), "2 regional-manager", True, "at once", False),
    "change-agreement": ("4.3", "center-lead", "any", 2, (), "2 occ", True, "at once", False),
    "final-review": (
        "4.4",
        "administrator",
        "any",
        2,
        (),
        "1 specialist, 3 regional-manager",
        True,
        "at once",
        False,
    ),
    "conversion": ("4.5", "specialist", "any", 2, (), "2 regional-manager", True, "daily", True),
    "package": ("5.1", "center-lead", "any", 2, (), "1 occ", True, "at once", True),
    "mapping": ("5.2", "occ, ohs", "one of each", 4, (1,), "2 occ", True, "daily", True),
    "approval": ("5.3", "cor, fpo", "any", 4, (0,), "1 occ", True, "at once", True),
    "rework": ("5.3", "center-lead", "any", 2, (), "1 occ", True, "at once", True),
    "finalization": ("5.4", "specialist", "any", 2, (), "2 regional-manager", True, "daily", True),
    "final-agreement": ("5.4", "center-lead", "any", 5, (2,), "3 occ", True, "weekly", True),
    "further-confirmation": ("5.6", "occ", "any", 5, (1,), "", True, "daily", True),
    "progress": ("6.1", "center-lead", "any", 10, (3,), "5 occ", True, "daily", True),
    "record-check": (
        "7.2",
        "specialist",
        "any",
        10,
        (3,),
        "5 regional-manager",
        True,
        "daily",
        True,
    ),
    "review": (
        "6.2",
        "administrator, regional-partner, specialist",
        "one of each",
        10,
        (3,),
        "3 regional-manager",
        True,
        "daily",
        True,
    ),
}

NOTICES = {
    "reminder": "daily",
    "escalation": "daily",
    "nobody-to-ask": "at once",
    "protocol": "daily",
    "meeting-invitation": "weekly",
    "meeting-notes": "weekly",
    "script-sent-back": "at once",
    "all-hands-pack": "daily",
    "overlaps": "weekly",
    "change-adopted": "daily",
    "answer-conflict": "daily",
    "dates-moved": "weekly",
    "announcement": "daily",
    "draft-shared": "daily",
    "call-pack": "daily",
    "initial-shared": "daily",
    "trends": "daily",
    "affirmed": "weekly",
    "intermediate-shared": "weekly",
    "plan-held": "daily",
    "approvals-returned": "weekly",
    "final-sent": "daily",
    "answer-received": "weekly",
    "sweep-missed": "at once",
    "weekly-overview": "daily",
    "receipt": "with the next",
    "file-received": "weekly",
    "own-link": "at once",
    "address-fault": "daily",
    "mail-failed": "daily",
    "reply-received": "daily",
    "answer-on-page": "with the next",
    "mail-waits": "at once",
}


# Who goes on with the work, or gets the plan, once it is answered.
THEN = {
    "meeting-date": "regional-manager", "meeting-record": "regional-manager",
    "worksheet": "regional-manager", "script-approval": "specialist",
    "call-proposal": "administrator", "call-agreement": "specialist",
    "call-record": "administrator", "accuracy": "specialist", "center-review": "specialist",
    "approaches": "specialist", "officer-confirmation": "center-lead",
    "entry": "regional-manager", "affirmation": "specialist", "confirmation": "specialist",
    "revision": "administrator", "change-agreement": "specialist", "final-review": "specialist",
    "conversion": "center-lead", "package": "fpo", "mapping": "center-lead",
    "approval": "center-lead", "rework": "specialist", "finalization": "administrator",
    "final-agreement": "specialist", "further-confirmation": "specialist",
    "progress": "specialist", "review": "specialist", "record-check": "regional-partner",
}  # fmt: skip


@pytest.fixture(scope="module")
def rules():
    return load("2016-2018").rules


def spelled(rule):
    escalations = ", ".join(f"{e.after_days} {e.to}" for e in rule.escalates)
    asked = ", ".join(rule.asked)
    return (
        rule.line,
        asked,
        rule.sufficient,
        rule.days,
        rule.reminders,
        escalations,
        rule.stays_open,
        rule.urgency,
        rule.sheet,
    )


@pytest.mark.parametrize("kind", RULES)
def test_a_question_is_asked_as_agreed(rules, kind):
    rule = rules.prompt[PromptKind(kind)]
    assert (rule.kind, spelled(rule)) == (kind, RULES[kind])
    assert 5 <= rule.minutes <= 90


def test_each_question_says_who_goes_on_once_it_is_answered(rules):
    assert {str(kind): str(rule.then) for kind, rule in rules.prompt.items()} == THEN


def test_there_is_no_other_question(rules):
    assert set(rules.prompt) == set(RULES)


def test_notices_leave_as_agreed(rules):
    assert {purpose: rule.urgency for purpose, rule in rules.notice.items()} == NOTICES
    assert all(purpose == rule.purpose for purpose, rule in rules.notice.items())


@pytest.mark.process("2.3", "2.4")
def test_only_the_administrator_is_sent_script_and_draft(rules):
    packs = rules.packs_for(Occasion.STAKEHOLDER_CALL)
    assert [(pack.occasion, pack.to, pack.documents) for pack in packs] == [
        (
            "stakeholder call",
            (Role.ADMINISTRATOR,),
            ("agenda", "process-description", "center-scopes", "call-script", "draft-plan"),
        ),
        ("stakeholder call", "invitees", ("agenda", "process-description", "center-scopes")),
    ]


def test_each_mail_that_shares_a_plan_or_asks_about_it_brings_it_along(rules):
    assert [
        (str(pack.occasion), pack.to, *pack.documents)
        for pack in rules.packs
        if pack.to == "everybody"
    ] == [
        ("protocol", "everybody", "process-description"),
        ("worksheet", "everybody", "plan-workbook"),
        ("draft-shared", "everybody", "plan", "plan-tables"),
        ("script-approval", "everybody", "call-script"),
        ("accuracy", "everybody", "plan", "plan-workbook"),
        ("initial-shared", "everybody", "plan", "plan-tables"),
        ("center-review", "everybody", "plan-workbook"),
        ("approaches", "everybody", "center-scopes", "plan-workbook"),
        ("affirmation", "everybody", "plan", "plan-tables"),
        ("confirmation", "everybody", "plan", "plan-workbook"),
        ("revision", "everybody", "plan-workbook"),
        ("change-agreement", "everybody", "plan-workbook"),
        ("final-review", "everybody", "plan", "plan-workbook"),
        ("intermediate-shared", "everybody", "plan", "plan-tables"),
        ("package", "everybody", "plan-workbook"),
        ("rework", "everybody", "plan-workbook"),
        ("final-agreement", "everybody", "plan-workbook"),
        ("final-sent", "everybody", "plan", "plan-tables"),
        ("change-adopted", "everybody", "plan", "plan-tables"),
        ("progress", "everybody", "plan-workbook"),
    ]


@pytest.mark.process("3.2", "3.3")
def test_the_trends_go_to_centers_and_specialists_and_with_the_regional_conference(rules):
    assert [
        (str(pack.occasion), pack.to, pack.documents)
        for pack in rules.packs
        if pack.occasion in ("trends", "regional-conference")
    ] == [
        ("trends", ("center-lead", "project-lead"), ("trend-page", "needs-by-topic", "requests")),
        ("trends", ("specialist",), ("trend-page", "needs-by-topic", "requests")),
        (
            "regional-conference",
            (
                "specialist",
                "infant-toddler-specialist",
                "regional-partner",
                "regional-center-representative",
            ),
            ("trend-page",),
        ),
    ]


@pytest.mark.process("3.9")
def test_the_pack_of_the_all_hands_meetings_goes_to_those_who_are_there(rules):
    assert [(pack.to, pack.documents) for pack in rules.packs_for(Occasion.ALL_HANDS)] == [
        (
            ("specialist", "regional-staff", "regional-manager", "regional-partner"),
            ("trend-page", "trend-workbook"),
        ),
        (("center-lead", "occ", "ohs"), ("trend-page", "trend-workbook", "trend-slides")),
    ]


def test_the_other_settings(rules):
    assert (rules.attached.each_mb, rules.attached.together_mb) == (5, 7)
    assert rules.mail_limits == {
        "specialist": 45,
        "administrator": 8,
        "center-lead": 15,
        "cor": 6,
        "fpo": 6,
        "regional-manager": 12,
    }
    assert rules.trends.model_dump() == {
        "common_states": 2,
        "common_percent": 25,
        "cluster_states": 3,
        "cluster_times": 2,
        "small_below": 5,
    }
    assert rules.gather == {
        "center-review": 8,
        "draft-shared": 3,
        "initial-shared": 5,
        "meeting-notes": 10,
        "affirmation": 6,
        "officer-confirmation": 8,
        "entry": 7,
        "intermediate-shared": 1,
        "package": 9,
        "final-agreement": 1,
    }
    assert (rules.gather[PromptKind.ENTRY], rules.gather[Purpose.DRAFT_SHARED]) == (7, 3)
    assert rules.promotion == "specialist"


@pytest.fixture
def changed(tmp_path):
    """Reads the rules after changes of their text; gives rules and problems as one text."""

    def read(*changes):
        text = FILE.read_text(encoding="utf-8")
        for before, after in changes:
            assert text.count(before) == 1, before
            text = text.replace(before, after)
        path = tmp_path / "rules.toml"
        path.write_text(text, encoding="utf-8")
        problems = []
        loaded = load_rules(path, file="rules.toml", problems=problems)
        return loaded, "\n".join(str(problem) for problem in problems)

    return read


CORRECT = "correct the value"
FAULTS = {
    "rules left out": (
        [("[prompt.review]", "[prompt.reviews]"), ("[notice.trends]", "[notice.trend]")],
        "rules.toml, prompt.review: is missing; add it\n"
        "rules.toml, prompt.reviews: is not a known name; correct its spelling or remove it\n"
        "rules.toml, notice.trends: is missing; add it\n"
        "rules.toml, notice.trend: is not a known name; correct its spelling or remove it",
    ),
    "notice of a question": (
        [("[notice.trends]", '[notice.ask]\nurgency = "daily"\n\n[notice.trends]')],
        "rules.toml, notice.ask: is not a known name; correct its spelling or remove it",
    ),
    "gather": (
        [("entry = 7 ", "entries = 7 "), ("package = 9 ", "package = -1 ")],
        "rules.toml, gather.entry: is missing; add it\n"
        "rules.toml, gather.package: -1 should be greater than or equal to 0; correct the value\n"
        "rules.toml, gather.entries: is not a known name; correct its spelling or remove it",
    ),
    "sufficient": (
        [('"ohs"]\nsufficient = "one of each"\ndays = 5', '"ohs"]\nsufficient = "both"\ndays = 5')],
        'rules.toml, prompt.script-approval.sufficient: "both" should be "any", "all", '
        '"one of each" or a number of people; correct the value',
    ),
    "quorum of nobody": (
        [('"ohs"]\nsufficient = "one of each"\ndays = 5', '"ohs"]\nsufficient = 0\ndays = 5')],
        'rules.toml, prompt.script-approval.sufficient: 0 should be "any", "all", '
        '"one of each" or a number of people; correct the value',
    ),
    "unknown key and wrong types": (
        [
            ("days = 15", 'days = "three weeks"\ncolour = "red"'),
            ('line = "1.5 to 1.8"', 'line = "step 1"'),
            ("minutes = 5\nsheet = true", "minutes = 5.5\nsheet = 1"),
        ],
        'rules.toml, prompt.worksheet.line: "step 1" should be a line of the process such as 4.1; '
        "correct the value\n"
        'rules.toml, prompt.worksheet.days: "three weeks" should be a whole number; '
        "correct the value\n"
        "rules.toml, prompt.worksheet.colour: is not a known setting; "
        "correct its spelling or remove it\n"
        "rules.toml, prompt.call-proposal.minutes: 5.5 should be a whole number; "
        "correct the value\n"
        "rules.toml, prompt.call-proposal.sheet: 1 should be true or false; correct the value",
    ),
    "nobody asked": (
        [('line = "2.5"\nasked = ["occ", "ohs"]', 'line = "2.5"\nasked = []')],
        "rules.toml, prompt.script-approval.asked: should have at least 1 item, "
        "not 0; correct the value",
    ),
    "role asked twice": (
        [('line = "2.5"\nasked = ["occ", "ohs"]', 'line = "2.5"\nasked = ["occ", "occ"]')],
        "rules.toml, prompt.script-approval.asked: a role is asked twice; remove one of them",
    ),
    "reminders": (
        [("days = 15\nreminders = [5, 1]", "days = 5\nreminders = [5, 1]")],
        "rules.toml, prompt.worksheet.reminders: reminders [5, 1] do not fall from below the "
        "5 days; give each as fewer business days before the due date than the one before",
    ),
    "escalations": (
        [
            (
                'after_days = 3, to = "regional-manager"}, {after_days = 6, to = "occ"}',
                'after_days = 3, to = "regional-manager"}, {after_days = 3, to = "occ"}',
            )
        ],
        "rules.toml, prompt.call-proposal.escalates: escalations after [3, 3] days do not rise; "
        "give each more business days than the one before",
    ),
    "pack": (
        [('to = "invitees"', 'to = ["invitees"]')],
        'rules.toml, pack stakeholder call.to: should be "everybody", "invitees" or a list of '
        "roles; correct the value",
    ),
    "pack of an unknown occasion": (
        [('occasion = "all-hands"  # 3.9\n', 'occasion = "picnic"\n')],
        'rules.toml, pack picnic.occasion: "picnic" should be '
        '"stakeholder call", "all-hands", "regional-conference", a kind of question or the purpose '
        "of a notice; correct the value",
    ),
    "invitees of no call": (
        [
            (
                'to = ["specialist", "regional-staff"',
                'to = "invitees" # ["specialist", "regional-staff"',
            )
        ],
        'rules.toml, pack all-hands.to: "invitees" are those of a stakeholder call; name the roles',
    ),
    "everybody at an event": (
        [('to = "invitees"', 'to = "everybody"')],
        'rules.toml, pack stakeholder call.to: "everybody" is who gets the mail of a question or '
        "notice; name the roles",
    ),
    "pack of a notice that goes by its event": (
        [('occasion = "protocol"', 'occasion = "call-pack"')],
        'rules.toml, pack call-pack.occasion: "call-pack" should be '
        '"stakeholder call", "all-hands", "regional-conference", a kind of question or the purpose '
        "of a notice; correct the value",
    ),
    "occasion without a pack": (
        [
            ('occasion = "all-hands"  # 3.9\n', 'occasion = "stakeholder call"\n'),
            ('occasion = "all-hands"  # 3.9;', 'occasion = "stakeholder call"  #'),
        ],
        "rules.toml, pack all-hands: is missing; say who gets which documents",
    ),
    "sizes out of order": (
        [("together_mb = 7", "together_mb = 4")],
        "rules.toml, attached.together_mb: all together (4) are less than one alone (5); "
        "put them in order",
    ),
    "promotion": (
        [('promotion = "specialist"', 'promotion = "magic"')],
        "rules.toml, promotion: \"magic\" should be 'specialist' or 'automatic'; correct the value",
    ),
    "role with a limit": (
        [("fpo = 6", "fbo = 6")],
        "rules.toml, mail_limits.fbo: is not a known name; correct its spelling or remove it",
    ),
    "share above the whole": (
        [("common_percent = 25", "common_percent = 101")],
        "rules.toml, trends.common_percent: 101 should be less than or equal to 100; "
        "correct the value",
    ),
    "syntax": (
        [('promotion = "specialist"', 'promotion "specialist"')],
        "rules.toml, line 31: Expected '=' after a key in a key/value pair; correct the line",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_place_cause_and_act(changed, fault):
    changes, message = FAULTS[fault]
    loaded, problems = changed(*changes)
    assert loaded is None
    assert problems == message


def test_what_should_be_a_table_and_is_none_is_named(tmp_path):
    path = tmp_path / "rules.toml"
    path.write_text('prompt = 3\nnotice = []\npack = "all"\n')
    problems = []
    assert load_rules(path, file="rules.toml", problems=problems) is None
    assert [str(problem) for problem in problems] == [
        "rules.toml, prompt: 3 should be a table of settings; correct the value",
        "rules.toml, notice: should be a table of settings; correct the value",
        "rules.toml, meeting: is missing; add it",
        'rules.toml, pack: "all" should be a list; correct the value',
        "rules.toml, attached: is missing; add it",
        "rules.toml, mail_limits: is missing; add it",
        "rules.toml, trends: is missing; add it",
        "rules.toml, promotion: is missing; add it",
        "rules.toml, gather: is missing; add it",
    ]


def test_a_number_of_people_and_automatic_promotion_can_be_declared(changed):
    loaded, problems = changed(
        ('"ohs"]\nsufficient = "one of each"\ndays = 5', '"ohs"]\nsufficient = 3\ndays = 5'),
        ('promotion = "specialist"', 'promotion = "automatic"'),
    )
    assert problems == ""
    assert loaded.prompt[PromptKind.SCRIPT_APPROVAL].sufficient == 3
    assert loaded.promotion == "automatic"
