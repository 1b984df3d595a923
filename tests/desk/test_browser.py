"""The order desk in a real browser, by keyboard where there is a key: correct, release, and see the order in the ERP."""

from __future__ import annotations

import os
import socket
import threading
import time
from pathlib import Path

import pytest
import uvicorn

from intake.cli.demo import build_workspace
from intake.cli.workspace import open_workspace, take_case
from intake.desk.ports import Role
from intake.desk.session import hash_password
from intake.pipeline.worker import work_until_done
from intake.resources import shipped
from intake.store.doors import keep_user
from intake.wiring import open_desk, open_engine

CHROMIUM = Path("/usr/bin/chromium")
QUIET = ("no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync")
CASES = ("an_article_that_we_do_not_have", "a_delivery_date_in_the_past", "an_account_with_an_invoice_overdue_since_january")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"Chromium is not installed at {CHROMIUM}"),
    # A browser's pipes are closed by the operating system at the end.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Desk:
    """The demo company with three held orders, served on loopback; `work` is what a worker would do meanwhile."""

    def __init__(self, home: Path) -> None:
        settings = build_workspace(home)
        line = open_workspace(settings)
        for case in CASES:
            take_case(settings, line, shipped("fixtures/orders") / case)
        with line.database.write() as tx:
            for name, role in (("anna", Role.ORDER_DESK), ("fred", Role.FINANCE)):
                keep_user(tx, name, hash_password(f"{name}-password"), [role.value], line.clock())
        self._engine = open_engine(settings, line)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.url = f"http://127.0.0.1:{free.getsockname()[1]}"
        web = open_desk(settings, line, secret="s" * 32)
        self.server = uvicorn.Server(uvicorn.Config(web, port=int(self.url.rpartition(":")[2]), log_level="error"))
        self._thread = threading.Thread(target=self.server.run)
        self._thread.start()
        while not self.server.started:
            time.sleep(0.05)

    def work(self) -> None:
        work_until_done(self._engine, 1)

    def close(self) -> None:
        self.server.should_exit = True
        self._thread.join()


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    desk = Desk(tmp_path_factory.mktemp("browser") / "home")
    yield desk
    desk.close()


@pytest.fixture(scope="module")
def chromium():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=str(CHROMIUM), args=[f"--{word}" for word in QUIET])
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, desk):
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=desk.url)
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults: list[str] = []
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    yield page
    context.close()
    assert not faults


def log_in(page, name):
    page.goto("/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(f"{name}-password")
    page.keyboard.press("Enter")
    page.wait_for_selector(".queue-page")
    # The page's script is a module: it listens to keys when the page has loaded, and not when its table stands there.
    page.wait_for_load_state("load")


def picture(page, name):
    """A screenshot where somebody wants to look: BROWSER_PICTURES names the folder."""
    if folder := os.environ.get("BROWSER_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def open_by_keys(page, words):
    """Walks down the list until the chosen row says `words`, and opens it."""
    for _ in range(page.locator("[data-list] tbody tr").count()):
        page.keyboard.press("j")
        if words in page.locator("tr.chosen").inner_text():
            break
    page.keyboard.press("Enter")
    page.wait_for_selector(".order-page")


def state(page):
    return page.locator("h1 .tag").inner_text()


def send(page, desk, key):
    """Presses the key that sends the form, and shows what the worker made of the order."""
    with page.expect_navigation():
        page.keyboard.press(key)
    desk.work()
    page.reload()


def test_the_desk_names_the_article_and_the_order_is_pushed(page, desk):
    log_in(page, "anna")
    picture(page, "queue")
    open_by_keys(page, "Harrow")
    picture(page, "held")
    trouble = page.locator("tr.troubled input.sku").first
    trouble.fill("CD-125-16")
    page.keyboard.press("Escape")
    send(page, desk, "s")
    picture(page, "corrected")
    assert state(page).startswith("Pushed")
    assert page.get_by_text("In the ERP as").is_visible()


def test_the_desk_releases_what_it_may_and_the_order_is_pushed(page, desk):
    log_in(page, "anna")
    open_by_keys(page, "Delivery date")
    page.keyboard.press("r")
    page.keyboard.type("The customer means next month, said by phone.")
    picture(page, "releasing")
    send(page, desk, "Enter")
    picture(page, "released")
    assert state(page).startswith("Pushed")


def test_finance_sees_how_the_figures_add_up(page, desk):
    log_in(page, "fred")
    picture(page, "finance_queue")
    open_by_keys(page, "")
    picture(page, "finance")
    credit = page.get_by_label("Credit", exact=True)
    assert credit.get_by_text("Exposure with this order").is_visible()
    failed = credit.locator("tr.failed").first.inner_text()
    assert "Oldest open item" in failed
    assert "paid" in failed
    assert not page.locator("input.sku").first.is_enabled()
    page.keyboard.press("u")
    page.wait_for_selector(".queue-page")
