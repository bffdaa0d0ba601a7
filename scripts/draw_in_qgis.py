"""Draws a GeoPackage export in QGIS, with the styles that are stored in it, into a picture: a look by other eyes.

Usage, with Debian's packages qgis and python3-qgis and with Debian's own Python (no screen is needed):

    export QT_QPA_PLATFORM=offscreen
    /usr/bin/python3 scripts/draw_in_qgis.py export.gpkg picture.png [countries.geojson [west,south,east,north]]

Says on standard output which layers were drawn with which renderer, one line each, and fails where a layer did not take
its style. Too heavy for each run of the tests; `scripts/check_exports.sh` runs it where QGIS is installed.
"""

import sqlite3
import sys
from pathlib import Path

from qgis.core import (
    QgsApplication,
    QgsExpression,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsFillSymbol,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

EXPECTED = {
    "areas": "singleSymbol",
    "event_areas": "categorizedSymbol",
    "flows": "categorizedSymbol",
    "flow_ends": "pointDisplacement",
    "events": "pointDisplacement",
    "places": "RuleRenderer",
}
"""Layers from the lowest to the highest, and the renderers that their styles ask for."""

SIZE = (1600, 1000)
MARGIN = 0.15


def main(source: str, target: str, ground: str = "", box: str = "") -> int:
    """Draw; return 0 where every layer took its style."""
    application = QgsApplication([], False)
    application.initQgis()
    try:
        faults = look(source, target, ground, box)  # its layers are gone before QGIS is: else it falls over them
    finally:
        application.exitQgis()
    return 1 if faults else 0


def look(source: str, target: str, ground: str, box: str) -> list[str]:
    """Open the layers, draw them, and return what is wrong with their styles."""
    layers = [layer for name in EXPECTED if (layer := open_layer(source, name)) is not None]
    faults = [fault for layer in layers for fault in faults_of(layer)]
    draw(layers, ground, target, box)
    print("\n".join(faults) or f"{len(layers)} layers took their styles")
    return faults


def open_layer(source: str, name: str) -> QgsVectorLayer | None:
    """Open a layer as QGIS does by itself: with the default style that the file holds."""
    with sqlite3.connect(source) as connection:
        found = connection.execute("SELECT 1 FROM gpkg_contents WHERE table_name = ?", (name,)).fetchone()
    if not found:
        return None
    layer = QgsVectorLayer(f"{source}|layername={name}", name, "ogr")
    print(f"{name}: {layer.featureCount()} features, {layer.renderer().type()}, labels: {layer.labelsEnabled()}")
    return layer


def faults_of(layer: QgsVectorLayer) -> list[str]:
    """Say what is wrong with a layer's style: another renderer, or rows that no class of it takes."""
    kind = layer.renderer().type()
    if kind != EXPECTED[layer.name()]:
        return [f"{layer.name()}: {kind}, expected {EXPECTED[layer.name()]}"]
    renderer = layer.renderer()
    inner = renderer.embeddedRenderer() if kind == "pointDisplacement" else renderer
    if inner.type() != "categorizedSymbol":
        return []
    classes = {category.value() for category in inner.categories()}
    expression = QgsExpression(inner.classAttribute())
    context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    told = set()
    for row in layer.getFeatures():
        context.setFeature(row)
        told.add(expression.evaluate(context))
    return [f"{layer.name()}: no class for {value}" for value in sorted(told - classes)]


def draw(layers: list[QgsVectorLayer], ground: str, target: str, box: str) -> None:
    """Draw the layers above a ground of land: what lies in the box, else as wide as events and flows reach."""
    below = [land(ground)] if ground else []
    settings = QgsMapSettings()
    settings.setLayers([*reversed(layers), *below])
    settings.setExtent(QgsRectangle(*map(float, box.split(","))) if box else extent_of(layers))
    settings.setOutputSize(QSize(*SIZE))
    settings.setOutputDpi(120)
    settings.setBackgroundColor(QColor("#DDE6EB"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    if not job.renderedImage().save(str(Path(target))):
        raise SystemExit(f"{target} cannot be written")


def extent_of(layers: list[QgsVectorLayer]) -> QgsRectangle:
    """Return how wide events and flows reach, with a margin."""
    extent = QgsRectangle()
    extent.setMinimal()
    for layer in layers:
        if layer.name() in {"events", "flows"} and layer.featureCount():
            layer.updateExtents(True)
            extent.combineExtentWith(layer.extent())
    extent.grow(MARGIN * max(extent.width(), extent.height(), 1.0))
    return extent


def land(path: str) -> QgsVectorLayer:
    """Open a layer of countries and give it the map's colours."""
    layer = QgsVectorLayer(path, "land", "ogr")
    look = {"color": "#F8F6F1", "outline_color": "#A79F92", "outline_width": "0.2"}
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple(look)))
    return layer


if __name__ == "__main__":
    if len(sys.argv) not in {3, 4, 5}:
        raise SystemExit(__doc__)
    raise SystemExit(main(*sys.argv[1:]))
