"""What simulated people confirm, approve and order: everything."""

from typing import Any

from rehearsal.replies.page import Page


def yes(_page: Page) -> dict[str, Any]:
    """Yes."""
    return {"approves": True}


def confirms(_page: Page) -> dict[str, Any]:
    """The plan is confirmed as it is."""
    return {"confirms": True}


def accepts_all(page: Page) -> dict[str, Any]:
    """Every line is accepted."""
    return {"lines": [{"line_id": line_id, "accepts": True} for line_id in page.shown]}


def accepts_the_rest(_page: Page) -> dict[str, Any]:
    """Every line is accepted with one word."""
    return {"rest_accepted": True}


def orders(_page: Page) -> dict[str, Any]:
    """The plan is to be converted."""
    return {"converts": True}


def submits(_page: Page) -> dict[str, Any]:
    """The package goes as it is."""
    return {"note": ""}


def maps(page: Page) -> dict[str, Any]:
    """Whatever serves the same topic stands apart."""
    return {
        "overlaps": [{"topic": topic, "says": "separate"} for topic in page.prompt.why["topics"]]
    }
