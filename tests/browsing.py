"""A pytest plugin: the pages of a small cycle, served on loopback and opened in a real Chromium.

Playwright's synchronous API keeps an event loop running in its thread for as long as it is up, so
it ends with the module that asked for it: what comes next in this process may need a loop itself.
"""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import pytest
import uvicorn
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from config.settings import Settings
from portal.app import make_app
from portal.context import Portal
from tests.pages import SECRET
from tests.small_cycle import SmallCycle
from tests.system_needs import find_chromium

FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
WIDE, NARROW = 900, 320


@dataclass(frozen=True)
class Site:
    """The pages of one cycle at an address of this machine."""

    cycle: SmallCycle
    address: str
    portal: Portal

    def here(self, link: str) -> str:
        """The same page on this machine: of a mail's link, or of a path."""
        return self.address + link.removeprefix(self.cycle.office.public_address)


@contextmanager
def served(cycle: SmallCycle, **settings) -> Iterator[Site]:
    """Serve the pages of a cycle from a thread, on a free port of loopback."""
    app = make_app(
        cycle.surroundings, Settings(**{"secret": SECRET, "data_folder": cycle.folder} | settings)
    )
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
    with socket.create_server(("127.0.0.1", 0)) as door:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            # The door is open already: who knocks before uvicorn is ready waits there.
            address = f"http://127.0.0.1:{door.getsockname()[1]}"
            yield Site(cycle, address, app.state.portal)
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[..., Site]]:
    """Serve the pages of a cycle until the test ends: serve(cycle).here(link)."""
    with ExitStack() as open_sites:
        yield lambda cycle, **settings: open_sites.enter_context(served(cycle, **settings))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for the tests of a module."""
    program = find_chromium()
    if program is None:
        pytest.skip("Chromium is not installed: see what `make test` says first")
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """An empty page of a browser that runs no JavaScript, as wide as half a screen."""
    with new_page(browser, java_script_enabled=False) as page:
        yield page


@contextmanager
def new_page(browser: Browser, *, width: int = WIDE, **options) -> Iterator[Page]:
    """An empty page that shares no cookies with others."""
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    context.set_default_timeout(10_000)
    with context:
        yield context.new_page()


def follow(link_or_button: Locator) -> None:
    """Click what leads to another page, and wait for that page: a click alone does not."""
    with link_or_button.page.expect_navigation():
        link_or_button.click()
