"""Who sees what: one table, role by page, and role by act. What one may not see is not there."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from config.vocabulary import STAKEHOLDERS, Role


class Page(StrEnum):
    """What can be looked at; each person's own prompts and messages are theirs in every role."""

    STATUS = "status"
    STEP = "step"
    PLAN = "plan"
    VERSIONS = "versions"
    LEDGER = "ledger"
    MESSAGES = "messages"  # of others
    DOCUMENT = "document"  # a plan as it was sent to others
    TRENDS = "trends"
    TREND_FILES = "trend files"  # workbook, page and slides of an edition


ADDRESSES: Mapping[Page, str] = {
    Page.STATUS: "/status",
    Page.STEP: "/step/{number}",
    Page.PLAN: "/plan/{code}",
    Page.VERSIONS: "/plan/{code}/versions",
    Page.LEDGER: "/plan/{code}/ledger",
    Page.MESSAGES: "/messages",
    Page.DOCUMENT: "/document/{key}",
    Page.TRENDS: "/trends",
    Page.TREND_FILES: "/trends/{file}",
}
"""Where each is, below a person's link or, where they have signed on, below /me."""


class Act(StrEnum):
    """What can be done on these pages."""

    MOVE_STEP = "move step"  # give it another last day, or close it early
    RELEASE_MAIL = "release mail"  # let mail leave that is held
    SORT_MAIL = "sort mail"  # say what a mail that came in is about
    TAKE_REPLY = "take a reply"  # as an answer by email


OPEN_TO_ACT: Mapping[str, Act] = {
    "/mail": Act.RELEASE_MAIL,
    "/inbox": Act.SORT_MAIL,
    "/replies": Act.TAKE_REPLY,
}
"""The pages that are there only for who may do what is done on them."""


class Reach(StrEnum):
    """How far somebody sees on a page."""

    NOTHING = "nothing"
    STATE = "state"  # their own states
    REGION = "region"  # the states of their region
    CENTER = "center"  # what their center does, in whatever state
    NATION = "nation"


NOTHING, STATE, REGION, CENTER, NATION = Reach

_OF_REGION = (
    Role.REGIONAL_MANAGER,
    Role.REGIONAL_STAFF,
    Role.INFANT_TODDLER_SPECIALIST,
    Role.REGIONAL_CENTER_REPRESENTATIVE,
)

# Columns: status, step, plan, versions, ledger, messages of others, documents sent to others,
# trends, their files. The trends are open to each role as far as the packs of the rules bring them
# to it (3.2, 3.3, 3.9); whom no pack names sees the own state, or what the own center does.
_ROWS: Mapping[Role, tuple[Reach, ...]] = {
    Role.OCC: (NATION, NATION, NATION, NATION, NATION, NATION, NATION, NATION, NATION),
    Role.OHS: (NATION, NATION, NATION, NATION, NATION, NOTHING, NATION, NATION, NATION),
    **dict.fromkeys(
        _OF_REGION, (REGION, REGION, REGION, REGION, REGION, NOTHING, REGION, REGION, REGION)
    ),
    Role.REGIONAL_PARTNER: (REGION, REGION, REGION, *[NOTHING] * 4, REGION, REGION),
    Role.SPECIALIST: (STATE, STATE, STATE, STATE, STATE, STATE, STATE, REGION, REGION),
    Role.ADMINISTRATOR: (STATE, STATE, STATE, STATE, STATE, NOTHING, STATE, STATE, NOTHING),
    **dict.fromkeys(STAKEHOLDERS, (STATE, STATE, STATE, *[NOTHING] * 4, STATE, NOTHING)),
    Role.CENTER_LEAD: (CENTER, CENTER, CENTER, *[NOTHING] * 4, NATION, NATION),
    Role.PROJECT_LEAD: (CENTER, CENTER, CENTER, *[NOTHING] * 4, NATION, NATION),
    Role.COR: (CENTER, CENTER, CENTER, *[NOTHING] * 4, CENTER, NOTHING),
    Role.FPO: (CENTER, CENTER, CENTER, *[NOTHING] * 4, CENTER, NOTHING),
}

SEES: Mapping[tuple[Role, Page], Reach] = {
    (role, page): reach
    for role, row in _ROWS.items()
    for page, reach in zip(Page, row, strict=True)
}

MAY: Mapping[Act, frozenset[Role]] = {
    Act.MOVE_STEP: frozenset({Role.OCC}),
    Act.RELEASE_MAIL: frozenset({Role.OCC}),
    Act.SORT_MAIL: frozenset({Role.OCC}),
    Act.TAKE_REPLY: frozenset({Role.SPECIALIST}),
}
"""Whose act it is. The act itself asks the record once more."""

READS_DRAFTS = frozenset(
    {
        Role.OCC,
        Role.OHS,
        Role.REGIONAL_MANAGER,
        Role.SPECIALIST,
        Role.INFANT_TODDLER_SPECIALIST,
        Role.REGIONAL_CENTER_REPRESENTATIVE,
        Role.ADMINISTRATOR,
    }
)
"""With whom a draft initial plan is shared (1.8, 2.4); others read a plan once it is initial."""

OF_WORDS = frozenset({Page.PLAN, Page.VERSIONS, Page.LEDGER, Page.DOCUMENT})
"""The pages that show what a plan says."""


def reach(role: Role, page: Page) -> Reach:
    """How far a role sees on a page."""
    return SEES[role, page]


def may(roles: Iterable[Role], act: Act) -> bool:
    """Whether somebody with some roles may do something."""
    return bool(MAY[act] & set(roles))
