"""Takes the pictures of the pages that the documentation shows, in docs/images.

    python scripts/take_screenshots.py                # from the seeds and from made-up events
    python scripts/take_screenshots.py --only map,evidence

Builds a workspace from seeds/ and one of 20,000 made-up events in a temporary folder, runs the app on the loopback and
drives a Chromium (``KHARITA_CHROMIUM`` names one) through it. Wants requirements-dev.txt.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:  # run as a script, Python looks beside it and not in the project
    sys.path.insert(0, str(ROOT))

from benchmarks.generated import generate  # noqa: E402
from geo.pipeline import build  # noqa: E402

IMAGES = ROOT / "docs" / "images"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
WIDE, NARROW = (1500, 940), (390, 844)
START_SECONDS = 60


def settle(page: Page) -> None:
    """Wait until the page has run and the map stands still."""
    page.wait_for_timeout(1500)
    page.locator("[data-testid='stApp'][data-test-script-state='notRunning']").wait_for(timeout=90_000)
    page.wait_for_timeout(1500)


def click_flow(page: Page) -> None:
    """Click the flights from Damascus to Benghazi, by the keyboard: the line itself is thin."""
    path = page.frame_locator("iframe[title^='streamlit_folium']").locator(
        "path[aria-label*='Damascus → Benghazi'], path[aria-label*='دمشق'][aria-label*='بنغازي']"
    )
    path.first.focus()
    path.first.press("Enter")
    settle(page)


def open_evidence(page: Page) -> None:
    """Go from a flow on the map to all of its evidence."""
    click_flow(page)
    page.get_by_text("All the evidence").or_(page.get_by_text("كل الأدلة")).click()
    settle(page)


def review_name(page: Page) -> None:
    """Open a name that waits for a look, and choose what it means: what would change is shown before it is kept."""
    page.get_by_role("link", name="Review").or_(page.get_by_role("link", name="المراجعة")).click()
    page.locator(".st-key-kh-queue").wait_for(timeout=90_000)
    settle(page)
    author = page.locator(".st-key-author input")
    author.fill("Lina")
    author.press("Enter")
    page.locator(".st-key-kh-queue button").filter(has_text="الخرطوم").click()
    settle(page)
    page.get_by_text("A place that cannot be told").or_(page.get_by_text("مكان لا يمكن تحديده")).first.click()


def nothing(page: Page) -> None:
    """Show the page as it opens."""


Shot = tuple[str, tuple[int, int], Callable[[Page], None]]
SHOTS: dict[str, Shot] = {
    "map": ("seeds.gpkg", WIDE, click_flow),
    "map-ar": ("seeds.gpkg?lang=ar", WIDE, click_flow),
    "evidence": ("seeds.gpkg", WIDE, open_evidence),
    "evidence-ar": ("seeds.gpkg?lang=ar", WIDE, open_evidence),
    "documents": ("seeds.gpkg", WIDE, lambda page: page.get_by_role("link", name="Documents").click()),
    "review": ("seeds.gpkg", WIDE, review_name),
    "review-ar": ("seeds.gpkg?lang=ar", WIDE, review_name),
    "large": ("made-up.gpkg", WIDE, nothing),
    "narrow": ("seeds.gpkg", NARROW, nothing),
}


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Run the app on a free port of the loopback; stop it at the end by its process."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{one.getsockname()[1]}"
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={address.rpartition(':')[2]}"]
    environment = {**os.environ, "KHARITA_WORKSPACE": str(folder / "seeds.gpkg"), "KHARITA_ROOT": str(folder)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=2).close()  # noqa: S310 - the loopback
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=15)


def take(browser: Browser, address: str, name: str) -> None:
    """Take one picture."""
    where, (width, height), act = SHOTS[name]
    workspace, _, query = where.partition("?")
    page = browser.new_page(viewport={"width": width, "height": height})
    try:
        page.goto(f"{address}/?workspace={workspace}&{query}")
        page.frame_locator("iframe[title^='streamlit_folium']").locator(".k-label").first.wait_for(timeout=90_000)
        settle(page)
        act(page)
        settle(page)
        page.mouse.move(5, height - 5)
        page.screenshot(path=IMAGES / f"{name}.png")
    finally:
        page.close()


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description="Take the pictures of the pages.")
    parser.add_argument("--only", default=",".join(SHOTS), help="names of pictures, with commas between")
    names = [name for name in parser.parse_args().only.split(",") if name in SHOTS]
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = Path(made)
        build([ROOT / "seeds"], folder / "seeds.gpkg")
        generate(folder / "made-up.gpkg", 20_000)
        named = os.environ.get("KHARITA_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=named, args=FLAGS)
        with served(folder) as address:
            for name in names:
                take(browser, address, name)
                print(f"{name}.png", flush=True)
        browser.close()


if __name__ == "__main__":
    main()
