/* Where the map looks: at all of the data at first, at what a link says, or at a place that was asked for. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const TELL_AFTER = 900;
  const MOVES = ["mousedown", "wheel", "touchstart", "keydown"];

  /* Nothing flies for readers who asked for less motion. */
  K.calm = function () {
    return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  };

  /* Look at a box: {south-west, north-east}, clear of the legend where the map is wide. */
  function padding(map) {
    const size = map.getSize();
    const legend = map.getContainer().querySelector(".k-legend");
    const covered = legend && legend.open && size.x > 800 ? legend.offsetWidth + 10 : 0;
    const edge = Math.min(40, size.x / 12, size.y / 8);
    return { paddingTopLeft: [edge + (size.x > 400 ? 30 : 0), edge], paddingBottomRight: [edge + covered, edge] };
  }

  K.View = class {
    constructor(map) {
      this.map = map;
      this.opened = false;
      this.jumped = undefined;
      this.opening = false; // until the reader first moves the map
    }

    /* Called with everything that arrives; what was done once is not done again. */
    follow(spec) {
      const jump = spec.jump || null;
      const isNew = jump !== null && jump.id !== this.jumped;
      this.jumped = jump ? jump.id : this.jumped;
      if (!this.opened && (spec.view || jump || spec.bounds)) {
        this.opened = true;
        const bounds = jump && !spec.view ? jump.bounds : spec.bounds;
        this._open(spec.view ? () => this._set(spec.view) : () => this._fit(bounds));
      } else if (isNew) {
        this._fly(jump.bounds);
      }
    }

    _set(view) {
      this.map.setView(view.center, view.zoom, { animate: false });
    }

    _fit(bounds) {
      this.map.fitBounds(bounds, Object.assign({ maxZoom: 9, animate: false }, padding(this.map)));
    }

    _fly(bounds) {
      this.settle();
      const options = Object.assign({ maxZoom: 11 }, padding(this.map));
      if (K.calm()) {
        this.map.fitBounds(bounds, Object.assign({ animate: false }, options));
      } else {
        this.map.flyToBounds(bounds, Object.assign({ duration: 0.8 }, options));
      }
    }

    /* The frame may still be growing to its size: so again at each change of it, until the reader moves the map. */
    _open(look) {
      this.opening = true;
      const again = () => {
        this.map.invalidateSize({ animate: false, pan: false });
        const size = this.map.getSize();
        if (size.x >= 50 && size.y >= 50) {
          look();
        }
      };
      this.watcher = new ResizeObserver(again);
      this.watcher.observe(this.map.getContainer());
      MOVES.forEach((name) => {
        this.map.getContainer().addEventListener(name, () => this.settle(), { once: true, passive: true });
      });
      again();
      setTimeout(() => this._tell(), TELL_AFTER);
    }

    /* Tell the page what is in view once more: what the component says while it starts may get lost, and it says
       nothing twice by itself. */
    _tell() {
      if (window.__GLOBAL_DATA__) {
        window.__GLOBAL_DATA__.previous_data = null;
      }
      this.map.fire("moveend");
    }

    /* From now on the view is the reader's. */
    settle() {
      this.opening = false;
      if (this.watcher) {
        this.watcher.disconnect();
      }
    }

    /* Boxes of the screen, in pixels of the zoom, that names should leave free while the map shows its first view. */
    covered() {
      const legend = this.map.getContainer().querySelector(".k-legend");
      if (!this.opening || !legend || this.map.getSize().x <= 800) {
        return [];
      }
      const outer = this.map.getContainer().getBoundingClientRect();
      const box = legend.getBoundingClientRect();
      const corner = this.map.getPixelBounds().min;
      const x = corner.x + box.left - outer.left;
      const y = corner.y + box.top - outer.top;
      return [[x - 4, y - 4, x + box.width + 4, y + box.height + 4]];
    }

    /* Narrow boxes along the sides of the first view, which no name should cross. */
    edges() {
      if (!this.opening) {
        return [];
      }
      const { min, max } = this.map.getPixelBounds();
      return [
        [min.x, min.y, min.x + 3, max.y], [max.x - 3, min.y, max.x, max.y],
        [min.x, min.y, max.x, min.y + 3], [min.x, max.y - 3, max.x, max.y],
      ];
    }
  };
})();
