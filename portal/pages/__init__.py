"""The pages, one subject a file; each asks who its visitor is and what they may see."""

from portal.pages import answering, healthz, mine, own_link

ROUTERS = (answering.router, mine.router, own_link.router, healthz.router)
"""The routes of every page, in the order in which they are looked through."""
