"""What the page loads: Leaflet and jQuery from installed packages, our own scripts, the base map; no outside address.

Folium names some seventy outside addresses and bundles nothing. Here the same files are served from a folder of the
app's own, or written into the page itself.
"""

import base64
import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from geo import basemap
from geo.errors import BasemapError, ExportError

__all__ = ["Assets", "drawn_by_browser", "inline_assets", "serve_assets"]

WEB_FOLDER = Path(__file__).with_name("web")
_SCRIPTS = (
    *("symbols.js", "donuts.js", "cards.js", "legend.js", "placing.js", "flows.js", "layers.js", "halo.js", "stage.js"),
    *("view.js", "sphere.js", "measure.js", "box.js", "tools.js", "extras.js", "board.js", "map.js"),
)
_STYLES = ("kharita.css",)
_MEDIA = {".js": "text/javascript", ".css": "text/css", ".geojson": "application/json", ".png": "image/png"}

Link = tuple[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Assets:
    """Addresses of scripts and styles in loading order, as folium wants them, and of the base map's layers."""

    scripts: tuple[Link, ...]
    styles: tuple[Link, ...]
    basemap: Mapping[str, str]


def _package_file(package: str, *parts: str) -> Path:
    """Find a file of an XStatic package, which are namespace packages without a loader of their own."""
    path = Path(str(files(f"xstatic.pkg.{package}").joinpath("data", *parts)))
    if not path.is_file():
        raise BasemapError(f"{path.name}: not found in the package XStatic-{package}; install requirements.txt again")
    return path


def _scripts() -> list[Path]:
    # jQuery is not used by our own scripts; folium's plugins and its own templates expect it.
    own = [WEB_FOLDER / name for name in _SCRIPTS]
    return [_package_file("leaflet", "leaflet.js"), _package_file("jquery", "jquery.min.js"), *own]


def _styles() -> list[Path]:
    return [_package_file("leaflet", "leaflet.css"), *(WEB_FOLDER / name for name in _STYLES)]


def serve_assets(folder: Path, address: str) -> Assets:
    """Copy everything into a folder that is served as it is; what is there already is left.

    Parameters
    ----------
    folder
        Made when it does not exist. Several programs may fill it at once: a file appears only when whole.
    address
        Where the browser finds the folder, such as ``/app/static``.

    Notes
    -----
    The name of each file carries a checksum of its content, so that a browser never shows an old one.

    Raises
    ------
    ExportError
        When the folder cannot be written to.
    """
    try:
        return _serve(folder, address)
    except OSError as error:
        reason = f"the map's files cannot be put there ({error.strerror}); make the folder writable"
        raise ExportError(f"{folder}: {reason}") from error


def _serve(folder: Path, address: str) -> Assets:
    folder.mkdir(parents=True, exist_ok=True)
    images = folder / "images"  # leaflet.css names them by this relative path
    images.mkdir(exist_ok=True)
    for name in ("layers.png", "layers-2x.png", "marker-icon.png", "marker-icon-2x.png", "marker-shadow.png"):
        _copy(_package_file("leaflet", "images", name), images / name)

    def served(path: Path) -> str:
        content = path.read_bytes()
        name = f"{path.stem}-{hashlib.sha256(content).hexdigest()[:10]}{path.suffix}"
        _copy(path, folder / name)
        return f"{address.rstrip('/')}/{name}"

    layers = basemap.browser_layers(folder)
    return _assets(served, {layer: f"{address.rstrip('/')}/{path.name}" for layer, path in layers.items()})


def inline_assets() -> Assets:
    """Return everything as ``data:`` addresses, for a page in one file that opens anywhere without a network."""
    with tempfile.TemporaryDirectory() as folder:
        layers = {layer: _data_address(path) for layer, path in basemap.browser_layers(Path(folder)).items()}
    return _assets(_data_address, layers)


def _assets(address_of: Callable[[Path], str], layers: Mapping[str, str]) -> Assets:
    return Assets(
        scripts=tuple((path.stem, address_of(path)) for path in _scripts()),
        styles=tuple((f"{path.stem}_css", address_of(path)) for path in _styles()),
        basemap=dict(layers),
    )


def _data_address(path: Path) -> str:
    return f"data:{_MEDIA[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode('ascii')}"


def _copy(source: Path, target: Path) -> None:
    content = source.read_bytes()
    if target.is_file() and target.stat().st_size == len(content):
        return
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()


@lru_cache(maxsize=1)
def drawn_by_browser() -> frozenset[str]:
    """Return the keys of the shapes that the page fetches with the base map anyway, so that no layer sends them."""
    with tempfile.TemporaryDirectory() as folder:
        layers = basemap.browser_layers(Path(folder))
        collections = [json.loads(layers[name].read_text(encoding="utf-8")) for name in ("countries", "areas")]
    return frozenset(feature["properties"]["key"] for part in collections for feature in part["features"])
