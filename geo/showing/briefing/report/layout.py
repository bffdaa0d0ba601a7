"""Where on a page of a report what stands, between the bands of heading and footer that all pages have."""

from dataclasses import dataclass

from geo.showing.briefing.pages import MARGIN, Area, Page

__all__ = ["Band", "ChapterPlan", "chapter_plan", "page_bands"]

_MARK = 18.0
_HEADING = 40.0
_GAP = 12.0
_FRAME = 12.0
_NOTE = 34.0  # four lines below a map
_LEGEND_LYING, _LEGEND_UPRIGHT = 92.0, 96.0
_MAP_LYING, _MAP_UPRIGHT = 0.52, 0.36
_LOCATOR = 84.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """The bands of a page, and the body between them."""

    top: Area
    heading: Area
    body: Area
    bottom: Area


@dataclass(frozen=True, kw_only=True, slots=True)
class ChapterPlan:
    """Where map, legend, small map, note and list of a page stand."""

    map: Area
    key: Area
    locator: Area
    note: Area
    list: Area
    columns: int


def page_bands(page: Page) -> Band:
    """Lay out what all pages have."""
    wide = page.wide - 2 * MARGIN
    top = Area(MARGIN, page.high - MARGIN + 6 - _MARK, wide, _MARK)
    heading = Area(MARGIN, top.y - _HEADING, wide, _HEADING)
    bottom = Area(MARGIN, MARGIN - 6, wide, _MARK)
    low = bottom.y + _MARK + 6
    return Band(top=top, heading=heading, body=Area(MARGIN, low, wide, heading.y - 6 - low), bottom=bottom)


def chapter_plan(
    body: Area, *, is_lying: bool, rtl: bool, map_share: float | None = None, with_note: bool = True
) -> ChapterPlan:
    """Lay out a page with a map: the list beside it where the page lies, below it where it stands.

    Parameters
    ----------
    map_share
        Of the width (lying) or height that the map takes.
    with_note
        Whether lines below the map say what its projection is, and so on.
    """
    note_high = _NOTE if with_note else 0.0
    if is_lying:
        wide = body.wide * (map_share or _MAP_LYING)
        chart_low = body.y + note_high + _LEGEND_LYING + _FRAME + 8
        chart = Area(body.x + _FRAME, chart_low, wide - _FRAME, body.y + body.high - chart_low)
        listed = Area(body.x + wide + _GAP, body.y, body.wide - wide - _GAP, body.high)
        legend, columns = _LEGEND_LYING, 3
    else:
        wide = body.wide
        chart_high = body.high * (map_share or _MAP_UPRIGHT)
        chart_low = body.y + body.high - chart_high
        chart = Area(body.x + _FRAME, chart_low, wide - _FRAME, chart_high)
        legend, columns = _LEGEND_UPRIGHT, 3
        low = chart_low - _FRAME - 6 - legend - note_high
        listed = Area(body.x, body.y, wide, low - 8 - body.y)
    key_low = chart.y - _FRAME - 6 - legend
    locator = Area(body.x, key_low + legend - _LOCATOR, _LOCATOR, _LOCATOR)
    key = Area(body.x + _LOCATOR + _GAP, key_low, wide - _LOCATOR - _GAP, legend)
    note = Area(body.x, key_low - note_high, wide, note_high)
    plan = {"map": chart, "key": key, "locator": locator, "note": note, "list": listed}
    if rtl:
        plan = {name: _mirrored(area, body) for name, area in plan.items()}
        plan["map"] = Area(plan["map"].x + _FRAME, chart.y, chart.wide, chart.high)  # numbers of latitudes stay left
    return ChapterPlan(**plan, columns=columns)


def _mirrored(area: Area, body: Area) -> Area:
    return Area(2 * body.x + body.wide - area.x - area.wide, area.y, area.wide, area.high)
