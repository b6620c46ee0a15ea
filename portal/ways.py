"""The ways to a page: by a link or below /me for who has signed on; each also for one cycle."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from portal.visitors import OF_CYCLE, SIGNED_ON

BY_LINK = "/l/{token}"


def for_each_cycle(router: APIRouter) -> APIRouter:
    """Make of every page below a link the same page of a cycle that its reader chose."""
    return _same_below(router, BY_LINK, f"{BY_LINK}{OF_CYCLE}/{{cycle}}", in_schema=False)


def for_who_signed_on(router: APIRouter) -> APIRouter:
    """Make of every page below a link the same page for who has signed on."""
    return _same_below(router, BY_LINK, SIGNED_ON, in_schema=True)


def _same_below(router: APIRouter, before: str, after: str, *, in_schema: bool) -> APIRouter:
    same = APIRouter()
    for route in router.routes:
        if isinstance(route, APIRoute) and route.path.startswith(before):
            same.add_api_route(
                after + route.path.removeprefix(before), route.endpoint,
                methods=list(route.methods or ()), response_class=route.response_class,
                response_model=None, include_in_schema=in_schema and route.include_in_schema,
            )  # fmt: skip
    return same
