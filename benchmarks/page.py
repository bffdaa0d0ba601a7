"""Prints what a change on the map page costs at 10 thousand, 100 thousand and 1 million events.

    python benchmarks/page.py                                   # all sizes; makes and forgets the workspaces
    python benchmarks/page.py --keep /tmp/made                  # keeps them, and uses those that are there
    python benchmarks/page.py --sizes 10000,100000 --rounds 3   # a quick look

The real app runs on the loopback and a real Chromium shows it. Each change is made as a reader makes it: the key that
runs the page again, an event type more in the filter, the map dragged by the mouse. Three figures of each, the median
of the rounds:

server
    From the arrival of the browser's request to the end of the script's run, seen between the two; several runs add up.
payload
    Bytes of WebSocket frames to the browser until all is quiet again, and of files asked for meanwhile.
painted
    From the input event to the end of the first frame that shows the map's new data (for an empty rerun: the page's end
    of running).

Beside these, in the same run: an empty Streamlit page with one button, and a page that draws a folium.Marker for each
event of the smallest workspace. What is asked of the ratios stands behind them.
"""

import argparse
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Frame, Page, sync_playwright

_ROOT = Path(__file__).resolve().parents[1]
if str(_ROOT) not in sys.path:  # run as a script, Python looks beside it and not in the project
    sys.path.insert(0, str(_ROOT))

from benchmarks.generated import generate  # noqa: E402
from benchmarks.page_traffic import Relay  # noqa: E402
from geo.model import EventType  # noqa: E402
from geo.showing.labels import type_words  # noqa: E402

# What the harness knows of the pages: here and nowhere else.
MAP_FRAME = "streamlit_folium"
RUNNING = "[data-testid='stApp']"
TYPE_BOX = ("combobox", "Event type")
RERUN_KEY = "r"
BUTTON = ("button", "Again")
TYPES: tuple[EventType, ...] = ("ASSAULT", "MOBILIZE", "COERCE", "PROTEST", "AID", "CONSULT", "RETREAT", "ACCUSE")
VIEW = "void window.map.setView([34.8, 38.5], 6, {animate: false})"
# A text that changes with what is drawn: checksums of the layers, or on the page of markers their number and the first.
SHOWN = """() => {
  const kharita = window.map && window.map.kharita;
  if (kharita && kharita.board) {
    return [...kharita.board.shown].map((pair) => pair[0] + pair[1].digest).join() || "nothing";
  }
  const markers = document.getElementsByClassName(kharita ? "leaflet-interactive" : "leaflet-marker-icon");
  const first = markers[markers.length - 1];
  if (first && !first.benchmark) {
    first.benchmark = ++window.benchmark.names;
  }
  return first ? markers.length + "/" + first.benchmark : "";
}"""

# In every frame: when the reader did something, when the page ran, and when something new had been painted.
PROBE = (
    """
(() => {
  const probe = (window.benchmark = { inputs: [], painted: [], states: [], names: 0, last: null });
  const shown = """
    + SHOWN
    + """;
  const stamp = (list, what) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => list.push([performance.timeOrigin + performance.now(), what]);
    channel.port2.postMessage(0); // delivered after the frame has been painted
  });
  ["mousedown", "mouseup", "keydown"].forEach((name) => addEventListener(name, (event) => {
    probe.inputs.push([performance.timeOrigin + event.timeStamp, name]);
    stamp(probe.painted, "");
  }, true));
  setInterval(() => {
    const now = shown();
    if (now !== probe.last) {
      probe.last = now;
      stamp(probe.painted, now);
    }
  }, 10);
  addEventListener("DOMContentLoaded", () => new MutationObserver((changes) => {
    if (changes.some((change) => change.attributeName === "data-test-script-state")) {
      const app = document.querySelector("[data-testid='stApp']");
      stamp(probe.states, app ? app.getAttribute("data-test-script-state") : "");
    }
  }).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-test-script-state"] }));
})();
"""
)

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
START_SECONDS = 120
OPEN_SECONDS = 900
QUIET_SECONDS = 1.0
MARKERS_SECONDS, MARKERS_ROUNDS = 300, 2
# Set when another number of markers has been painted.
MARKERS_CHANGE = """() => {
  const count = () => document.getElementsByClassName("leaflet-marker-icon").length;
  const before = count();
  window.markersChanged = null;
  const done = () => { window.markersChanged = performance.timeOrigin + performance.now(); };
  const watch = () => {
    if (count() && count() !== before) {
      requestAnimationFrame(() => requestAnimationFrame(done));
    } else {
      requestAnimationFrame(watch);
    }
  };
  watch();
}"""
MOST_SLOW = 4  # frames that are slow though nothing goes on any more
CHANGE_SECONDS = 120
HAND_SECONDS = 60  # until a control is there


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Medians of the rounds of one kind of change: seconds, bytes, seconds; and runs of the script."""

    server: float
    payload: float
    painted: float
    runs: float

    def __str__(self) -> str:
        figures = f"{1000 * self.server:>9.0f} ms {self.payload / 1000:>10.1f} KB {1000 * self.painted:>9.0f} ms"
        return f"{figures} {self.runs:>5.1f}"


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A page in the browser, and the relay that it goes through."""

    page: Page
    relay: Relay

    @property
    def map(self) -> Frame | None:
        """The frame of the map, where the page has one."""
        return next((frame for frame in self.page.frames if MAP_FRAME in frame.url), None)

    def settle(self, mark: int, seconds: float = CHANGE_SECONDS) -> None:
        """Wait until no run is going on, nothing is sent, and the page says so."""
        end, begun, slow = time.monotonic() + seconds, time.monotonic(), 0
        while time.monotonic() < end:
            self.page.wait_for_timeout(100)
            quiet = time.monotonic() - max(self.relay.last(mark), begun) > QUIET_SECONDS
            if quiet and not self.relay.busy(mark) and self._still():
                asked = time.monotonic()
                self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
                if time.monotonic() - asked < QUIET_SECONDS / 2 or slow == MOST_SLOW:
                    return
                begun, slow = time.monotonic(), slow + 1  # it was still drawing, or so much is drawn that it stays slow
        raise TimeoutError(f"the page is not quiet after {seconds:g} s")

    def _still(self) -> bool:
        return self.page.locator(RUNNING).get_attribute("data-test-script-state") == "notRunning"

    def read(self, frame: Page | Frame | None, name: str) -> list[tuple[float, str]]:
        """Read what a probe has noted since `forget`."""
        return [] if frame is None else [(at / 1000, what) for at, what in frame.evaluate(f"window.benchmark.{name}")]

    def forget(self) -> None:
        """Empty the probes' lists."""
        for frame in self.page.frames:
            frame.evaluate(
                "['inputs', 'painted', 'states'].forEach((name) => { (window.benchmark || {})[name] = []; })"
            )

    def measure(self, change: Callable[[], None], *, by: str, where: str = "map") -> Figures:
        """Make a change and see what it costs; ``by`` is the input event that counts, the last of its kind."""
        self.settle(0)  # what the change before has set off late is not counted with this one
        self.forget()
        mark = self.relay.mark()
        change()
        self.settle(mark)
        inputs = [at for frame in (self.page, self.map) for at, what in self.read(frame, "inputs") if what == by]
        cost = self.relay.cost(mark)
        seen = self.read(self.map, "painted") if where == "map" else self.read(self.page, "states")
        later = [(at, what) for at, what in seen if at >= inputs[-1]]
        if where == "map" and not any(what for _, what in later):
            print("  (the map has nothing new: painted is the next frame)", file=sys.stderr)
        painted = max((at for at, _ in later), default=inputs[-1]) - inputs[-1]
        return Figures(server=cost.seconds, payload=cost.bytes + cost.file_bytes, painted=painted, runs=cost.runs)


@contextmanager
def served(script: Path, *, folder: Path, workspace: Path) -> Iterator[Relay]:
    """Run a Streamlit script on a free port of the loopback, behind a relay; stop both at the end, come what may."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += ["--server.address=127.0.0.1", f"--server.port={port}", "--server.enableStaticServing=true"]
    command += ["--server.fileWatcherType=none", "--browser.gatherUsageStats=false"]
    named = {"KHARITA_WORKSPACE": str(workspace), "KHARITA_ROOT": str(workspace.parent), "PYTHONPATH": str(_ROOT)}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, **named}, stdout=log, stderr=log)
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process)
            relay = Relay(port).start()
            try:
                yield relay
            finally:
                relay.stop()
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - the loopback
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise TimeoutError(f"{address} does not answer")


@contextmanager
def opened(browser: Browser, relay: Relay, *, with_map: bool) -> Iterator[Shown]:
    """Open the page of a relay and wait until it is all there."""
    context = browser.new_context(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
    try:
        page = context.new_page()
        page.set_default_timeout(HAND_SECONDS * 1000)
        page.add_init_script(PROBE)
        mark, shown = relay.mark(), Shown(page=page, relay=relay)
        page.goto(f"http://127.0.0.1:{relay.port}/")
        page.locator(f"{RUNNING}[data-test-script-state='notRunning']").wait_for(timeout=OPEN_SECONDS * 1000)
        shown.settle(mark, OPEN_SECONDS)
        if with_map:
            page.locator(f"iframe[title^='{MAP_FRAME}']").wait_for()
            shown.settle(mark, OPEN_SECONDS)
        yield shown
    finally:
        context.close()


def press_again(shown: Shown) -> Callable[[], None]:
    """Press the only button."""
    return lambda: shown.page.get_by_role(BUTTON[0], name=BUTTON[1]).click()  # type: ignore[arg-type]


def run_again(shown: Shown) -> Callable[[], None]:
    """Run the page again by Streamlit's own key."""

    def change() -> None:
        shown.page.evaluate("document.activeElement && document.activeElement.blur()")
        shown.page.keyboard.press(RERUN_KEY)

    return change


def add_type(shown: Shown, name: EventType) -> Callable[[], None]:
    """Choose one event type more; the list is opened before."""
    box = shown.page.get_by_role(TYPE_BOX[0], name=TYPE_BOX[1])  # type: ignore[arg-type]
    box.scroll_into_view_if_needed()
    box.click()
    shown.page.keyboard.type(type_words(name, "en"))  # the list shows no more than it has room for
    option = shown.page.get_by_role("option", name=type_words(name, "en"), exact=True)
    option.wait_for()
    return option.click


def drag(shown: Shown, east: int, south: int) -> Callable[[], None]:
    """Drag the map to look east and south; the hand rests before it lets go, so that the map does not slide on."""
    box = shown.page.locator(f"iframe[title^='{MAP_FRAME}']").bounding_box()
    if box is None:
        raise LookupError("the map is not in view")
    # About the middle of what the legend leaves free.
    x, y = box["x"] + box["width"] * 0.36 + east / 2, box["y"] + min(box["height"], 640) * 0.5 + south / 2

    def change() -> None:
        mouse = shown.page.mouse
        mouse.move(x, y)
        mouse.down()
        mouse.move(x - east / 2, y - south / 2, steps=4)
        mouse.move(x - east, y - south, steps=4)
        shown.page.wait_for_timeout(250)
        mouse.up()

    return change


def medians(rounds: Sequence[Figures]) -> Figures:
    """Take the median of each figure."""
    return Figures(
        **{name: median(getattr(one, name) for one in rounds) for name in ("server", "payload", "painted", "runs")}
    )


def measure_app(browser: Browser, workspace: Path, rounds: int) -> dict[str, Figures]:
    """Measure the app's map page: an empty rerun, a filter change, a pan."""
    ways = [(400, 0), (0, 300), (400, 0), (0, -300), (-400, -300), (400, 200), (-400, 300), (-400, 0)]
    with served(_ROOT / "app.py", folder=_ROOT, workspace=workspace) as relay:
        begin = time.monotonic()
        with opened(browser, relay, with_map=True) as shown:
            print(f"  opened and quiet after {time.monotonic() - begin:.1f} s", flush=True)
            reruns = [shown.measure(run_again(shown), by="keydown", where="page") for _ in range(rounds)]
            filters = [shown.measure(add_type(shown, name), by="mousedown") for name in TYPES[:rounds]]
        with opened(browser, relay, with_map=True) as shown:
            mark = shown.relay.mark()
            if shown.map is not None:
                shown.map.evaluate(VIEW)
            shown.settle(mark)
            pans = [shown.measure(drag(shown, *ways[turn % len(ways)]), by="mouseup") for turn in range(rounds)]
    return {"empty rerun": medians(reruns), "filter": medians(filters), "pan": medians(pans)}


@contextmanager
def bare(browser: Browser, name: str, workspace: Path, *, with_map: bool) -> Iterator[Shown]:
    """Serve a page of ``bare/`` from a folder of its own, and open it."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(shutil.copy(Path(__file__).parent / "bare" / f"{name}.py", folder))
        with (
            served(script, folder=Path(folder), workspace=workspace) as relay,
            opened(browser, relay, with_map=with_map) as shown,
        ):
            yield shown


def measure_empty(browser: Browser, workspace: Path, rounds: int) -> Figures:
    """Measure a press of the button of an empty page; the first is not counted."""
    with bare(browser, "empty", workspace, with_map=False) as shown:
        presses = [shown.measure(press_again(shown), by="mousedown", where="page") for _ in range(rounds + 1)]
        return medians(presses[1:])


def measure_markers(browser: Browser, workspace: Path, rounds: int) -> Figures:
    """Measure a press of the button of the page of markers.

    A page of so many elements never gets as quiet as others: what counts is the second frame after another number of
    markers is there.
    """
    with bare(browser, "markers", workspace, with_map=True) as shown:
        return medians([_press_markers(shown) for _ in range(rounds)])


def _press_markers(shown: Shown) -> Figures:
    if shown.map is None:
        raise RuntimeError("the page of markers has no map")
    box = shown.page.get_by_role(BUTTON[0], name=BUTTON[1]).bounding_box()  # type: ignore[arg-type]
    if box is None:
        raise RuntimeError("the page of markers has no button")
    shown.map.evaluate(MARKERS_CHANGE)
    mark, begun = shown.relay.mark(), time.time()
    shown.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    end = begun + MARKERS_SECONDS
    while not (done := shown.map.evaluate("window.markersChanged")):
        if time.time() > end:
            raise TimeoutError(f"the markers are not there after {MARKERS_SECONDS} s")
        shown.page.wait_for_timeout(200)
    cost = shown.relay.cost(mark)
    return Figures(
        server=cost.seconds, payload=cost.bytes + cost.file_bytes, painted=done / 1000 - begun, runs=cost.runs
    )


def report(app: dict[int, dict[str, Figures]], empty: Figures, markers: Figures | None) -> None:
    """Print the table and the ratios that are asked for."""
    print(f"\n{'events':>9}  {'change':<16}{'server':>12} {'payload':>13} {'painted':>12} {'runs':>5}")
    for size, kinds in app.items():
        for name, figures in kinds.items():
            print(f"{size:>9}  {name:<16}{figures}")
    print(f"{'':>9}  {'empty page':<16}{empty}")
    if markers:
        print(f"{min(app):>9}  {'folium.Marker':<16}{markers}")
    least, most = app[min(app)], app[max(app)]
    print(f"\nratios, {max(app)} events to {min(app)}")
    for name in ("filter", "pan"):
        ratio(f"{name}: payload", most[name].payload, least[name].payload, "at most", 1.5)
        ratio(f"{name}: painted", most[name].painted, least[name].painted, "at most", 1.5)
        ratio(f"{name}: server", most[name].server, least[name].server, "at most", 3)
    print(f"ratios at {min(app)} events")
    for name in ("filter", "pan"):
        ratio(
            f"{name}: painted to the app's empty rerun", least[name].painted, least["empty rerun"].painted, "at most", 3
        )
    if markers:
        ratio("folium.Marker to filter: painted", markers.painted, least["filter"].painted, "at least", 20)


def ratio(name: str, one: float, other: float, asked: str, limit: float) -> None:
    """Print a ratio beside what is asked of it."""
    found = one / other if other else float("inf")
    met = found <= limit if asked == "at most" else found >= limit
    print(f"  {name:<44}{found:>8.2f}   {asked} {limit:g}: {'met' if met else 'NOT met'}")


def _workspace(folder: Path, size: int) -> Path:
    path = folder / f"generated-{size}.gpkg"
    if not path.is_file():
        print(f"  making {path.name}", flush=True)
        generate(path, size)
    return path.resolve()  # the app opens nothing that a link leads out of its folder to


def _chromium() -> str | None:
    named = os.environ.get("KHARITA_CHROMIUM")
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"))
    return named or next((path for path in found if path), None)


def main() -> None:
    """Measure all that is asked for, and report."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is stopped on the way out
    parser = argparse.ArgumentParser(description="What a change on the map page costs by the number of events.")
    parser.add_argument("--sizes", default="10000,100000,1000000", help="numbers of events, with commas between")
    parser.add_argument("--rounds", type=int, default=5, help=f"repetitions of each change, {len(TYPES)} at most")
    parser.add_argument("--keep", type=Path, help="a folder for the workspaces; those that are there are used")
    parser.add_argument("--no-markers", action="store_true", help="leave out the page of markers, which is slow")
    asked = parser.parse_args()
    sizes, rounds = sorted({int(size) for size in asked.sizes.split(",")}), min(asked.rounds, len(TYPES))
    app: dict[int, dict[str, Figures]] = {}
    with tempfile.TemporaryDirectory() as made, sync_playwright() as playwright:
        folder = asked.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        try:
            first = _workspace(folder, sizes[0])
            print("empty page", flush=True)
            empty = measure_empty(browser, first, rounds)
            for size in sizes:
                print(f"{size} events", flush=True)
                app[size] = measure_app(browser, _workspace(folder, size), rounds)
                for name, figures in app[size].items():
                    print(f"  {name:<16}{figures}", flush=True)
            if not asked.no_markers:
                print("markers", flush=True)
            markers = None if asked.no_markers else measure_markers(browser, first, MARKERS_ROUNDS)
        finally:
            browser.close()
    report(app, empty, markers)


if __name__ == "__main__":
    main()
