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

  const CROWD = 120;
  const AROUND = [215, 325, 145, 35, 180, 0, 250, 290, 110, 70, 270, 90].map((angle) => (angle * Math.PI) / 180);

  function latlngOf(point) {
    return L.latLng(point[1], point[0]);
  }

  /* Give an item its line, arrowhead and what the mouse finds; points: one, three of a curve, or all of a line. */
  function draw(group, item, points, cross, canvas) {
    const crowded = Boolean(canvas);
    const pane = "kharita-flows";
    item.ends = points.map(latlngOf);
    item.latlng = item.ends[Math.floor(item.ends.length / 2)];
    item.place = () => null; // its pop-up stays where it was opened
    const line = (options) => new Line([item.latlng, item.latlng], Object.assign({
      pane: pane, interactive: false, lineCap: "butt", smoothFactor: 0, renderer: canvas || undefined,
    }, options));
    // Among very many, white edges would hide more than they set apart.
    item.edge = crowded ? null : line({ color: "#ffffff", weight: item.width + 2.5, opacity: 0.75 });
    item.line = line({ color: item.colour, weight: item.width, opacity: crowded ? 0.7 : 0.9, dashArray: item.dash || null });
    item.arrow = K.known(new K.Symbol(item.latlng, {
      pane: pane, radius: 5 + item.width, outline: K.ARROW, color: "#ffffff", weight: 1, fill: true,
      fillColor: item.colour, fillOpacity: 1,
    }), item);
    item.path = K.known(new Line([item.latlng, item.latlng], { pane: pane, opacity: 0, weight: 16, className: "k-hit" }), item);
    [item.edge, item.line, item.path, item.arrow].filter(Boolean).forEach((part) => group.addLayer(part));
    if (item.struck) {
      item.mark = new K.Symbol(item.latlng, {
        pane: pane, radius: 6, outline: cross.outline, color: "#ffffff", weight: 1.5, fill: true,
        fillColor: item.colour, fillOpacity: 1, interactive: false,
      });
      group.addLayer(item.mark);
    }
    return item;
  }

  K.makeFlow = function (group, item, geometry, cross) {
    return draw(group, item, geometry.type === "Point" ? [geometry.coordinates] : geometry.coordinates, cross);
  };

  /* All flows between two places, as one. */
  K.makeBundle = function (group, spec, bundle) {
    // A browser paints so many wide dashed curves twice as fast on a canvas; keyboard and mouse have the rest.
    const canvas = spec.bundles.length > CROWD ? K.canvasOf(group._map, "kharita-flows") : null;
    const look = spec.styles[bundle.look];
    const parts = bundle.parts.map((part) => ({ look: spec.statuses[part[0]], name: spec.statuses[part[0]].name, n: part[1] }));
    const told = { title: bundle.title, subtitle: bundle.what, parts: parts, hint: spec.words.bundle_hint, direction: spec.direction };
    const properties = {
      id: bundle.id, colour: look.colour, dash: look.dash, struck: look.struck, width: bundle.w, chip: bundle.n, stub: "",
      start_px: 4, end_px: 6,
    };
    const item = K.item("flows", properties, `${bundle.title} (${bundle.what})`, told, (known) => K.cellCard(known, null));
    return draw(group, item, bundle.line, spec.looks.cross, canvas);
  };

  /* Points of a way in pixels of the zoom: three are a curve (its start, middle and end), more are the line itself. */
  function curve(stage, item) {
    const points = item.ends.map((latlng) => stage.project(latlng));
    if (points.length !== 3) {
      return points;
    }
    const [start, middle, end] = points;
    const x = 2 * middle.x - (start.x + end.x) / 2;
    const y = 2 * middle.y - (start.y + end.y) / 2;
    const steps = Math.max(8, Math.min(40, Math.round(start.distanceTo(end) / 12)));
    return Array.from({ length: steps + 1 }, (_, step) => {
      const t = step / steps;
      const [a, b, c] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
      return L.point(a * start.x + b * x + c * end.x, a * start.y + b * y + c * end.y);
    });
  }

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
    const at = stage.project(flow.ends[0]);
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
    const points = flow.stub ? stubPoints(stage, flow, grid) : curve(stage, flow);
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
    [flow.edge, flow.line, flow.path].filter(Boolean).forEach((line) => line.setLatLngs(latlngs));
    const angle = Math.atan2(head.y - from.point.y, head.x - from.point.x);
    flow.head = { at: L.point(head.x - size * Math.cos(angle), head.y - size * Math.sin(angle)), radius: size };
    flow.arrow.options.angle = angle;
    flow.arrow.setRadius(size);
    flow.arrow.setLatLng(stage.unproject(flow.head.at));
    const middle = stage.unproject(along(points, lengths, total / 2).point);
    flow.latlng = middle;
    flow.middle = total > 60 ? middle : null;
    if (flow.mark) {
      flow.mark.setLatLng(middle);
    }
    grid.take(K.placing.around(flow.head.at.x, flow.head.at.y, size));
  };
})();
