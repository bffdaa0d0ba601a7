/* The map and its base, from static files or as tiles. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const PANES = {
    basemap: 210, heat: 330, areas: 340, overlays: 380, halo: 415, flows: 420, places: 440, ring: 445, events: 450,
    labels: 470, tools: 480,
  };
  const SILENT = ["basemap", "heat", "halo", "ring"];
  const AREAS_FROM_ZOOM = 6;

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
      if (SILENT.includes(name)) {
        pane.style.pointerEvents = "none";
      }
    });
    map.getPane("kharita-labels").classList.add("leaflet-zoom-hide");
    map.attributionControl.setPrefix(false);
    map.attributionControl.getContainer().dir = config.direction;
    config.credits.forEach((credit) => map.attributionControl.addAttribution(credit));
    L.control.scale({ imperial: false, maxWidth: 120 }).addTo(map);
    map.getContainer().style.background = config.colours.sea;
    map.kharita = { config: config, stage: new K.Stage(map, config), shapeOf: null };
    map.kharita.board = new K.Board(map, config);
    map.kharita.view = new K.View(map);
    speak(map, config.words);
    map.kharita.shapes = Promise.all(["countries", "areas", "disputed"].map((name) => fetchJson(config.layers[name])))
      .then((files) => drawBasemap(map, config, files))
      .catch((error) => {
        complain(map, config.words.basemap_failed + ": " + error.message);
        return new Map();
      });
  };

  /* Leaflet's own buttons in the reader's language. */
  function speak(map, words) {
    [["zoom-in", words.zoom_in], ["zoom-out", words.zoom_out]].forEach((pair) => {
      map.getContainer().querySelectorAll(".leaflet-control-" + pair[0]).forEach((button) => {
        button.title = pair[1];
        button.setAttribute("aria-label", pair[1]);
      });
    });
    map.on("popupopen", (event) => {
      const button = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      button && button.setAttribute("aria-label", words.close);
    });
  }

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
    map.kharita.shapeOf = shapes;
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
  K.tileLayer = function (spec) {
    const layer = L.tileLayer(spec.url, spec.options);
    layer.on("add", () => showBase(layer._map, false));
    layer.on("remove", () => showBase(layer._map, true));
    return layer;
  };

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
})();
