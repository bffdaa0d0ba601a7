/* Where symbols and names go so that none hides another: worked out again at every zoom, in pixels. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const CELL = 48;
  const CIRCLE = Array.from({ length: 12 }, (_, index) => ((index * 30 - 60) * Math.PI) / 180);
  /* East, west, north, south, then the corners: the order in which a reader expects a name beside its dot. */
  const SIDES = [[1, 0], [-1, 0], [0, -1], [0, 1], [0.8, -0.8], [-0.8, -0.8], [0.8, 0.8], [-0.8, 0.8]];

  /* Boxes [left, top, right, bottom] that are taken, found by the cells they touch. */
  class Grid {
    constructor() {
      this.cells = new Map();
    }

    /* Call a function with the boxes of every cell that a box touches, until it says false. */
    _each(box, call) {
      const [left, top, right, bottom] = box.map((value) => Math.floor(value / CELL));
      for (let x = left; x <= right; x += 1) {
        for (let y = top; y <= bottom; y += 1) {
          const key = x * 4194304 + y; // pixels of the world at zoom 18, in cells, fit
          if (call(this.cells.get(key), key) === false) {
            return false;
          }
        }
      }
      return true;
    }

    free(box) {
      return this._each(box, (taken) => {
        for (const other of taken || []) {
          if (box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]) {
            return false;
          }
        }
        return true;
      });
    }

    take(box) {
      this._each(box, (taken, key) => {
        if (taken) {
          taken.push(box);
        } else {
          this.cells.set(key, [box]);
        }
      });
    }
  }

  function around(x, y, r) {
    return [x - r, y - r, x + r, y + r];
  }

  let context = null;
  const widths = new Map();

  /* Width of a text in pixels, remembered. */
  function widthOf(text, font) {
    const key = font + "|" + text;
    if (!widths.has(key)) {
      context = context || document.createElement("canvas").getContext("2d");
      context.font = font;
      widths.set(key, Math.ceil(context.measureText(text).width));
    }
    return widths.get(key);
  }

  /* Find places for symbols around their points. Each gets {x, y}: its centre in pixels of the zoom. */
  function placeSymbols(grid, symbols) {
    const leaders = [];
    symbols.forEach((symbol) => {
      const reach = symbol.anchor_px + symbol.radius_px + 2;
      const room = symbol.radius_px + (symbol.n > 1 ? 5 : 1); // the number sits on its edge
      let best = null;
      for (let ring = 0; ring < 6 && !best; ring += 1) {
        const distance = reach + ring * (symbol.radius_px + 5);
        for (const angle of CIRCLE) {
          const x = symbol.at.x + distance * Math.cos(angle);
          const y = symbol.at.y + distance * Math.sin(angle);
          if (grid.free(around(x, y, room))) {
            best = { x: x, y: y, ring: ring };
            break;
          }
        }
      }
      best = best || { x: symbol.at.x + reach, y: symbol.at.y - reach, ring: 0 };
      grid.take(around(best.x, best.y, room));
      symbol.placed = best;
      if (best.ring > 0) {
        leaders.push([symbol.at, best]);
      }
    });
    return leaders;
  }

  function beside(at, gap, side, width, height) {
    const x = at.x + side[0] * gap + (side[0] > 0 ? 0 : side[0] < 0 ? -width : -width / 2);
    const y = at.y + side[1] * gap + (side[1] > 0 ? 0 : side[1] < 0 ? -height : -height / 2);
    return [x, y, x + width, y + height];
  }

  function centred(x, y, label) {
    return [x - label.width / 2, y - label.height / 2, x + label.width / 2, y + label.height / 2];
  }

  /* Boxes for the name of an area: inside of its extent, the nearest to its middle first; then just outside of it. */
  function* within(label) {
    const [west, north, east, south] = label.extent;
    const spots = [[label.at.x, label.at.y]];
    const across = Math.max(14, (east - west) / 12);
    const down = Math.max(14, (south - north) / 12);
    for (let x = west + label.width / 3; x <= east - label.width / 3; x += across) {
      for (let y = north + label.height / 2; y <= south - label.height / 2; y += down) {
        spots.push([x, y]);
      }
    }
    const away = (spot) => Math.hypot(spot[0] - label.at.x, (spot[1] - label.at.y) * 1.5);
    spots.sort((a, b) => away(a) - away(b));
    for (const spot of spots) {
      yield { box: centred(spot[0], spot[1], label), far: false };
    }
    for (const side of SIDES) {
      const edge = { x: side[0] > 0 ? east : side[0] < 0 ? west : label.at.x, y: side[1] > 0 ? south : side[1] < 0 ? north : label.at.y };
      for (const gap of [4, 20, 40]) {
        yield { box: beside(edge, gap, side, label.width, label.height), far: gap > 4 };
      }
    }
  }

  /* Yield the boxes that a name may take, the best first. */
  function* boxes(label) {
    const width = label.width;
    const height = label.height;
    if (label.fixed) {
      yield { box: centred(label.at.x, label.at.y, label), far: false };
      return;
    }
    if (label.extent) {
      yield* within(label);
      return;
    }
    for (const gap of [3, 16, 30, 46]) {
      for (const side of SIDES) {
        yield { box: beside(label.at, label.radius + gap, side, width, height), far: gap > 16 };
      }
    }
  }

  function crosses(box, others) {
    return others.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  }

  /* The first free box of a name: one that no edge of the view cuts, if there is one. */
  function choose(grid, label, edges) {
    let cut = null;
    for (const option of boxes(label)) {
      if (grid.free(option.box)) {
        if (label.fixed || !crosses(option.box, edges)) {
          return option;
        }
        cut = cut || option;
      }
    }
    return cut;
  }

  /* Find places for names, the most important first; one without a free place is not shown. */
  function placeLabels(grid, labels, edges) {
    const leaders = [];
    labels.forEach((label) => {
      const option = choose(grid, label, edges);
      label.box = option ? option.box : null;
      if (!option) {
        return;
      }
      grid.take(option.box);
      if (option.far) {
        const x = Math.max(option.box[0], Math.min(label.at.x, option.box[2]));
        const y = Math.max(option.box[1], Math.min(label.at.y, option.box[3]));
        leaders.push([label.at, { x: x, y: y }]);
      }
    });
    return leaders;
  }

  K.placing = { Grid: Grid, around: around, widthOf: widthOf, placeSymbols: placeSymbols, placeLabels: placeLabels };
})();
