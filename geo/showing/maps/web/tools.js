/* The tools: buttons below the zoom, one active at a time; the position under the cursor in a corner. */
(function () {
  "use strict";
  const K = (window.kharita = window.kharita || {});
  const NS = "http://www.w3.org/2000/svg";
  const STILL_PX = 5; // a hand that moves less has not dragged the map
  const ICONS = {
    measure: ["M2 13.5L13.5 2L18 6.5L6.5 18Z", "M5 10.5l2 2M7.7 7.8l1.3 1.3M10.3 5.2l2 2"],
    box: ["M3 3h3M9 3h3M15 3h2v2M17 8v3M17 14v3h-2M12 17H9M6 17H3v-2M3 12V9M3 6V3"],
  };

  function icon(name) {
    const svg = document.createElementNS(NS, "svg");
    svg.setAttribute("viewBox", "0 0 20 20");
    svg.setAttribute("aria-hidden", "true");
    ICONS[name].forEach((d) => {
      const path = document.createElementNS(NS, "path");
      path.setAttribute("d", d);
      svg.appendChild(path);
    });
    return svg;
  }

  /* Latitude first, as people write it; longitude within half a turn. */
  K.position = function (latlng) {
    const at = latlng.wrap();
    return [at.lat, at.lng].map((value) => (Math.round(value * 1e4) / 1e4 + 0).toFixed(4)).join(", ");
  };

  /* Is this over the map itself, not over a button, the legend or a pop-up? */
  function onMap(event) {
    return !event.target.closest(".leaflet-control-container, .leaflet-popup, .k-box-clear");
  }

  function showPosition(map, say) {
    const control = L.control({ position: "bottomleft" });
    control.onAdd = () => {
      const line = K.el("bdi", "k-position");
      line.dir = "ltr";
      line.title = say.cursor;
      line.hidden = true;
      const tell = (event) => {
        line.hidden = !onMap(event);
        line.textContent = line.hidden ? "" : K.position(map.mouseEventToLatLng(event));
      };
      const box = map.getContainer();
      box.addEventListener("pointermove", (event) => event.pointerType === "mouse" && tell(event));
      box.addEventListener("pointerdown", (event) => event.pointerType !== "mouse" && tell(event), true);
      box.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && (line.hidden = true));
      return line;
    };
    control.addTo(map);
  }

  K.Tools = class {
    constructor(map, config) {
      this.map = map;
      this.say = config.words;
      this.active = null;
      this.buttons = {};
      this.panel = K.el("div", "k-panel");
      this.panel.dir = config.direction;
      this.panel.hidden = true;
      this.box = new K.BoxTool(this);
      this.tools = { measure: new K.MeasureTool(this) };
      if (config.reporting) {
        this.tools.box = this.box;
      }
      this._addBar();
      showPosition(map, this.say);
      this._listen();
    }

    _addBar() {
      const control = L.control({ position: "topleft" });
      control.onAdd = () => {
        const holder = K.el("div", "k-tools");
        const bar = K.el("div", "leaflet-bar");
        Object.keys(this.tools).forEach((name) => bar.appendChild(this._button(name)));
        holder.append(bar, this.panel);
        L.DomEvent.disableClickPropagation(holder);
        return holder;
      };
      control.addTo(this.map);
    }

    _button(name) {
      const button = K.el("button", "k-tool k-tool-" + name);
      button.type = "button";
      button.title = this.say[name];
      button.setAttribute("aria-label", this.say[name]);
      button.setAttribute("aria-pressed", "false");
      button.appendChild(icon(name));
      button.addEventListener("click", () => this.use(this.active === this.tools[name] ? null : name));
      this.buttons[name] = button;
      return button;
    }

    /* Take up a tool; null: put it down. */
    use(name) {
      const container = this.map.getContainer();
      if (this.active) {
        this.active.stop();
      }
      this.active = name ? this.tools[name] : null;
      Object.entries(this.buttons).forEach((pair) => pair[1].setAttribute("aria-pressed", String(pair[0] === name)));
      container.classList.toggle("k-busy", Boolean(name));
      container.classList.toggle("k-boxing", name === "box");
      if (this.active) {
        this.map.closePopup();
        this.active.start();
        container.focus({ preventScroll: true }); // the arrows move the map, the other keys are the tool's
      }
    }

    /* Words beside the buttons; without any the panel is gone. */
    tell(lines, clear) {
      this.panel.replaceChildren(...lines.map((text, index) => K.el("p", index ? "k-note" : "", text)));
      this.panel.hidden = !lines.length;
      this.panel.setAttribute("role", "status");
      if (clear) {
        const button = K.el("button", "k-close", "×");
        button.type = "button";
        button.title = this.say.close;
        button.setAttribute("aria-label", this.say.close);
        button.addEventListener("click", clear);
        this.panel.appendChild(button);
      }
    }

    /* While a tool is in hand, clicks and keys are its own: nothing of the map beneath hears them. */
    _listen() {
      const container = this.map.getContainer();
      const mine = (name, call) => container.addEventListener(name, (event) => {
        if (this.active && onMap(event) && this.active[call]) {
          this.active[call](event);
        }
      }, true);
      let down = null;
      container.addEventListener("pointerdown", (event) => (down = [event.clientX, event.clientY]), true);
      container.addEventListener("click", (event) => {
        if (!this.active || !onMap(event)) {
          return;
        }
        event.stopPropagation();
        if (!down || Math.hypot(event.clientX - down[0], event.clientY - down[1]) <= STILL_PX) {
          this.active.click(event);
        }
      }, true);
      container.addEventListener("dblclick", (event) => {
        if (this.active && onMap(event)) {
          event.stopPropagation();
          event.preventDefault();
          this.active.finish();
        }
      }, true);
      ["pointerdown", "pointermove", "pointerup", "pointercancel"].forEach((name) => mine(name, name));
      container.addEventListener("keydown", (event) => this._key(event), true);
    }

    /* Enter on a button is the button's; Escape is meant wherever the focus is. */
    _key(event) {
      const call = { Enter: "finish", Escape: "cancel", " ": "centre", Backspace: "undo" }[event.key];
      const escape = event.key === "Escape";
      const tool = this.active || (escape && this.tools.measure.drawn() ? this.tools.measure : null);
      if (tool && tool[call] && (escape || !event.target.closest("button, a, summary"))) {
        event.preventDefault();
        event.stopPropagation();
        tool[call]();
      }
    }

    keepBox(box) {
      this.box.keep(box);
    }
  };
})();
