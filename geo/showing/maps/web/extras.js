/* What comes with the data beside the layers: legend, tiles, the chosen box, the selection, the view. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});

  K.Extras = class {
    constructor(map, config) {
      this.map = map;
      this.config = config;
      this.last = {};
      this.legend = null;
      this.tiles = null;
      this.tools = null;
    }

    /* Change what has changed. */
    apply(spec) {
      this._when("legend", spec.legend, () => this._setLegend(spec.legend));
      this._when("tiles", spec.tiles, () => this._setTiles(spec.tiles));
      if (spec.tools && !this.tools) {
        this.tools = new K.Tools(this.map, this.config);
      }
      if (this.tools) {
        this.tools.keepBox(spec.box || null);
      }
      this.map.kharita.stage.selected = spec.selected || null;
      this.map.kharita.view.follow(spec);
    }

    _when(name, value, change) {
      const text = JSON.stringify(value || null);
      if (text !== (this.last[name] || "null")) {
        this.last[name] = text;
        change();
      }
    }

    /* A new legend takes the old one's place, scrolled as that was. */
    _setLegend(spec) {
      const before = this.legend;
      const box = before && before.getContainer();
      const scrolled = box ? box.scrollTop : 0;
      const held = box && box.contains(document.activeElement);
      const wanted = spec && (spec.groups.length || spec.missing.length || spec.notes.length);
      this.legend = wanted ? new K.Legend({ spec: spec }).addTo(this.map) : null;
      if (before) {
        before.remove();
      }
      if (this.legend) {
        this.legend.getContainer().scrollTop = scrolled;
      }
      if (held && this.legend) {
        this.legend.getContainer().querySelector("summary").focus({ preventScroll: true });
      }
    }

    _setTiles(spec) {
      if (this.tiles) {
        this.tiles.remove();
      }
      this.tiles = spec ? K.tileLayer(spec).addTo(this.map) : null;
    }
  };
})();
