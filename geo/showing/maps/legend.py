"""The legend as plain data for the page: what is shown, how it looks, how many; and what is not on the map."""

from collections.abc import Sequence
from typing import Any

from geo.showing import labels, style
from geo.showing.layers import LAYERS, FlowMeasure, Layers, LegendEntry

__all__ = ["legend_spec"]


def legend_spec(
    layers: Layers, language: str, *, shown: Sequence[str] = LAYERS, flow_measure: FlowMeasure = "claimants"
) -> dict[str, Any]:
    """Return the legend of the layers that are shown, and what is not on the map, in words."""
    said = labels.words(language)
    groups = []
    stubs = int((layers.flows["stub"] != "").sum())
    for title, parts in (
        ("legend_events", ("events",)),
        ("legend_flows", ("flows",)),
        ("legend_status", ("status",)),
        ("legend_places", ("places", "areas")),
    ):
        visible = {part for part in parts if part in shown or (part == "status" and {"events", "flows"} & set(shown))}
        entries = [_entry(entry, language) for entry in layers.legend if entry.layer in visible]
        if title == "legend_flows" and stubs and visible:
            entries.append(_stub_entry(stubs, language))
        note = (
            said["joined"].format(a=said[f"width_{flow_measure}"], b=said["schematic"])
            if title == "legend_flows"
            else ""
        )
        if entries:
            groups.append({"title": said[title], "entries": entries, "note": note})
    missing = {
        "unplaced_mentions": layers.missing.mentions_unplaced,
        "unplaced_events": layers.missing.events_unplaced,
        "unplaced_flows": layers.missing.flows_unplaced - stubs,
    }
    return {
        "title": said["legend"],
        "direction": labels.direction(language),
        "groups": groups,
        "missing_title": said["not_shown"],
        "missing": [labels.counted(key, count, language) for key, count in missing.items() if count],
    }


def _entry(entry: LegendEntry, language: str) -> dict[str, Any]:
    return {
        "layer": entry.layer,
        "name": entry.words[language if language in entry.words else "en"],
        "count": entry.count,
        "colour": entry.colour,
        "tint": style.tint(entry.colour),
        "fill": entry.fill,
        "dash": entry.dash,
        "struck": entry.struck,
        "outline": [list(point) for point in style.load_palette().shapes.get(entry.shape, ())],
    }


def _stub_entry(count: int, language: str) -> dict[str, Any]:
    name = labels.words(language)["stub"]
    return {"layer": "stub", "name": name, "count": count, "colour": style.load_palette().flows["unknown"].colour}
