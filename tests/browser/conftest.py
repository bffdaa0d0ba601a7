"""A real browser and the app on the loopback; whatever asks for anything else is stopped and counted."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Error,
    FrameLocator,
    Page,
    Request,
    Response,
    Route,
    expect,
    sync_playwright,
)

from benchmarks.generated import generate
from tests.browser.alone import shown, site, touched  # noqa: F401 - fixtures
from tests.browser.sample import hostile_reading, sample_reading, story, write_sample

ROOT = Path(__file__).parents[2]
CHROMIUM_VARIABLE = "KHARITA_CHROMIUM"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_SECONDS = 60
MAP_MILLISECONDS = 45_000
LOCAL = {"127.0.0.1", "localhost"}
# Streamlit looks for its server beside a page's own address first, and is told that it is not there.
LOOKED_FOR = ("/evidence/_stcore/health", "/evidence/_stcore/host-config")
LOOKED_FOR += ("/documents/_stcore/health", "/documents/_stcore/host-config")
LOOKED_FOR += ("/review/_stcore/health", "/review/_stcore/host-config")
expect.set_options(timeout=30_000)  # a busy machine is slow, not wrong


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here drives a browser and takes its time."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


def _chromium() -> str | None:
    """Find a browser: the one named by ``KHARITA_CHROMIUM``, else the system's; None: Playwright's own."""
    named = os.environ.get(CHROMIUM_VARIABLE)
    if named:
        return named
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
    return next((path for path in found if path), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)  # a fresh profile each time
        except Error as error:
            pytest.skip(f"no Chromium: install one or set {CHROMIUM_VARIABLE} ({str(error).splitlines()[0]})")
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspaces")
    write_sample(folder / "sample.gpkg", sample_reading(), sample_reading("two", "Other Agency"))
    write_sample(folder / "hostile.gpkg", sample_reading(), hostile_reading())
    write_sample(folder / "story.gpkg", *story())
    return folder


@pytest.fixture
def own(workspaces: Path) -> Callable[[str, str], str]:
    """Copy a workspace, for a test that writes to it or wants another name; the name is returned."""

    def copy(name: str, wanted: str) -> str:
        shutil.copyfile(workspaces / name, workspaces / wanted)
        return wanted

    return copy


@pytest.fixture(scope="session")
def large(workspaces: Path) -> str:
    """Write a workspace that is too large to be drawn whole; its name is returned."""
    return generate(workspaces / "large.gpkg", 6_000).name


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture(scope="session")
def address(workspaces: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start the app on a free port, and stop it by its process id."""
    port = _free_port()
    log = tmp_path_factory.mktemp("log") / "streamlit.log"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}"]
    environment = {**os.environ, "KHARITA_WORKSPACE": str(workspaces / "sample.gpkg")}
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(timeout=15)


def _wait(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the app did not start:\n{log.read_text(encoding='utf-8', errors='replace')}")


@dataclass
class Watched:
    """A page, and what went wrong on it."""

    page: Page
    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    received: list[int] = field(default_factory=list)
    """Bytes of each WebSocket frame from the server."""

    @property
    def map(self) -> FrameLocator:
        return self.page.frame_locator("iframe[title^='streamlit_folium']")

    def open(self, url: str) -> "Watched":
        """Open an address and wait until the map has its names."""
        self.page.goto(url)
        self.map.locator(".k-label").first.wait_for(timeout=MAP_MILLISECONDS)
        self.settle()
        return self

    def settle(self) -> None:
        """Wait until Streamlit has run and the map is arranged."""
        self.page.wait_for_timeout(300)
        self.page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for(timeout=60_000)
        self.page.wait_for_timeout(500)

    def in_map(self, script: str) -> object:
        """Evaluate a script in the frame of the map."""
        frame = next(frame for frame in self.page.frames if "streamlit_folium" in frame.url)
        return frame.evaluate(script)

    def hacked(self) -> list[object]:
        return [frame.evaluate("window.hacked || null") for frame in self.page.frames]


def watch(page: Page) -> Watched:
    watched = Watched(page)

    def gate(route: Route) -> None:
        if urlsplit(route.request.url).hostname in LOCAL:
            route.continue_()
        else:
            watched.outside.append(route.request.url)
            route.abort()

    def refused(answer: Response) -> None:
        if answer.status >= 400 and urlsplit(answer.url).path not in LOOKED_FOR:
            watched.failed.append(f"{answer.status} {answer.url}")

    def lost(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that is left takes back what it still waits for
            watched.failed.append(f"{request.url} {request.failure}")

    def said(message: ConsoleMessage) -> None:
        # The browser says of each address that is not there that it is not; `refused` knows which.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            watched.errors.append(message.text)

    def heard(payload: str | bytes) -> None:
        watched.received.append(len(payload))

    page.route(lambda url: url.startswith(("http:", "https:", "ws:", "wss:")), gate)
    page.on("requestfailed", lost)
    page.on("response", refused)
    page.on("console", said)
    page.on("websocket", lambda socket: socket.on("framereceived", heard))
    page.on("pageerror", lambda error: watched.errors.append(str(error)))
    return watched


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    yield watch(context.new_page())
    context.close()


@pytest.fixture
def narrow(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    yield watch(context.new_page())
    context.close()
