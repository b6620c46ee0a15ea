"""The pictures of README, from a demo that has just begun: its first answers, as README tells them.

Run `make demo ARGS=--anew`, and once step 4 is open, beside it: `python -m tests.demo_pictures`.
"""

import re
import sys
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from tests.browsing import FLAGS, WIDE, follow
from tests.system_needs import find_chromium

PICTURES = Path(__file__).parent.parent / "docs" / "pictures"
MAILBOX = "http://127.0.0.1:4280/mailbox"
PATIENCE_SECONDS = 60
ROOM = 12
"""Pixels that are left below what a picture is about."""


def main(mailbox: str) -> None:
    """Confirm the plan of Colorado, and look at the order to convert it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": WIDE, "height": 800})
        page.goto(mailbox)
        follow_mail(page, "Please confirm the TA plan for Colorado")
        lines = page.locator("fieldset")
        lines.first.locator("summary").first.click()
        take(page, "confirmation", until=lines.nth(1))
        confirm(page)
        take(page, "receipt", until=page.locator("main"))
        find_mail(page, mailbox, "Please convert the TA plan for Colorado")
        take(page, "conversion", since=page.locator("li", has_text="Activity 4"),
             until=page.get_by_role("button", name="Record my answer"))  # fmt: skip
        browser.close()


def follow_mail(page: Page, subject: str) -> None:
    """Open the mail of a subject, and follow its first link."""
    follow(page.get_by_role("link", name=re.compile(subject)).first)
    follow(page.locator('a[href*="/l/"]').first)


def confirm(page: Page) -> None:
    """Answer as its Administrator would."""
    page.get_by_label("I confirm the plan as it is shown here").check()
    page.locator("#name").fill(page.locator(".who").inner_text())
    follow(page.locator("button[value=answer]:visible").last)


def find_mail(page: Page, mailbox: str, subject: str) -> None:
    """Wait for a mail, and follow its first link."""
    for _ in range(PATIENCE_SECONDS):
        page.goto(mailbox)
        if page.get_by_role("link", name=re.compile(subject)).count():
            return follow_mail(page, subject)
        page.wait_for_timeout(1000)
    raise SystemExit(f"No mail came within {PATIENCE_SECONDS} seconds: {subject}")


def take(page: Page, name: str, *, until: Locator, since: Locator | None = None) -> None:
    """Keep a picture of a page, from its top or from one part of it, to the end of another."""
    top = edges(since)[0] if since else 0
    clip = {"x": 0, "y": top, "width": WIDE, "height": edges(until)[1] + ROOM - top}
    page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=clip)


def edges(part: Locator) -> tuple[float, float]:
    """Where a part begins and ends, in pixels from the top of its page."""
    begins, ends = part.evaluate(
        "one => [one.getBoundingClientRect().top, one.getBoundingClientRect().bottom]"
        ".map(y => y + window.scrollY)"
    )
    return begins, ends


if __name__ == "__main__":
    main(*sys.argv[1:] or [MAILBOX])
