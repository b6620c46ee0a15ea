"""The page of people's pages: what there is below a link, and how far each role sees there."""

from collections.abc import Iterator

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from cli.handbook.markdown import table
from config.titles import TITLE_OF
from config.vocabulary import Role
from portal.context import own_visitor_of
from portal.pages import ROUTERS
from portal.ways import BY_LINK
from portal.who_sees import ADDRESSES, MAY, OPEN_TO_ACT, Page, Reach, reach

INTRODUCTION = """# People's pages

Each begins with the link of a mail (`/l/` and a token) or, for who has signed on with their agency,
with `/me`. A link to one question opens that question and its receipt, and nothing else. What one
may not see answers 404, in the same words as what does not exist
([why](decisions/0014-who-sees-what.md); [links and sign-on](decisions/0016-links-and-sign-on.md)).
Each is there for the cycle that began last, and for one that is chosen: `/cycle/2016-2018/status`.
"""

HOW_FAR = """## How far each role sees

Who has several roles sees what each of them shows. A draft initial plan is read only by those with
whom the process shares it (1.8, 2.4). Everybody reads the messages to themselves; "messages" is
about those of others. Of the trends everybody sees how many in the nation ask for a topic that they
see, and whose needs those are as far as the table says.
"""

WORDS = {
    Reach.NOTHING: "nothing",
    Reach.STATE: "their states",
    Reach.REGION: "their region",
    Reach.CENTER: "what their center does",
    Reach.NATION: "all",
}


def page() -> str:
    """The page of people's pages."""
    below = table(["address", "what it shows", "opened by", "who sees what"], _addresses())
    head = ["role", *(f"{one} (`{ADDRESSES[one]}`)" for one in Page)]
    roles = table(head, ([TITLE_OF[role], *_reaches(role)] for role in Role))
    return "\n".join([INTRODUCTION, below, HOW_FAR, roles, _acts()])


def _addresses() -> Iterator[list[str]]:
    named = {address: page for page, address in ADDRESSES.items()}
    for route in routes():
        below = route.path.removeprefix(BY_LINK)
        how_far = f"as below: {named[below]}" if below in named else "what is theirs"
        if below in OPEN_TO_ACT:
            how_far = f"who may: {OPEN_TO_ACT[below]}"
        yield [f"`{below or '/'}`", _says(route), _opened_by(route), how_far]


def routes() -> Iterator[APIRoute]:
    """Every page that is read below a person's link."""
    for router in ROUTERS:
        for route in router.routes:
            if not isinstance(route, APIRoute) or not route.path.startswith(BY_LINK):
                continue
            if "GET" in (route.methods or ()):
                yield route


def _says(route: APIRoute) -> str:
    return route.description.partition("\n")[0]


def _opened_by(route: APIRoute) -> str:
    return "own link, sign-on" if _asks_for_own(route.dependant) else "every link, sign-on"


def _asks_for_own(asked: Dependant) -> bool:
    return asked.call is own_visitor_of or any(map(_asks_for_own, asked.dependencies))


def _reaches(role: Role) -> Iterator[str]:
    return (WORDS[reach(role, one)] for one in Page)


def _acts() -> str:
    titles = {act: ", ".join(TITLE_OF[role] for role in Role if role in MAY[act]) for act in MAY}
    return "".join(f"What is done there: {act}, by {title}.\n" for act, title in titles.items())
