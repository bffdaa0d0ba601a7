"""Sizes of pages, and where on a page what stands; all in points, a seventy-second of an inch, y upwards."""

from dataclasses import dataclass

from geo.errors import ExportError

__all__ = ["DPI", "MARGIN", "PAGES", "Area", "Page", "Plan", "page_of_name", "plan_of"]

DPI = 300
MARGIN = 26.0
PAGES = {"a4": (595.28, 841.89), "letter": (612.0, 792.0), "16:9": (540.0, 960.0)}
"""Width and height upright."""

_MARK = 18.0  # the band of the handling mark, at the top and at the bottom
_HEADING = 40.0
_NOTES = 43.0
_GAP = 9.0
_FRAME = 12.0  # beside and below the map: the numbers of the graticule
_KEY_LYING, _KEY_UPRIGHT = 206.0, 158.0
_MAP_LYING, _MAP_UPRIGHT = 0.645, 0.485  # of the height between heading and notes
_LOCATOR = 66.0


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of the page: its left and lower edge, how wide and how high it is."""

    x: float
    y: float
    wide: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page of a size, upright or lying."""

    wide: float
    high: float

    @property
    def inches(self) -> tuple[float, float]:
        """Width and height in inches."""
        return self.wide / 72, self.high / 72

    @property
    def is_lying(self) -> bool:
        """Say whether it is wider than high."""
        return self.wide > self.high


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """Where the parts of a page stand. ``tables`` are the columns of the list, in reading order."""

    top: Area
    heading: Area
    map: Area
    locator: Area
    key: Area
    tables: tuple[Area, ...]
    notes: Area
    bottom: Area


def page_of_name(name: str, *, landscape: bool = True) -> Page:
    """Return a page by its name.

    Raises
    ------
    ExportError
        For a name that is none of `PAGES`.

    Examples
    --------
    >>> page_of_name("16:9").inches
    (13.333333333333334, 7.5)
    """
    if name not in PAGES:
        raise ExportError(f"no page {name!r}: expected one of {', '.join(PAGES)}")
    short, long = PAGES[name]
    return Page(wide=long, high=short) if landscape else Page(wide=short, high=long)


def plan_of(page: Page, *, rtl: bool = False) -> Plan:
    """Lay out a page; where reading begins at the right, all is mirrored but the handling marks.

    Lying, the key stands beside the map and two columns of the list below; upright, key and list share what is below.
    """
    left, wide = MARGIN, page.wide - 2 * MARGIN
    top = Area(left, page.high - MARGIN + 6 - _MARK, wide, _MARK)
    heading = Area(left, top.y - _HEADING, wide, _HEADING)
    bottom = Area(left, MARGIN - 6, wide, _MARK)
    notes = Area(left, bottom.y + _MARK + 3, wide, _NOTES)
    low, high = notes.y + _NOTES + _GAP, heading.y - 4
    if page.is_lying:
        map_high = (high - low) * _MAP_LYING
        column = Area(left + wide - _KEY_LYING, high - map_high, _KEY_LYING, map_high)
        chart = Area(left + _FRAME, high - map_high, wide - _KEY_LYING - _GAP - _FRAME, map_high)
        half = (wide - 1.6 * _GAP) / 2
        list_high = chart.y - _FRAME - 2 - low
        tables: tuple[Area, ...] = tuple(Area(left + n * (half + 1.6 * _GAP), low, half, list_high) for n in (0, 1))
    else:
        map_high = (high - low) * _MAP_UPRIGHT
        chart = Area(left + _FRAME, high - map_high, wide - _FRAME, map_high)
        list_high = chart.y - _FRAME - 4 - low
        column = Area(left + wide - _KEY_UPRIGHT, low, _KEY_UPRIGHT, list_high)
        tables = (Area(left, low, wide - _KEY_UPRIGHT - 1.6 * _GAP, list_high),)
    locator = Area(column.x, column.y, column.wide, _LOCATOR)
    key = Area(column.x, column.y + _LOCATOR + 4, column.wide, column.high - _LOCATOR - 4)
    if rtl:
        chart = Area(page.wide - chart.x - chart.wide + _FRAME, chart.y, chart.wide, chart.high)
        locator, key = (_mirrored(area, page) for area in (locator, key))
        tables = tuple(_mirrored(area, page) for area in tables)
    plan = {"top": top, "heading": heading, "map": chart, "locator": locator, "key": key}
    return Plan(**plan, tables=tables, notes=notes, bottom=bottom)


def _mirrored(area: Area, page: Page) -> Area:
    return Area(page.wide - area.x - area.wide, area.y, area.wide, area.high)
