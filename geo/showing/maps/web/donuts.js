/* Rings of many events: a segment for each family of types, the sum in the middle. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const NS = "http://www.w3.org/2000/svg";
  const THICK = 0.3; // of the radius
  const GAP = 0.045; // radians left white between two segments
  const LEAST = 0.16; // radians: a share that would not be seen is drawn so wide

  function shape(tag, attributes) {
    const element = document.createElementNS(NS, tag);
    Object.entries(attributes).forEach((pair) => element.setAttribute(pair[0], pair[1]));
    return element;
  }

  /* Angles of the segments, clockwise from the top: every one is seen, all together are the whole ring. */
  function angles(parts) {
    const sum = parts.reduce((total, part) => total + part.n, 0);
    const wide = parts.map((part) => Math.max(LEAST, (2 * Math.PI * part.n) / sum));
    const scale = (2 * Math.PI) / wide.reduce((total, angle) => total + angle, 0);
    return wide.map((angle) => angle * scale);
  }

  function arc(r, from, to) {
    const point = (angle) => `${(r * Math.sin(angle)).toFixed(2)} ${(-r * Math.cos(angle)).toFixed(2)}`;
    return `M${point(from)}A${r} ${r} 0 ${to - from > Math.PI ? 1 : 0} 1 ${point(to)}`;
  }

  function segments(r, parts) {
    const thick = Math.max(3.5, r * THICK);
    const middle = r - thick / 2;
    if (parts.length === 1) {
      return [shape("circle", { r: middle, fill: "none", stroke: parts[0].colour, "stroke-width": thick })];
    }
    let from = 0;
    return angles(parts).map((angle, index) => {
      const path = shape("path", {
        d: arc(middle, from + GAP, from + angle - GAP), fill: "none", stroke: parts[index].colour, "stroke-width": thick,
      });
      from += angle;
      return path;
    });
  }

  /* A circle marker drawn as a group of shapes, always on SVG; options: parts [{colour, n}], sum. */
  K.Donut = L.CircleMarker.extend({
    initialize: function (latlng, options) {
      L.CircleMarker.prototype.initialize.call(this, latlng, Object.assign({ fill: true, stroke: false, fillColor: "none" }, options));
    },

    onAdd: function () {
      this._renderer._initPath(this);
      this._path = this._build();
      this._reset();
      this._renderer._addPath(this);
    },

    _build: function () {
      const r = this.options.radius;
      const group = shape("g", { class: "k-donut leaflet-interactive" });
      const size = Math.max(8.5, Math.min(12, (r * 1.5) / Math.max(2.1, this.options.sum.length * 0.62)));
      const text = shape("text", { "text-anchor": "middle", y: (size * 0.35).toFixed(1), "font-size": size.toFixed(1), direction: "ltr" });
      text.textContent = this.options.sum;
      group.append(
        shape("circle", { r: r + 1.5, fill: "#ffffff", "fill-opacity": 0.94, stroke: "#1d2530", "stroke-opacity": 0.35, "stroke-width": 0.7 }),
        ...segments(r, this.options.parts),
        text
      );
      return group;
    },

    _updatePath: function () {
      this._path.setAttribute("transform", `translate(${this._point.x} ${this._point.y})`);
    },

    bringToFront: function () {
      return this;
    },
  });
})();
