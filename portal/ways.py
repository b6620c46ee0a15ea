"""The two ways to a page: by a link, and below /me for who has signed on."""

from fastapi import APIRouter
from fastapi.routing import APIRoute

from portal.visitors import SIGNED_ON

BY_LINK = "/l/{token}"


def for_who_signed_on(router: APIRouter) -> APIRouter:
    """Make of every page below a link the same page for who has signed on."""
    same = APIRouter()
    for route in router.routes:
        if isinstance(route, APIRoute) and route.path.startswith(BY_LINK):
            same.add_api_route(
                SIGNED_ON + route.path.removeprefix(BY_LINK), route.endpoint,
                methods=list(route.methods or ()), response_class=route.response_class,
                response_model=None,
            )  # fmt: skip
    return same
