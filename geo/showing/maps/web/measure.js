/* Measuring: the way over clicked points as the crow flies, and the area within them. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const SAME_PX = 4;
  const LINE = { pane: "kharita-tools", interactive: false, color: "#1d2530", weight: 2 };
  const EDGE = { pane: "kharita-tools", interactive: false, color: "#ffffff", weight: 4.5, opacity: 0.9 };

  function digits(value, most) {
    return value.toLocaleString("en", { minimumFractionDigits: most, maximumFractionDigits: most });
  }

  function number(value, unit) {
    return `\u2066${value}\u2069 ${unit}`;
  }

  K.lengthWords = function (km, say) {
    if (km < 1) {
      return number(digits(km * 1000, 0), say.metre);
    }
    return number(digits(km, km < 10 ? 2 : km < 1000 ? 1 : 0), say.km);
  };

  K.areaWords = function (km2, say) {
    return number(digits(km2, km2 < 1 ? 4 : km2 < 100 ? 2 : km2 < 10000 ? 1 : 0), say.km2);
  };

  K.MeasureTool = class {
    constructor(tools) {
      this.tools = tools;
      this.map = tools.map;
      this.say = tools.say;
      this.points = [];
      this.layer = L.layerGroup();
    }

    drawn() {
      return this.points.length > 0;
    }

    start() {
      this.clear();
      this.layer.addTo(this.map);
      this.tools.tell([this.say.measure, this.say.measure_hint]);
    }

    /* What is measured stays until it is cleared. */
    stop() {
      this.cursor = null;
      if (this.points.length < 2) {
        this.clear();
      } else {
        this._draw();
      }
    }

    clear() {
      this.points = [];
      this.cursor = null;
      this.layer.clearLayers();
      this.tools.tell([]);
    }

    cancel() {
      this.clear();
      if (this.tools.active === this) {
        this.tools.use(null);
      }
    }

    finish() {
      this.tools.use(null);
    }

    click(event) {
      this._add(this.map.mouseEventToLatLng(event));
    }

    centre() {
      this._add(this.map.getCenter());
    }

    undo() {
      this.points.pop();
      this._draw();
    }

    /* The second click of a double click is no point of its own. */
    _add(latlng) {
      const last = this.points[this.points.length - 1];
      const apart = last && this.map.latLngToContainerPoint(last).distanceTo(this.map.latLngToContainerPoint(latlng));
      if (!last || apart > SAME_PX) {
        this.points.push(latlng);
        this.cursor = null;
        this._draw();
      }
    }

    pointermove(event) {
      if (event.pointerType === "mouse" && this.points.length && !event.buttons) {
        this.cursor = this.map.mouseEventToLatLng(event);
        this._draw();
      }
    }

    _line(points) {
      return points.slice(1).reduce((line, point, index) => line.concat(K.sphere.between(points[index], point)), points.slice(0, 1));
    }

    _draw() {
      const line = this._line(this.points);
      this.layer.clearLayers();
      if (this.points.length > 2) {
        const ring = line.concat(K.sphere.between(this.points[this.points.length - 1], this.points[0]));
        this.layer.addLayer(L.polygon(ring, Object.assign({}, LINE, { weight: 1, dashArray: "3 4", fillColor: "#1d2530", fillOpacity: 0.08 })));
      }
      [EDGE, LINE].forEach((look) => this.layer.addLayer(L.polyline(line, look)));
      if (this.cursor && this.points.length) {
        const ahead = this._line([this.points[this.points.length - 1], this.cursor]);
        this.layer.addLayer(L.polyline(ahead, Object.assign({}, LINE, { weight: 1.5, dashArray: "4 4" })));
      }
      this.points.forEach((point) => this.layer.addLayer(L.circleMarker(point, Object.assign({}, LINE, {
        radius: 4, fill: true, fillColor: "#ffffff", fillOpacity: 1,
      }))));
      this._tell();
    }

    _tell() {
      const way = this.cursor ? this.points.concat([this.cursor]) : this.points;
      if (!this.points.length) {
        this.tools.tell([this.say.measure, this.say.measure_hint]);
        return;
      }
      const lines = [`${this.say.distance}: ${K.lengthWords(K.sphere.length(way), this.say)}`];
      if (way.length > 2) {
        lines.push(`${this.say.surface}: ${K.areaWords(K.sphere.area(way), this.say)}`);
      }
      if (this.tools.active === this && this.points.length < 2) {
        lines.push(this.say.measure_hint);
      }
      this.tools.tell(lines, () => this.cancel());
    }
  };
})();
