/* The layers: from what was sent to what is drawn. Each thing drawn is an item that knows its layer, id, title and card. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});

  /* An item; told: what its card is made of, card: how. */
  K.item = function (layer, properties, title, told, card) {
    return Object.assign({ layer: layer, title: title, path: null, latlng: null }, properties, {
      told: () => JSON.stringify(told),
      card: () => card(told),
      place: function () {
        return this.path && this.path.getLatLng ? this.path.getLatLng() : null;
      },
    });
  };

  function plain(spec, properties) {
    const card = spec.cards[properties.id];
    return K.item(spec.name, properties, card.title, card, (told) => K.card(told, spec.words, spec.direction));
  }

  function latlngOf(coordinates) {
    return L.latLng(coordinates[1], coordinates[0]);
  }

  function add(group, path, item) {
    item.path = K.known(path, item);
    group.addLayer(path);
    return item;
  }

  function makePlace(group, spec, feature) {
    const item = Object.assign(plain(spec, feature.properties), { latlng: latlngOf(feature.geometry.coordinates) });
    if (item.reach_km) {
      group.addLayer(L.circle(item.latlng, {
        pane: "kharita-areas", radius: item.reach_km * 1000, interactive: false, stroke: false, fillColor: item.colour,
        fillOpacity: 0.13, className: "k-soft",
      }));
    }
    return add(group, new K.Symbol(item.latlng, {
      pane: "kharita-places", radius: item.radius_px, color: "#ffffff", weight: 1.5, fill: true, fillColor: item.colour,
      fillOpacity: 1,
    }), item);
  }

  function symbolOf(item, look) {
    return new K.Symbol(item.latlng, Object.assign({
      pane: "kharita-events", radius: item.radius_px, outline: look.outline,
    }, K.look(look)));
  }

  function makeEvent(group, spec, feature) {
    const item = Object.assign(plain(spec, feature.properties), { latlng: latlngOf(feature.geometry.coordinates) });
    return add(group, symbolOf(item, spec.looks[item.look]), item);
  }

  /* A cell: all events of a square of the map, by type. One type only is that type's own symbol. */
  function makeCell(group, spec, cell) {
    const parts = cell.parts.map((part) => ({
      name: spec.types[part[0]].name, look: spec.looks[spec.types[part[0]].look], n: part[1],
    }));
    const title = cell.title + ": " + parts.map((part) => part.name + " " + part.n).join(spec.direction === "rtl" ? "، " : ", ");
    const told = { title: cell.title, parts: parts, hint: spec.words.cell_hint, zoom: spec.words.zoom_to, direction: spec.direction };
    const zoom = () => zoomTo(item.path._map, item.box);
    const item = K.item("events", { id: cell.id, n: cell.n, sum: cell.sum, radius_px: cell.r, box: boxOf(cell.id), fixed: true }, title, told,
      (known) => K.cellCard(known, zoom));
    item.latlng = latlngOf(cell.at);
    if (parts.length === 1) {
      item.radius_px = Math.min(cell.r, 14);
      add(group, symbolOf(item, parts[0].look), item);
    } else {
      item.ring = true;
      add(group, new K.Donut(item.latlng, { pane: "kharita-events", radius: cell.r, parts: families(parts), sum: cell.sum }), item);
    }
    item.path.on("dblclick", (event) => {
      L.DomEvent.stop(event);
      zoom();
    });
    return item;
  }

  /* Types of one colour that lie side by side are one segment: the types are told in the pop-up. */
  function families(parts) {
    return parts.reduce((found, part) => {
      const last = found[found.length - 1];
      if (last && last.colour === part.look.colour) {
        last.n += part.n;
      } else {
        found.push({ colour: part.look.colour, n: part.n });
      }
      return found;
    }, []);
  }

  /* West, south, east and north of a cell are its id. */
  function boxOf(id) {
    return id.split("|")[1].split(",").map(Number);
  }

  function zoomTo(map, box) {
    const [west, south, east, north] = box;
    map.closePopup();
    map.fitBounds([[south, west], [north, east]], { animate: !K.calm() });
  }

  function makeArea(group, spec, feature) {
    const item = plain(spec, feature.properties);
    item.latlng = latlngOf(item.label);
    item.geometry = feature.geometry;
    item.place = () => null; // its pop-up stays where it was opened
    item.glyphs = (item.glyphs || []).map((glyph) => ({ look: spec.looks[glyph.look], n: glyph.n }));
    // Something to click on even where only the name is shown.
    return add(group, L.polygon([], { pane: "kharita-areas" }), item);
  }

  function makeAreas(group, spec) {
    const items = spec.features.map((feature) => makeArea(group, spec, feature));
    const known = group._map.kharita;
    if (known.shapeOf) {
      items.forEach((item) => fill(item, known.shapeOf)); // at once: a name must not jump
    } else {
      known.shapes.then((shapes) => {
        items.filter((item) => item.path._map).forEach((item) => fill(item, shapes));
        known.stage.later();
      });
    }
    return items;
  }

  /* Draw an area when its shape is there: its own, or the base map's. */
  function fill(item, shapes) {
    const geometry = item.geometry || shapes.get(item.key);
    if (!geometry || item.filled) {
      return;
    }
    item.filled = true;
    const deep = geometry.type === "MultiPolygon" ? 2 : 1;
    item.path.setLatLngs(L.GeoJSON.coordsToLatLngs(geometry.coordinates, deep));
    item.path.setStyle({
      color: item.colour, weight: item.n_records ? 1.4 : 0.8, opacity: item.soft ? 0 : item.n_records ? 0.75 : 0.45,
      dashArray: item.n_records ? null : "2 3", fillColor: item.colour, fillOpacity: item.opacity,
    });
    const element = item.path.getElement && item.path.getElement();
    if (element && item.soft) {
      element.classList.add("k-soft");
    }
  }

  /* The canvas of a pane: one for the map's whole life, for Leaflet never takes one off again. */
  K.canvasOf = function (map, pane) {
    const made = (map.kharita.canvases = map.kharita.canvases || {});
    made[pane] = made[pane] || L.canvas({ pane: pane, padding: 0.2 });
    return made[pane];
  };

  /* Shaded boxes: one outline a level, on one canvas, so that no seam shows between two boxes. */
  function makeHeat(group, spec) {
    const renderer = K.canvasOf(group._map, "kharita-heat");
    Object.entries(spec.levels).forEach((pair) => {
      const rings = spec.boxes.filter((box) => String(box[4]) === pair[0]).map((box) => [[
        [box[1], box[0]], [box[3], box[0]], [box[3], box[2]], [box[1], box[2]],
      ]]);
      group.addLayer(L.polygon(rings, {
        renderer: renderer, pane: "kharita-heat", interactive: false, stroke: false, fillColor: pair[1].colour,
        fillOpacity: pair[1].opacity, smoothFactor: 0,
      }));
    });
    return [];
  }

  const SQUARE = [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]];

  /* The reader's own layers: one colour each, points as small squares. */
  function makeOverlays(group, spec) {
    return spec.overlays.flatMap((overlay, which) => overlay.features.flatMap((feature, index) => {
      const told = { title: feature.title || overlay.name, subtitle: overlay.source, properties: feature.properties };
      return shapes(feature.geometry, overlay.colour).map((path, part) => {
        const item = K.item("overlays", { id: `${which}|${index}|${part}`, name: feature.title, colour: overlay.colour },
          told.title, told, (known) => K.overlayCard(known, spec.direction));
        item.point = Boolean(path.getLatLng);
        item.latlng = item.point ? path.getLatLng() : path.getBounds().getCenter();
        item.place = () => null;
        return add(group, path, item);
      });
    }));
  }

  function shapes(geometry, colour) {
    const at = geometry.coordinates;
    const pane = "kharita-overlays";
    const square = (one) => new K.Symbol(latlngOf(one), {
      pane: pane, radius: 6, outline: SQUARE, color: "#ffffff", weight: 1.2, fill: true, fillColor: colour, fillOpacity: 0.95,
    });
    if (geometry.type === "Point") {
      return [square(at)];
    }
    if (geometry.type === "MultiPoint") {
      return at.map(square);
    }
    const deep = { LineString: 0, MultiLineString: 1, Polygon: 1, MultiPolygon: 2 }[geometry.type];
    const latlngs = L.GeoJSON.coordsToLatLngs(at, deep);
    return geometry.type.endsWith("LineString")
      ? [L.polyline(latlngs, { pane: pane, color: colour, weight: 2.5, opacity: 0.9 })]
      : [L.polygon(latlngs, { pane: pane, color: colour, weight: 1.8, opacity: 0.9, fillColor: colour, fillOpacity: 0.14 })];
  }

  /* What a name may have meant: the winner solid, the others hollow and dashed. */
  function makeCandidate(group, spec, one) {
    const item = K.item("candidates", { id: one.id, name: one.name, score: one.score, won: one.won, radius_px: one.won ? 8 : 7, fixed: true },
      `${one.title} (${one.score_name} ${one.score})`, one, (known) => K.candidateCard(known, spec.direction));
    item.latlng = latlngOf(one.at);
    const ghost = { color: "#5a6472", weight: 1.8, dashArray: "3 2.5", fill: true, fillColor: "#ffffff", fillOpacity: 0.75 };
    const winner = { color: "#ffffff", weight: 2, fill: true, fillColor: spec.colour, fillOpacity: 1 };
    return add(group, new K.Symbol(item.latlng, Object.assign({ pane: "kharita-events", radius: item.radius_px },
      one.won ? winner : ghost)), item);
  }

  K.make = {
    heat: makeHeat,
    areas: makeAreas,
    overlays: makeOverlays,
    flows: (group, spec) => spec.features.map((feature) => {
      const item = plain(spec, feature.properties);
      return K.makeFlow(group, item, feature.geometry, spec.looks.cross);
    }).concat((spec.bundles || []).map((bundle) => K.makeBundle(group, spec, bundle))),
    events: (group, spec) => spec.features.map((feature) => makeEvent(group, spec, feature))
      .concat((spec.cells || []).map((cell) => makeCell(group, spec, cell))),
    places: (group, spec) => spec.features.map((feature) => makePlace(group, spec, feature)),
    // The winner last: it lies on top.
    candidates: (group, spec) => spec.candidates.slice().reverse().map((one) => makeCandidate(group, spec, one)),
  };
})();
