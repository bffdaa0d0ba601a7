/* The board: keeps the layers on the map and changes only what has changed.

   Data arrive in carriers: thin groups that streamlit-folium takes off and puts on again with every change. The layers
   themselves stay in groups of ours, one a name, which never leave the map; so a pop-up stays open through a change. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const ORDER = ["heat", "areas", "overlays", "flows", "events", "places", "candidates"];
  const KEYBOARD_LIMIT = 300; // more stops than this help nobody: the table is the way then

  function cargo(carrier) {
    if (!carrier.kharita) {
      const load = (carrier.kharita = { layers: new Map(), extras: null });
      carrier.on("add", () => {
        carrier._map.kharita.board.show(carrier, load);
        load.layers = new Map(); // streamlit-folium keeps every carrier: what it brought must not stay with it
        load.extras = null;
      });
      carrier.on("remove", () => carrier._map.kharita.board.leave(carrier));
    }
    return carrier.kharita;
  }

  /* A layer for the map, with the checksum of its text. */
  K.carry = function (carrier, digest, spec) {
    cargo(carrier).layers.set(spec.name, { digest: digest, spec: spec });
  };

  /* What else comes with the data: legend, tiles, view, box, selection. */
  K.extras = function (carrier, spec) {
    cargo(carrier).extras = spec;
  };

  /* Make something drawn known: what a click reports is the layer and the id, not the geometry. */
  K.known = function (path, item) {
    path.item = item;
    path.toGeoJSON = () => ({ type: "Feature", properties: { layer: item.layer, id: item.id }, geometry: null });
    return path;
  };

  /* Let the keyboard reach what is drawn. */
  K.reachable = function (item) {
    const element = item.path && item.path.getElement && item.path.getElement();
    if (!element || !item.title) {
      return;
    }
    element.setAttribute("tabindex", "0");
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", item.title);
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        event.stopPropagation();
        item.path.fire("click", { latlng: item.latlng }, true);
      }
    });
  };

  K.Board = class {
    constructor(map, config) {
      this.map = map;
      this.config = config;
      this.stage = map.kharita.stage;
      this.groups = new Map();
      this.shown = new Map();
      this.extras = new K.Extras(map, config);
      this._listen();
    }

    /* The page hears of what is chosen by a click on something drawn: this is drawn for nothing else. */
    _listen() {
      const item = { layer: "", id: "" };
      const path = K.known(L.polygon([], { interactive: false }), item);
      L.featureGroup([path]).addTo(this.map);
      this.report = (layer, id) => {
        Object.assign(item, { layer: layer, id: id });
        path.fire("click", { latlng: this.map.getCenter() }, true);
      };
    }

    show(carrier, load) {
      this.carrier = carrier;
      const changed = ORDER.filter((name) => digest(load.layers.get(name)) !== digest(this.shown.get(name)));
      const held = changed.map((name) => this._held(name)).filter(Boolean);
      changed.forEach((name) => this._replace(name, load.layers.get(name)));
      this.extras.apply(load.extras || {});
      if (changed.length) {
        this.stage.arrange();
      } else {
        this.stage.drawHalo();
      }
      held.forEach((one) => this._restore(one));
    }

    /* The carrier is gone; another one may be on its way. */
    leave(carrier) {
      setTimeout(() => {
        if (this.carrier === carrier && !this.map.hasLayer(carrier)) {
          this.show(null, { layers: new Map(), extras: null });
        }
      }, 0);
    }

    find(layer, id) {
      const entry = this.shown.get(layer);
      return entry ? entry.byId.get(id) : undefined;
    }

    _group(name) {
      if (!this.groups.has(name)) {
        const group = L.featureGroup();
        this._bind(group);
        this.groups.set(name, group.addTo(this.map));
      }
      return this.groups.get(name);
    }

    _bind(group) {
      const wide = window.innerWidth > 800;
      group.bindPopup((path) => path.item.card(), {
        maxWidth: Math.min(360, window.innerWidth - 60), minWidth: Math.min(220, window.innerWidth - 80),
        maxHeight: Math.max(170, Math.min(340, Math.round(window.innerHeight * 0.46))),
        autoPanPaddingTopLeft: [wide ? 50 : 10, wide ? 10 : 48], autoPanPaddingBottomRight: [wide ? 215 : 10, 10], // clear of the legend
      });
      if (!L.Browser.mobile) {
        group.bindTooltip((path) => K.el("span", "", path.item.title), { sticky: true, className: "k-tip" });
        group.on("popupopen", () => setTimeout(() => group.closeTooltip(), 0)); // a click opens both
        group.on("tooltipopen", (event) => event.tooltip._source.item && !event.tooltip._source.item.title && group.closeTooltip());
      }
    }

    /* Put the new layer on the map, then take the old one off: nothing is painted in between. */
    _replace(name, entry) {
      const group = this._group(name);
      const before = group.getLayers();
      const items = entry ? K.make[name](group, entry.spec) : [];
      before.forEach((path) => group.removeLayer(path));
      if (items.length <= KEYBOARD_LIMIT) {
        items.forEach(K.reachable);
      }
      if (entry) {
        this.shown.set(name, { digest: entry.digest, items: items, byId: new Map(items.map((item) => [item.id, item])) });
      } else {
        this.shown.delete(name);
      }
      this.stage.put(name, items);
    }

    /* What the reader holds of a layer: an open pop-up, the focus of the keyboard. */
    _held(name) {
      const group = this.groups.get(name);
      const popup = group && group.getPopup();
      const open = popup && popup.isOpen() && popup._source && popup._source.item;
      const focused = document.activeElement;
      const path = group && group.getLayers().find((one) => one.item && one._path === focused && focused);
      if (group && group.closeTooltip) {
        group.closeTooltip();
      }
      if (!open && !path) {
        return null;
      }
      return { name: name, open: open || null, told: open ? open.told() : "", at: open ? open.place() : null, focused: path ? path.item.id : null };
    }

    _restore(held) {
      const again = held.focused === null ? null : this.find(held.name, held.focused);
      if (again && again.path.getElement()) {
        again.path.getElement().focus({ preventScroll: true });
      }
      if (held.open) {
        this._keepOpen(this.groups.get(held.name), held);
      }
    }

    /* The pop-up itself was never closed: it only gets its new owner, and new content where that differs. */
    _keepOpen(group, held) {
      const popup = group.getPopup();
      const item = this.find(held.name, held.open.id);
      if (!item) {
        group.closePopup();
        return;
      }
      const panned = popup.options.autoPan;
      popup.options.autoPan = false;
      popup._source = item.path;
      if (item.told() !== held.told) {
        popup.update();
      }
      const at = item.place();
      if (at && held.at && !at.equals(held.at)) {
        popup.setLatLng(at);
      }
      popup.options.autoPan = panned;
    }
  };

  function digest(entry) {
    return entry ? entry.digest : "";
  }
})();
