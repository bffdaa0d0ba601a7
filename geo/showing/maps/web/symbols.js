/* Symbols of the map: outlines drawn at a fixed size on the screen, on SVG and on canvas. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});

  /* Points to the right; the outline is turned by the angle of the way. */
  K.ARROW = [[1, 0], [-0.9, 0.85], [-0.5, 0], [-0.9, -0.85]];

  /* Position of a point of the unit outline (y up) on the screen (y down). */
  function onScreen(layer, x, y) {
    const angle = layer.options.angle || 0;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const r = layer._radius;
    return [layer._point.x + r * (x * cos + y * sin), layer._point.y + r * (x * sin - y * cos)];
  }

  function round(value) {
    return Math.round(value * 10) / 10;
  }

  /* A circle marker with any outline; options: outline (points within the unit circle; none: a circle), angle
     (radians, clockwise), struck (a stroke through it). */
  K.Symbol = L.CircleMarker.extend({
    options: { outline: [], angle: 0, struck: false },

    _updatePath: function () {
      if (this._renderer instanceof L.SVG) {
        this._drawOnSvg();
      } else {
        this._drawOnCanvas();
      }
    },

    _rings: function () {
      return this.options.outline.map((point) => onScreen(this, point[0], point[1]));
    },

    _strike: function () {
      return this.options.struck ? [onScreen(this, -1.35, -1.1), onScreen(this, 1.35, 1.1)] : null;
    },

    _drawOnSvg: function () {
      if (this._empty()) {
        this._renderer._setPath(this, "M0 0");
        return;
      }
      const strike = this._strike();
      let path;
      if (this.options.outline.length) {
        path = "M" + this._rings().map((p) => round(p[0]) + " " + round(p[1])).join("L") + "Z";
      } else {
        const r = round(this._radius);
        const p = this._point;
        path = `M${round(p.x - r)} ${round(p.y)}a${r},${r} 0 1,0 ${2 * r},0a${r},${r} 0 1,0 ${-2 * r},0`;
      }
      if (strike) {
        path += "M" + strike.map((p) => round(p[0]) + " " + round(p[1])).join("L");
      }
      this._renderer._setPath(this, path);
    },

    _drawOnCanvas: function () {
      if (!this.options.outline.length) {
        this._renderer._updateCircle(this);
        return;
      }
      if (!this._renderer._drawing || this._empty()) {
        return;
      }
      const ctx = this._renderer._ctx;
      ctx.beginPath();
      this._rings().forEach((p, index) => (index ? ctx.lineTo(p[0], p[1]) : ctx.moveTo(p[0], p[1])));
      ctx.closePath();
      const strike = this._strike();
      if (strike) {
        ctx.moveTo(strike[0][0], strike[0][1]);
        ctx.lineTo(strike[1][0], strike[1][1]);
      }
      this._renderer._fillStroke(ctx, this);
    },
  });

  /* Path options of a look: {colour, fill: "full"|"tint"|"empty", tint, dash, struck}. */
  K.look = function (look) {
    const full = look.fill === "full";
    return {
      color: full && !look.struck ? "#ffffff" : look.colour,
      weight: full ? 1.5 : 2,
      opacity: 1,
      fill: true,
      fillColor: full ? look.colour : look.fill === "tint" ? look.tint : "#ffffff",
      fillOpacity: 1,
      dashArray: look.fill === "empty" && !look.struck ? "3 2" : null,
      struck: look.struck,
    };
  };

  /* The same symbol as a small SVG of its own, for legend and labels. */
  K.glyph = function (look, size) {
    const ns = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(ns, "svg");
    svg.setAttribute("viewBox", "-1.5 -1.5 3 3");
    svg.setAttribute("width", size);
    svg.setAttribute("height", size);
    svg.setAttribute("aria-hidden", "true");
    const style = K.look(look);
    const shape = document.createElementNS(ns, look.outline && look.outline.length ? "polygon" : "circle");
    if (look.outline && look.outline.length) {
      shape.setAttribute("points", look.outline.map((p) => p[0] + "," + -p[1]).join(" "));
    } else {
      shape.setAttribute("r", "1");
    }
    shape.setAttribute("fill", style.fillColor);
    shape.setAttribute("stroke", style.color === "#ffffff" ? look.colour : style.color);
    shape.setAttribute("stroke-width", look.fill === "full" ? "0.1" : "0.35");
    if (style.dashArray) {
      shape.setAttribute("stroke-dasharray", "0.55 0.35");
    }
    svg.appendChild(shape);
    if (look.struck) {
      const line = document.createElementNS(ns, "line");
      Object.entries({ x1: -1.4, y1: 1.1, x2: 1.4, y2: -1.1, stroke: look.colour, "stroke-width": 0.35 }).forEach(
        (pair) => line.setAttribute(pair[0], pair[1])
      );
      svg.appendChild(line);
    }
    return svg;
  };
})();
