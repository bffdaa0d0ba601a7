/* Choosing a box: it is reported to the page, which answers with the box that counts; that one stays drawn. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const LEAST_PX = 8;
  const LOOK = { pane: "kharita-tools", interactive: false, color: "#1d2530", weight: 2, dashArray: "6 4", fillColor: "#1d2530", fillOpacity: 0.05 };

  function round(value) {
    return Math.round(value * 1e4) / 1e4 + 0;
  }

  /* [west, south, east, north] of bounds, on the world's middle copy. */
  function sides(bounds) {
    const turn = 360 * Math.round(bounds.getCenter().lng / 360);
    const within = (value, limit) => round(Math.max(-limit, Math.min(limit, value)));
    return [
      within(bounds.getWest() - turn, 180), within(bounds.getSouth(), 90),
      within(bounds.getEast() - turn, 180), within(bounds.getNorth(), 90),
    ];
  }

  K.BoxTool = class {
    constructor(tools) {
      this.tools = tools;
      this.map = tools.map;
      this.from = null;
      this.draft = null;
      this.kept = null;
      this.drawn = L.layerGroup().addTo(this.map);
    }

    start() {
      this.map.dragging.disable();
      this.tools.tell([this.tools.say.box, this.tools.say.box_hint]);
    }

    stop() {
      this.map.dragging.enable();
      this._drop();
      this.tools.tell([]);
    }

    _drop() {
      this.from = null;
      if (this.draft) {
        this.draft.remove();
      }
      this.draft = null;
    }

    cancel() {
      this.tools.use(null);
    }

    click() {
      // A click chooses nothing: a box is dragged.
    }

    /* By the keyboard: the view is the box. */
    finish() {
      this._choose(this.map.getBounds());
    }

    pointerdown(event) {
      if (event.shiftKey || event.button !== 0 || !event.isPrimary) {
        return; // with the shift key it is Leaflet's own box, which zooms
      }
      event.preventDefault();
      this.from = this.map.mouseEventToLatLng(event);
      this.start_px = [event.clientX, event.clientY];
      this.draft = L.rectangle([this.from, this.from], LOOK).addTo(this.map);
      this.map.getContainer().focus({ preventScroll: true });
    }

    pointermove(event) {
      if (this.from) {
        this.draft.setBounds(L.latLngBounds(this.from, this.map.mouseEventToLatLng(event)));
      }
    }

    pointerup(event) {
      if (!this.from) {
        return;
      }
      const bounds = L.latLngBounds(this.from, this.map.mouseEventToLatLng(event));
      const size = [Math.abs(event.clientX - this.start_px[0]), Math.abs(event.clientY - this.start_px[1])];
      this._drop();
      if (Math.min(...size) >= LEAST_PX) {
        // The click that ends the drag is still to come, and nobody is to hear it.
        setTimeout(() => this._choose(bounds), 0);
      }
    }

    pointercancel() {
      this._drop();
    }

    _choose(bounds) {
      const box = sides(bounds);
      this.tools.use(null);
      this._show(box);
      this.map.kharita.board.report("box", box.join(","));
    }

    /* What the page says is the box; it may have been chosen elsewhere. */
    keep(box) {
      if (JSON.stringify(box) !== JSON.stringify(this.kept)) {
        this._show(box);
      }
    }

    _show(box) {
      this.kept = box;
      this.drawn.clearLayers();
      if (!box) {
        return;
      }
      const bounds = [[box[1], box[0]], [box[3], box[2]]];
      this.drawn.addLayer(L.rectangle(bounds, Object.assign({}, LOOK, { color: "#ffffff", weight: 4, opacity: 0.8, dashArray: null })));
      this.drawn.addLayer(L.rectangle(bounds, LOOK));
      this.drawn.addLayer(L.marker([box[3], box[2]], {
        pane: "kharita-tools", interactive: false, keyboard: false,
        icon: L.divIcon({ className: "k-box-corner", html: this._button(), iconSize: [0, 0] }),
      }));
    }

    _button() {
      const button = K.el("button", "k-box-clear", "×");
      button.type = "button";
      button.title = this.tools.say.box_clear;
      button.setAttribute("aria-label", this.tools.say.box_clear);
      L.DomEvent.disableClickPropagation(button);
      button.addEventListener("click", () => {
        this._show(null);
        this.map.kharita.board.report("box", "");
      });
      return button;
    }
  };
})();
