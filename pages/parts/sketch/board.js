// Lies on the canvas and takes every gesture. What is drawn is handed to the canvas as clean presses of the mouse; what
// is moved or deleted is told to the app. A finger that swipes scrolls the page and draws nothing.

const boards = new WeakMap();
const SVG = "http://www.w3.org/2000/svg";
const STILL_PX = { mouse: 4, pen: 6, touch: 10 };
const NEAR_PX = { mouse: 12, pen: 16, touch: 26 };
// The canvas would take a corner this near to another one for a press on that.
const APART_PX = 12;
const STEP = 0.005, FAR = 10;
const PAUSE_MS = 400, LOADED_MS = 150, LOST_MS = 8000;

export default function (component) {
  const { parentElement } = component;
  if (!boards.has(parentElement)) boards.set(parentElement, new Board(parentElement));
  boards.get(parentElement).update(component);
}

const within = (part) => Math.min(1, Math.max(0, part));
const typing = (element) => element.matches("textarea, select, [contenteditable], [role=combobox]") ||
  (element.matches("input") && !["checkbox", "radio", "button", "range"].includes(element.type));

class Board {
  constructor(root) {
    this.root = root;
    this.at = (name) => root.querySelector(`.${name}`);
    this.stage = this.at("stage");
    this.svg = root.querySelector("svg");
    this.points = [];
    this.waiting = [];
    this.stage.onpointerdown = (event) => this.down(event);
    this.stage.onpointermove = (event) => this.move(event);
    this.stage.onpointerup = (event) => this.up(event);
    this.stage.onpointercancel = () => this.letGo();
    this.stage.onpointerleave = () => this.hover(null);
    this.stage.onkeydown = (event) => this.key(event);
    // What is held is dragged; any other swipe scrolls the page. Browsers do not heed touch-action within a drawing.
    const swiped = (event) => this.press?.isHeld && event.preventDefault();
    this.stage.addEventListener("touchmove", swiped, { passive: false });
    this.at("finish").onclick = () => this.finish();
    this.at("back").onclick = () => this.takeBack();
    this.at("remove").onclick = () => this.remove(this.chosen);
    const pressed = (event) => {
      if (!this.stage.isConnected) document.removeEventListener("keydown", pressed);
      else this.keyOnPage(event);
    };
    document.addEventListener("keydown", pressed);
  }

  // Called again with every run of the page.
  update({ data, setTriggerValue }) {
    const before = this.data;
    this.data = data;
    this.tell = setTriggerValue;
    this.stage.style.width = `${data.width}px`;
    this.stage.style.height = `${data.height}px`;
    this.stage.classList.toggle("moving", this.moving);
    this.stage.setAttribute("aria-label", data.words.stage);
    this.svg.setAttribute("viewBox", `0 0 ${data.width} ${data.height}`);
    if (data.tool !== before?.tool) this.points = [];
    if (data.edition !== before?.edition) this.takeUp(before);
    this.hideToolbar();
    this.render();
  }

  get moving() {
    return this.data.tool === "move";
  }

  // The app has another scene. What it has read from the canvas waits no longer; what got lost is given once more.
  takeUp(before) {
    if (before && this.data.read > before.read) this.waiting.shift();
    if (!this.pause) this.draft = null;
    this.giveAfter(LOADED_MS);
    if (!this.place(this.chosen)) this.chosen = null;
  }

  // ---- The canvas below, which keeps what is drawn.

  get canvas() {
    const around = (this.root.host ?? this.root).closest('[class*="sketch-board"]');
    const roots = [...(around?.querySelectorAll("*") ?? [])].map((one) => one.shadowRoot);
    return roots.map((one) => one?.querySelector("canvas.upper-canvas")).find(Boolean);
  }

  // Its own buttons would change the drawing without the app.
  hideToolbar() {
    const root = this.canvas?.getRootNode();
    if (root?.querySelector(".no-toolbar")) return;
    if (root) {
      const style = document.createElement("style");
      style.className = "no-toolbar";
      style.textContent = ".dc-toolbar { display: none !important; }";
      root.append(style);
    } else if (this.stage.isConnected) setTimeout(() => this.hideToolbar(), 50);
  }

  // One shape at a time: the next one waits until the app has read this one and the canvas shows it in its colour.
  give() {
    const [next] = this.waiting;
    if (!next || this.isBusy || next.tool !== this.data.tool) return;
    const { canvas } = this;
    if (!canvas || canvas !== this.loaded) {
      this.loaded = canvas;
      return this.giveAfter(LOADED_MS);
    }
    this.giveAfter(LOST_MS);
    const box = canvas.getBoundingClientRect();
    const send = (type, target, [x, y]) => {
      const where = { clientX: box.left + x * box.width, clientY: box.top + y * box.height };
      // A mouse event would round them to whole pixels.
      const how = { bubbles: true, composed: true, cancelable: true, view: window, isPrimary: true };
      target.dispatchEvent(new PointerEvent(type, { ...where, ...how }));
    };
    const points = next.tool === "rectangle" ? this.withinStroke(next.points) : next.points;
    const path = next.tool === "zone" ? [...points, points[0]].map((one) => [one]) : [points];
    for (const [first, ...others] of path) {
      send("mousedown", canvas, first);
      for (const one of others) send("mousemove", document, one);
      send("mouseup", document, others.at(-1) ?? first);
    }
  }

  giveAfter(pause_ms) {
    this.isBusy = true;
    clearTimeout(this.giving);
    this.giving = setTimeout(() => {
      this.isBusy = false;
      this.give();
    }, pause_ms);
  }

  // The canvas puts a rectangle's outer edge where it was begun; its corners are those of the middle of its stroke.
  withinStroke([a, b]) {
    const [right, down] = [this.data.stroke / 2 / this.data.width, this.data.stroke / 2 / this.data.height];
    return [Math.min, Math.max].map((of) => [of(a[0], b[0]) - right, of(a[1], b[1]) - down]);
  }

  // ---- Gestures.

  where(event) {
    const box = this.stage.getBoundingClientRect();
    return [within((event.clientX - box.left) / box.width), within((event.clientY - box.top) / box.height)];
  }

  apart(a, b) {
    return Math.hypot((a[0] - b[0]) * this.data.width, (a[1] - b[1]) * this.data.height);
  }

  down(event) {
    if (!event.isPrimary || event.button !== 0) return;
    const from = this.where(event);
    const { id, corner } = this.grabbed(event.target);
    const isHeld = this.moving && id !== null && (event.pointerType !== "touch" || corner !== null || id === this.chosen);
    this.press = { from, id, corner, isHeld, points: id === null ? [] : this.shown(this.place(id)) };
    if (this.moving) this.choose(id);
    if (!this.moving || isHeld) this.stage.setPointerCapture(event.pointerId);
    if (!this.moving) this.stage.focus({ preventScroll: true });
  }

  move(event) {
    const at = this.where(event);
    const { press } = this;
    if (!press) return this.hover(event.pointerType === "touch" ? null : at);
    if (!press.isDragged && this.apart(press.from, at) <= STILL_PX[event.pointerType]) return;
    if (press.isHeld) {
      press.isDragged = true;
      const points = moved(press.points, press.corner, at[0] - press.from[0], at[1] - press.from[1]);
      this.draft = { id: press.id, points };
      this.render();
    } else if (!this.moving && this.data.tool !== "zone" && event.pointerType !== "touch") {
      press.isDragged = true;
      this.points = [press.from];
      this.hover(at);
    }
  }

  up(event) {
    const { press } = this;
    this.press = null;
    if (!press) return;
    const at = this.where(event);
    if (press.isHeld) {
      if (press.isDragged) this.commit();
    } else if (this.moving) return;
    else if (press.isDragged) this.end(at);
    else if (event.pointerType !== "touch" || this.apart(press.from, at) <= STILL_PX.touch) {
      this.tap(at, NEAR_PX[event.pointerType]);
    }
  }

  // The browser scrolls instead, or another finger has come.
  letGo() {
    if (this.press?.isDragged) this.points = [];
    if (this.press?.isHeld) this.draft = null;
    this.press = null;
    this.render();
  }

  hover(at) {
    this.pointer = at;
    if (!this.moving && this.points.length) this.render();
  }

  tap(at, near_px) {
    const [first] = this.points;
    if (this.data.tool !== "zone") {
      if (first) return this.end(at);
    } else if (first && this.apart(first, at) <= near_px) {
      if (this.points.length >= 3) return this.finish();
    }
    if (this.points.every((one) => this.apart(one, at) > APART_PX)) this.points.push(at);
    this.render();
  }

  // The other end of a line, or the opposite corner.
  end(at) {
    if (this.apart(this.points[0], at) > APART_PX / 2) {
      this.points.push(at);
      this.finish();
    } else this.takeBack();
  }

  finish() {
    if (this.data.tool === "zone" && this.points.length < 3) return;
    this.waiting.push({ tool: this.data.tool, points: this.points, colour: this.data.colour });
    this.points = [];
    this.render();
    this.give();
  }

  takeBack() {
    this.points.pop();
    this.render();
  }

  // ---- Places that are there: chosen, moved, deleted.

  grabbed(element) {
    const { id, corner } = element.closest?.("[data-id]")?.dataset ?? {};
    return { id: id === undefined ? null : Number(id), corner: corner === undefined ? null : Number(corner) };
  }

  place(id) {
    return this.data.places.find((one) => one.id === id);
  }

  shown(place) {
    return this.draft?.id === place.id ? this.draft.points : place.points;
  }

  choose(id) {
    this.chosen = id;
    this.render();
  }

  commit() {
    clearTimeout(this.pause);
    this.pause = null;
    if (this.draft) this.tell("moved", this.draft);
  }

  remove(id) {
    if (this.place(id)) this.tell("deleted", { id });
  }

  key(event) {
    const { id, corner } = this.grabbed(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const done = this.moving ? id !== null && this.keyOnPlace(event, this.place(id), corner) : this.keyInDrawing(event.key);
    if (done) event.preventDefault();
  }

  keyInDrawing(key) {
    if (key === "Enter") this.finish();
    else if (key === "Backspace") this.takeBack();
    else if (key === "Escape") this.points = [];
    else return false;
    this.render();
    return true;
  }

  keyOnPlace(event, place, corner) {
    const step = STEP * (event.shiftKey ? FAR : 1);
    const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    const points = this.shown(place);
    if (way) {
      this.chosen = place.id;
      this.draft = { id: place.id, points: moved(points, corner, ...way) };
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.commit(), PAUSE_MS);
    } else if (event.key === "Delete" || event.key === "Backspace") {
      if (corner === null) this.remove(place.id);
      else if (!place.is_line && points.length > 3) {
        this.draft = { id: place.id, points: points.filter((_, number) => number !== corner) };
        this.commit();
      }
    } else if (event.key === "Enter" || event.key === " ") this.chosen = place.id;
    else return false;
    this.render();
    return true;
  }

  // The Delete key works in the list of places, too; Ctrl+Z everywhere but where text is typed, which it undoes.
  keyOnPage(event) {
    if (typing(event.target)) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      document.querySelector(`.st-key-sketch-tool [class*="${event.shiftKey ? "-redo" : "-undo"}"] button`)?.click();
    }
    if (event.key !== "Delete") return;
    const row = event.target.closest?.(`[class*="${this.data.row}"]`);
    const found = row?.className.match(new RegExp(`${this.data.row}(\\d+)`));
    if (found) this.remove(Number(found[1]));
  }

  // ---- What is seen.

  render() {
    const { data } = this;
    const drawn = this.waiting.map((one) => this.path(outline(one.tool, one.points), one.tool !== "line", one.colour));
    if (this.points.length) drawn.push(...this.unfinished());
    if (this.draft && this.moving && this.place(this.draft.id)) {
      const place = this.place(this.draft.id);
      drawn.push(this.path(this.draft.points, !place.is_line, place.colour));
    }
    this.keep("paths", drawn);
    this.renderPlaces(this.moving ? data.places : []);
    const count = this.points.length;
    const place = this.moving && this.place(this.chosen);
    const isZone = data.tool === "zone";
    this.show("finish", isZone, data.words.finish, count < 3);
    this.show("back", !this.moving, data.words.back, !count);
    this.show("remove", this.moving, place ? data.words.remove.replace("{name}", () => place.name) : data.words.remove_none, !place);
    const told = !count ? "" : isZone ? (count < 3 ? data.words.more : data.words.close) : data.words[`end_${data.tool}`];
    if (this.at("told").textContent !== told) this.at("told").textContent = told;
  }

  show(name, isShown, text, isDisabled) {
    const button = this.at(name);
    button.hidden = !isShown;
    button.disabled = isDisabled;
    if (button.textContent !== text) button.textContent = text;
  }

  unfinished() {
    const { tool, colour } = this.data;
    const points = this.pointer ? [...this.points, this.pointer] : this.points;
    const path = points.length > 1 ? [this.path(outline(tool, points), tool === "rectangle", colour)] : [];
    const marks = this.points.map((one, number) => {
      const isFirst = number === 0 && this.points.length >= 3;
      return this.dot(one, isFirst ? 9 : 6, colour, isFirst ? "mark first" : "mark");
    });
    return [...path, ...marks];
  }

  path(points, isClosed, colour) {
    const d = `M${points.map((one) => this.px(one).join(" ")).join("L")}${isClosed ? "Z" : ""}`;
    const group = made("g", {});
    group.append(made("path", { class: "edge", d }), made("path", { class: "ink", d, stroke: colour }));
    return group;
  }

  dot(point, r, fill, name) {
    const [cx, cy] = this.px(point);
    return made("circle", { class: name, cx, cy, r, fill });
  }

  px([x, y]) {
    return [(x * this.data.width).toFixed(1), (y * this.data.height).toFixed(1)];
  }

  keep(name, elements) {
    let group = this.svg.querySelector(`.${name}`);
    if (!group) this.svg.append((group = made("g", { class: name })));
    group.replaceChildren(...elements);
  }

  // Elements are changed, not made anew, so that the keyboard stays where it is.
  renderPlaces(places) {
    const known = new Map([...this.svg.querySelectorAll(".place")].map((one) => [Number(one.dataset.of), one]));
    const active = this.root.activeElement;
    for (const [id, group] of known) {
      if (places.some((one) => one.id === id)) continue;
      if (group.contains(active)) this.stage.focus({ preventScroll: true });
      group.remove();
    }
    const finger = matchMedia("(pointer: coarse)").matches;
    for (const place of places) {
      const points = this.shown(place);
      const group = known.get(place.id) ?? this.svg.appendChild(made("g", { class: "place", "data-of": place.id }));
      if (group.childElementCount !== points.length + 1) {
        const isActive = group.contains(active);
        group.replaceChildren(...this.handles(place, points));
        if (isActive) group.firstChild.focus({ preventScroll: true });
      }
      const [shape, ...grips] = group.children;
      const isChosen = place.id === this.chosen;
      const d = `M${points.map((one) => this.px(one).join(" ")).join("L")}${place.is_line ? "" : "Z"}`;
      set(shape, { d, "aria-label": place.label, class: isChosen ? "shape chosen" : "shape" });
      grips.forEach((grip, number) => {
        const [cx, cy] = this.px(points[number]);
        const [hit, dot] = grip.children;
        set(grip, { tabindex: isChosen ? 0 : -1, "aria-label": place.corners[number] ?? place.label });
        set(hit, { cx, cy, r: finger ? 22 : 12 });
        set(dot, { cx, cy, r: isChosen ? 7 : 5, fill: place.colour });
      });
    }
  }

  handles(place, points) {
    const shape = made("path", { "data-id": place.id, tabindex: 0, role: "button" });
    const grips = points.map((_, number) => {
      const grip = made("g", { class: "grip", "data-id": place.id, "data-corner": number, role: "button" });
      grip.append(made("circle", { class: "hit" }), made("circle", { class: "dot" }));
      return grip;
    });
    return [shape, ...grips];
  }
}

// The points with one of them, or all where `corner` is null, moved; nothing leaves the picture.
function moved(points, corner, right, down) {
  if (corner !== null) {
    return points.map(([x, y], number) => (number === corner ? [within(x + right), within(y + down)] : [x, y]));
  }
  const free = (axis, by) => {
    const parts = points.map((one) => one[axis]);
    return Math.min(1 - Math.max(...parts), Math.max(-Math.min(...parts), by));
  };
  const [x_by, y_by] = [free(0, right), free(1, down)];
  return points.map(([x, y]) => [within(x + x_by), within(y + y_by)]);
}

function outline(tool, points) {
  if (tool !== "rectangle") return points;
  const [[left, top], [right, bottom]] = points;
  return [[left, top], [right, top], [right, bottom], [left, bottom]];
}

function set(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}

function made(name, attributes) {
  const element = document.createElementNS(SVG, name);
  set(element, attributes);
  return element;
}
