"""The pages, one subject a file; each asks who its visitor is and what they may see."""

from portal.pages import (
    answering,
    document,
    files,
    healthz,
    inbox,
    ledger,
    mail,
    mailbox,
    messages,
    mine,
    own_link,
    plan,
    replies,
    signing_on,
    status,
    step,
    trends,
    workbooks,
)

ROUTERS = (
    answering.router,
    workbooks.router,
    files.router,
    mine.router,
    own_link.router,
    signing_on.router,
    status.router,
    step.router,
    trends.router,
    plan.router,
    ledger.router,
    messages.router,
    document.router,
    mail.router,
    inbox.router,
    replies.router,
    healthz.router,
    mailbox.router,
)
"""The routes of every page, in the order in which they are looked through."""
