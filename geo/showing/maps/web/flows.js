/* Flows: a line with a white edge, an arrowhead that stops before the dot, and a wide invisible line to click on. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});

  /* A line whose points are not rounded to whole pixels: many points close together would make it waver. */
  const Line = L.Polyline.extend({
    _projectLatlngs: function (latlngs, result, bounds) {
      const origin = this._map.getPixelOrigin();
      const ring = latlngs.map((latlng) => this._map.project(latlng).subtract(origin));
      ring.forEach((point) => bounds.extend(point));
      result.push(ring);
    },
  });

  const AROUND = [215, 325, 145, 35, 180, 0, 250, 290, 110, 70, 270, 90].map((angle) => (angle * Math.PI) / 180);

  K.makeFlow = function (group, spec, feature, known) {
    const item = Object.assign({}, feature.properties);
    if (feature.geometry.type === "Point") {
      feature = { geometry: { type: "LineString", coordinates: [feature.geometry.coordinates, feature.geometry.coordinates] } };
    }
    const lines = feature.geometry.type === "LineString" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
    // A way over the antimeridian comes in two pieces: on the screen it goes on beyond 180.
    const line = lines.slice(1).reduce((whole, piece) => {
      const turn = 360 * Math.round((whole[whole.length - 1][0] - piece[0][0]) / 360);
      return whole.concat(piece.slice(1).map((point) => [point[0] + turn, point[1]]));
    }, lines[0]);
    item.latlngs = line.map((point) => L.latLng(point[1], point[0]));
    item.latlng = item.latlngs[Math.floor(item.latlngs.length / 2)];
    const pane = "kharita-flows";
    const smooth = 0;
    item.edge = new Line(item.latlngs, {
      pane: pane, color: "#ffffff", weight: item.width + 2.5, opacity: 0.75, interactive: false, lineCap: "butt",
      smoothFactor: smooth,
    });
    item.line = new Line(item.latlngs, {
      pane: pane, color: item.colour, weight: item.width, opacity: 0.9, dashArray: item.dash || null, interactive: false,
      lineCap: "butt", smoothFactor: smooth,
    });
    item.arrow = known(new K.Symbol(item.latlng, {
      pane: pane, radius: 5 + item.width, outline: K.ARROW, color: "#ffffff", weight: 1, fill: true,
      fillColor: item.colour, fillOpacity: 1,
    }), spec, item.id);
    item.path = known(L.polyline(item.latlngs, { pane: pane, opacity: 0, weight: 16, className: "k-hit" }), spec, item.id);
    [item.edge, item.line, item.path, item.arrow].forEach((part) => group.addLayer(part));
    if (item.struck) {
      item.mark = new K.Symbol(item.latlng, {
        pane: pane, radius: 6, outline: spec.looks.cross.outline, color: "#ffffff", weight: 1.5, fill: true,
        fillColor: item.colour, fillOpacity: 1, interactive: false,
      });
      group.addLayer(item.mark);
    }
    return item;
  };

  /* Point at a distance along a line of points; and how many points lie before it. */
  function along(points, lengths, distance) {
    let index = 1;
    while (index < points.length - 1 && lengths[index] < distance) {
      index += 1;
    }
    const step = lengths[index] - lengths[index - 1] || 1;
    const share = (distance - lengths[index - 1]) / step;
    const from = points[index - 1];
    const to = points[index];
    return { index: index, point: L.point(from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share) };
  }

  /* Lengths along a line of points: [0, ..., total]. */
  function measure(points) {
    const lengths = [0];
    for (let index = 1; index < points.length; index += 1) {
      lengths.push(lengths[index - 1] + points[index].distanceTo(points[index - 1]));
    }
    return lengths;
  }

  /* A flow with one known end: a short arrow there, towards or away from the dot, where there is room. */
  function stubPoints(stage, flow, grid) {
    const at = stage.project(flow.latlng);
    const near = (flow.stub === "in" ? flow.end_px : flow.start_px) + 2;
    const far = near + 26 + 2 * flow.width;
    const point = (angle, distance) => L.point(at.x + distance * Math.cos(angle), at.y + distance * Math.sin(angle));
    const free = (angle) => [far, (near + far) / 2].every((distance) => {
      const spot = point(angle, distance);
      return grid.free(K.placing.around(spot.x, spot.y, 7));
    });
    const angle = AROUND.find(free) || AROUND[0];
    const ends = [point(angle, far), point(angle, near)];
    [far, (near + far) / 2].forEach((distance) => {
      const spot = point(angle, distance);
      grid.take(K.placing.around(spot.x, spot.y, 7));
    });
    flow.question = point(angle, far + 4);
    return flow.stub === "in" ? ends : ends.reverse();
  }

  /* Fit a flow to the zoom: cut it at the dots of its ends and set the arrowhead along it. */
  K.bendFlow = function (stage, flow, grid) {
    const points = flow.stub ? stubPoints(stage, flow, grid) : flow.latlngs.map((latlng) => stage.project(latlng));
    const lengths = measure(points);
    const total = lengths[lengths.length - 1];
    const size = Math.max(3, Math.min(5 + flow.width, total / (flow.stub ? 3 : 4)));
    const start = flow.stub ? 0 : Math.min(flow.start_px, total / 5);
    const tip = flow.stub ? total : total - Math.min(flow.end_px, total / 5);
    const neck = Math.max(start, tip - 1.4 * size);
    const head = along(points, lengths, tip).point;
    const from = along(points, lengths, neck);
    const begin = along(points, lengths, start);
    const drawn = [begin.point, ...points.slice(begin.index, from.index), from.point];
    const latlngs = drawn.map((point) => stage.unproject(point));
    [flow.edge, flow.line, flow.path].forEach((line) => line.setLatLngs(latlngs));
    const angle = Math.atan2(head.y - from.point.y, head.x - from.point.x);
    flow.head = { at: L.point(head.x - size * Math.cos(angle), head.y - size * Math.sin(angle)), radius: size };
    flow.arrow.options.angle = angle;
    flow.arrow.setRadius(size);
    flow.arrow.setLatLng(stage.unproject(flow.head.at));
    const middle = stage.unproject(along(points, lengths, total / 2).point);
    flow.middle = total > 60 ? middle : null;
    if (flow.mark) {
      flow.mark.setLatLng(middle);
    }
    grid.take(K.placing.around(flow.head.at.x, flow.head.at.y, size));
  };
})();
