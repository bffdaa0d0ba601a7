"""The legend as plain data for the page: what is shown, how it looks, how many; and what is not on the map."""

from collections.abc import Mapping, Sequence
from typing import Any

from geo.showing import labels, style
from geo.showing.layers import LAYERS, FlowMeasure, Layers, LegendEntry
from geo.showing.maps.overlays import overlay_entries

__all__ = ["legend_spec"]


def legend_spec(
    layers: Layers,
    language: str,
    *,
    shown: Sequence[str] = LAYERS,
    flow_measure: FlowMeasure = "claimants",
    overlays: Sequence[Mapping[str, Any]] = (),
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the legend of the layers that are shown, the user's own, what is not on the map, and notes, in words."""
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
    if "heat" in shown and len(layers.heat):
        groups.append({"title": said["legend_heat"], "entries": _heat_entries(layers), "note": said["heat_note"]})
    if overlays:
        groups.append({"title": said["legend_overlays"], "entries": overlay_entries(overlays), "note": ""})
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
        "notes": list(notes),
    }


def _heat_entries(layers: Layers) -> list[dict[str, Any]]:
    """Return the scale of the shading: each level with the counts that it stands for, the lowest first."""
    entries = []
    for level, group in layers.heat.groupby("level", sort=True):
        least, most = int(group["n"].min()), int(group["n"].max())
        name = f"{least:,}" if least == most else f"{least:,}–{most:,}"
        look = group.iloc[0]
        entries.append(
            {
                "layer": "heat",
                "level": int(str(level)),
                "name": f"\u2066{name}\u2069",
                "colour": str(look["colour"]),
                "opacity": float(look["opacity"]),
                "count": None,
            }
        )
    return entries


def _entry(entry: LegendEntry, language: str) -> dict[str, Any]:
    return {
        "layer": entry.layer,
        "name": entry.words[labels.spoken(language)],
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
