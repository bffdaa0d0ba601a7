/* The halo of what is selected: bright with a dark edge, so that it is seen on any ground, and nothing else moves. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const EDGE = { color: "#1d2530", opacity: 0.85 };
  const GLOW = { color: "#ffd60a", opacity: 1 };
  const LOST_PX = 12; // radius where what is selected is not drawn by itself

  function ring(at, radius) {
    const common = { pane: "kharita-ring", interactive: false, fill: false };
    return [
      L.circleMarker(at, Object.assign({ radius: radius, weight: 6 }, common, EDGE)),
      L.circleMarker(at, Object.assign({ radius: radius, weight: 3.5 }, common, GLOW)),
    ];
  }

  function outline(make, latlngs, width) {
    const common = { pane: "kharita-halo", interactive: false, fill: false, smoothFactor: 0.5 };
    return [
      make(latlngs, Object.assign({ weight: width + 3 }, common, EDGE)),
      make(latlngs, Object.assign({ weight: width }, common, GLOW)),
    ];
  }

  function around(item) {
    if (item.layer === "flows") {
      return outline(L.polyline, item.line.getLatLngs(), item.width + 7);
    }
    if (item.layer === "areas") {
      return item.filled ? outline(L.polygon, item.path.getLatLngs(), 4) : ring(item.latlng, LOST_PX * 2);
    }
    return ring(item.path.getLatLng(), item.radius_px + 5.5);
  }

  /* Draw the halo of {layer, id, latlng?} in the place of an older one; return the layer it is in. */
  K.drawHalo = function (map, selected, before) {
    if (before) {
      before.remove();
    }
    if (!selected) {
      return null;
    }
    const item = map.kharita.board.find(selected.layer, selected.id);
    const parts = item ? around(item) : selected.latlng ? ring(L.latLng(selected.latlng), LOST_PX) : [];
    return L.layerGroup(parts).addTo(map);
  };
})();
