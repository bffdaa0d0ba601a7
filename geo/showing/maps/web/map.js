/* The map: its base from static files, and the layers that are put on it. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const PANES = { basemap: 210, areas: 340, flows: 420, places: 440, events: 450, labels: 470 };
  const AREAS_FROM_ZOOM = 6;
  const KEYBOARD_LIMIT = 300; // more stops than this help nobody: the table is the way then

  function fetchJson(address) {
    return fetch(address).then((answer) => {
      if (!answer.ok) {
        throw new Error(address + ": " + answer.status);
      }
      return answer.json();
    });
  }

  /* Set up a map once; config: {layers, colours, language, words, credits, tiles}. */
  K.start = function (map, config) {
    Object.keys(PANES).forEach((name) => {
      const pane = map.getPane("kharita-" + name) || map.createPane("kharita-" + name);
      pane.style.zIndex = PANES[name];
    });
    map.getPane("kharita-basemap").style.pointerEvents = "none";
    map.getPane("kharita-labels").classList.add("leaflet-zoom-hide");
    map.attributionControl.setPrefix(false);
    map.attributionControl.getContainer().dir = config.direction;
    config.credits.forEach((credit) => map.attributionControl.addAttribution(credit));
    L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    map.getContainer().style.background = config.colours.sea;
    map.kharita = { config: config, stage: new K.Stage(map, config) };
    map.kharita.shapes = Promise.all(["countries", "areas", "disputed"].map((name) => fetchJson(config.layers[name])))
      .then((files) => drawBasemap(map, config, files))
      .catch((error) => {
        complain(map, config.words.basemap_failed + ": " + error.message);
        return new Map();
      });
  };

  function complain(map, text) {
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => K.el("p", "k-complaint", text);
    control.addTo(map);
  }

  function drawBasemap(map, config, files) {
    const colours = config.colours;
    const common = { pane: "kharita-basemap", interactive: false };
    const renderer = L.canvas({ pane: "kharita-basemap", padding: 0.5 });
    const land = L.geoJSON(files[0], Object.assign({
      renderer: renderer, style: { color: colours.border, weight: 1, fillColor: colours.land, fillOpacity: 1 },
    }, common));
    const areas = L.geoJSON(files[1], Object.assign({
      renderer: renderer, style: { color: colours.area_border, weight: 0.8, fill: false },
    }, common));
    const erased = L.geoJSON(files[2], Object.assign({
      renderer: renderer, style: { color: colours.land, weight: 2.5, fill: false },
    }, common));
    const disputed = L.geoJSON(files[2], Object.assign({
      renderer: renderer, style: { color: colours.disputed, weight: 1.2, dashArray: "4 4", fill: false },
    }, common));
    const base = L.layerGroup([land, erased, disputed]).addTo(map);
    map.kharita.base = [base, areas];
    const byZoom = () => {
      const wanted = map.getZoom() >= AREAS_FROM_ZOOM && map.hasLayer(base);
      if (wanted && !map.hasLayer(areas)) {
        areas.addTo(map);
        areas.bringToBack();
        land.bringToBack();
      } else if (!wanted) {
        areas.remove();
      }
    };
    map.on("zoomend", byZoom);
    map.kharita.byZoom = byZoom;
    byZoom();
    map.kharita.stage.setCountries(files[0].features.map((feature) => countryLabel(feature, config.language)).filter(Boolean));
    const shapes = new Map();
    files[1].features.concat(files[0].features).forEach((feature) => shapes.set(feature.properties.key, feature.geometry));
    return shapes;
  }

  /* Where a country's name goes: the middle of its largest polygon. */
  function countryLabel(feature, language) {
    const name = language === "ar" ? feature.properties.name_ar || feature.properties.name : feature.properties.name;
    const polygons = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
    let best = null;
    polygons.forEach((polygon) => {
      const ring = polygon[0];
      let area = 0;
      let x = 0;
      let y = 0;
      let west = Infinity;
      let east = -Infinity;
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
        const cross = ring[j][0] * ring[i][1] - ring[i][0] * ring[j][1];
        area += cross;
        x += (ring[j][0] + ring[i][0]) * cross;
        y += (ring[j][1] + ring[i][1]) * cross;
        west = Math.min(west, ring[i][0]);
        east = Math.max(east, ring[i][0]);
      }
      if (area && (!best || Math.abs(area) > best.size)) {
        best = { size: Math.abs(area), latlng: L.latLng(y / (3 * area), x / (3 * area)), width: east - west };
      }
    });
    return best && name ? Object.assign(best, { name: name, key: feature.properties.key }) : null;
  }

  /* Tiles of a server, instead of the base map of our own for as long as they are there. */
  function tileLayer(spec) {
    const layer = L.tileLayer(spec.url, spec.options);
    layer.on("add", () => showBase(layer._map, false));
    layer.on("remove", () => showBase(layer._map, true));
    return layer;
  }

  function showBase(map, wanted) {
    map.kharita.shapes.then(() => {
      const base = map.kharita.base;
      if (base && wanted) {
        base[0].addTo(map);
      } else if (base) {
        base[0].remove();
      }
      map.kharita.byZoom && map.kharita.byZoom();
    });
  }

  /* Show all of the data once; afterwards the view is the reader's. The frame may still be growing to its size: so
     again at each change of it, until the reader moves the map. */
  function showAll(map, bounds, legend) {
    if (map.kharita.fitted || !bounds) {
      return;
    }
    map.kharita.fitted = true;
    const fit = () => {
      map.invalidateSize({ animate: false, pan: false });
      const size = map.getSize();
      if (size.x < 50 || size.y < 50) {
        return;
      }
      // The legend covers a part of the map on wide screens: what is shown first stays clear of it.
      const box = legend.getContainer && legend.getContainer();
      const covered = box && box.open && size.x > 800 ? box.offsetWidth + 10 : 0;
      const edge = Math.min(40, size.x / 12);
      map.fitBounds(bounds, {
        paddingTopLeft: [edge + 30, edge], paddingBottomRight: [edge + covered, edge], maxZoom: 9, animate: false,
      });
    };
    const watcher = new ResizeObserver(fit);
    watcher.observe(map.getContainer());
    ["mousedown", "wheel", "touchstart", "keydown"].forEach((name) => {
      map.getContainer().addEventListener(name, () => watcher.disconnect(), { once: true, passive: true });
    });
    fit();
  }

  /* What comes and goes with the data: legend, tiles; and, once, the view that shows all of it. */
  K.extras = function (group, spec) {
    const legend = new K.Legend({ spec: spec.legend });
    const tiles = spec.tiles ? tileLayer(spec.tiles) : null;
    group.on("add", () => {
      const map = group._map;
      if (spec.legend.groups.length || spec.legend.missing.length) {
        legend.addTo(map);
      }
      if (tiles) {
        tiles.addTo(map);
      }
      showAll(map, spec.bounds, legend);
    });
    group.on("remove", () => {
      legend.remove();
      if (tiles) {
        tiles.remove();
      }
    });
  };

  /* Make a layer; spec: {name, features, looks, cards, words, direction}. */
  K.layer = function (spec) {
    const group = L.featureGroup();
    const items = spec.features.map((feature) => make[spec.name](group, spec, feature));
    const wide = window.innerWidth > 800;
    group.bindPopup((layer) => K.card(spec.cards[layer.kharita], spec.words, spec.direction), {
      maxWidth: Math.min(360, window.innerWidth - 60), minWidth: 220,
      maxHeight: Math.max(170, Math.min(340, Math.round(window.innerHeight * 0.46))),
      autoPanPaddingTopLeft: [wide ? 50 : 10, wide ? 10 : 48], autoPanPaddingBottomRight: [wide ? 215 : 10, 10], // clear of the legend
    });
    if (!L.Browser.mobile) {
      group.bindTooltip((layer) => K.el("span", "", spec.cards[layer.kharita].title), { sticky: true, className: "k-tip" });
      group.on("popupopen", () => setTimeout(() => group.closeTooltip(), 0)); // a click opens both
    }
    group.on("add", () => {
      const map = group._map;
      map.kharita.stage.put(spec.name, items);
      if (items.length <= KEYBOARD_LIMIT) {
        items.forEach((item) => reachable(item, spec.cards[item.id].title));
      }
      if (spec.name === "areas") {
        map.kharita.shapes.then((shapes) => {
          items.forEach((item) => fill(item, shapes, spec));
          map.kharita.stage.later();
        });
      }
    });
    group.on("remove", () => group._map.kharita.stage.take(spec.name));
    return group;
  };

  /* Give a drawn path its id; what a click reports is the id, not the geometry. */
  function known(path, spec, id) {
    path.kharita = id;
    path.toGeoJSON = () => ({ type: "Feature", properties: { layer: spec.name, id: id }, geometry: null });
    return path;
  }

  function reachable(item, title) {
    const element = item.path && item.path.getElement && item.path.getElement();
    if (!element) {
      return;
    }
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", title);
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        item.path.fire("click", { latlng: item.latlng }, true);
      }
    });
  }

  function latlngOf(feature) {
    return L.latLng(feature.geometry.coordinates[1], feature.geometry.coordinates[0]);
  }

  const make = {
    places: function (group, spec, feature) {
      const item = Object.assign({ latlng: latlngOf(feature) }, feature.properties);
      if (item.reach_km) {
        group.addLayer(L.circle(item.latlng, {
          pane: "kharita-areas", radius: item.reach_km * 1000, interactive: false, stroke: false, fillColor: item.colour,
          fillOpacity: 0.13, className: "k-soft",
        }));
      }
      item.path = known(new K.Symbol(item.latlng, {
        pane: "kharita-places", radius: item.radius_px, color: "#ffffff", weight: 1.5, fill: true,
        fillColor: item.colour, fillOpacity: 1,
      }), spec, item.id);
      group.addLayer(item.path);
      return item;
    },

    events: function (group, spec, feature) {
      const item = Object.assign({ latlng: latlngOf(feature) }, feature.properties);
      const look = spec.looks[item.look];
      item.path = known(new K.Symbol(item.latlng, Object.assign({
        pane: "kharita-events", radius: item.radius_px, outline: look.outline,
      }, K.look(look))), spec, item.id);
      group.addLayer(item.path);
      return item;
    },

    flows: function (group, spec, feature) {
      return K.makeFlow(group, spec, feature, known);
    },

    areas: function (group, spec, feature) {
      const item = Object.assign({}, feature.properties);
      item.latlng = L.latLng(item.label[1], item.label[0]);
      item.geometry = feature.geometry;
      item.glyphs = (item.glyphs || []).map((glyph) => ({ look: spec.looks[glyph.look], n: glyph.n }));
      // Something to click on even where only the name is shown.
      item.path = known(L.polygon([], { pane: "kharita-areas" }), spec, item.id);
      group.addLayer(item.path);
      return item;
    },
  };

  /* Draw an area when its shape is there: its own, or the base map's. */
  function fill(item, shapes, spec) {
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
    reachable(item, spec.cards[item.id].title);
  }
})();
