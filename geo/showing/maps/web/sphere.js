/* Lengths and areas on a sphere of the earth's mean radius; positions are Leaflet's LatLng. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const RADIUS_KM = 6371.0088; // R1 of GRS 80 (Moritz 2000), as in the rest of the program
  const STEP_KM = 60; // of a great circle on the screen

  const rad = (degrees) => (degrees * Math.PI) / 180;
  const deg = (radians) => (radians * 180) / Math.PI;

  /* Haversine: exact on a sphere, and steady for short distances. */
  function distance(a, b) {
    const half = Math.sin(rad(b.lat - a.lat) / 2) ** 2
      + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lng - a.lng) / 2) ** 2;
    return 2 * RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, half)));
  }

  function length(points) {
    return points.slice(1).reduce((sum, point, index) => sum + distance(points[index], point), 0);
  }

  /* Longitude's change the short way round, in radians. */
  function turn(a, b) {
    const change = rad(b.lng - a.lng);
    return change - 2 * Math.PI * Math.round(change / (2 * Math.PI));
  }

  /* Area within great circles from point to point and back to the first: the sum of the spherical excess between each
     edge and the equator (Bevis and Cambareri 1987; the closed form of Miller's polygons). */
  function area(points) {
    let excess = 0;
    let turned = 0;
    points.forEach((point, index) => {
      const next = points[(index + 1) % points.length];
      const change = turn(point, next);
      const a = Math.tan(rad(point.lat) / 2);
      const b = Math.tan(rad(next.lat) / 2);
      excess += 2 * Math.atan2(Math.tan(change / 2) * (a + b), 1 + a * b);
      turned += change;
    });
    // Around a pole the edges go all the way round: what is measured then is the rest of the hemisphere.
    const found = Math.abs(turned) > Math.PI ? 2 * Math.PI - Math.abs(excess) : Math.abs(excess);
    return found * RADIUS_KM * RADIUS_KM;
  }

  /* Points along the great circle, so that the line on the map is the one that is measured. */
  function between(a, b) {
    const steps = Math.min(64, Math.ceil(distance(a, b) / STEP_KM));
    const angle = distance(a, b) / RADIUS_KM;
    if (steps < 2 || Math.sin(angle) < 1e-9) {
      return [b];
    }
    const vector = (p) => [Math.cos(rad(p.lat)) * Math.cos(rad(p.lng)), Math.cos(rad(p.lat)) * Math.sin(rad(p.lng)), Math.sin(rad(p.lat))];
    const [from, to] = [vector(a), vector(b)];
    let last = a.lng;
    return Array.from({ length: steps }, (_, step) => {
      const share = (step + 1) / steps;
      const [f, t] = [Math.sin((1 - share) * angle), Math.sin(share * angle)].map((part) => part / Math.sin(angle));
      const [x, y, z] = from.map((value, axis) => f * value + t * to[axis]);
      const lng = deg(Math.atan2(y, x));
      last = lng - 360 * Math.round((lng - last) / 360);
      return L.latLng(deg(Math.atan2(z, Math.hypot(x, y))), last);
    });
  }

  K.sphere = { distance: distance, length: length, area: area, between: between };
})();
