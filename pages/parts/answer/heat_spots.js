// Tells of the spot under the pointer how many were there and for how long. The picture itself is Streamlit's.

const readers = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  if (!readers.has(parentElement)) readers.set(parentElement, new Reader(parentElement));
  const reader = readers.get(parentElement);
  reader.update(component);
  return () => reader.leave();
}

class Reader {
  constructor(root) {
    this.hint = root.querySelector(".hint");
    this.list = root.querySelector("ol");
    this.label = root.appendChild(make("div", "label"));
    this.ring = root.appendChild(make("div", "ring"));
    this.label.setAttribute("role", "status");
    this.ring.setAttribute("aria-hidden", "true");
    this.hide();
    this.moves = (event) => this.point(event);
    this.clicks = (event) => this.pick(event);
  }

  update({ data, setTriggerValue }) {
    this.data = data;
    this.at = new Map(data.spots.map(([column, row, ...told]) => [row * data.columns + column, told]));
    this.choose = (column, row) => setTriggerValue("spot", { column, row });
    this.hint.textContent = data.words.hint;
    this.list.replaceChildren(...data.hottest.map((spot) => this.button(...spot)));
    document.addEventListener("pointermove", this.moves);
    document.addEventListener("click", this.clicks);
  }

  leave() {
    document.removeEventListener("pointermove", this.moves);
    document.removeEventListener("click", this.clicks);
    this.hide();
  }

  button(column, row) {
    const { chosen } = this.data;
    const button = make("button", "", this.told(column, row));
    button.type = "button";
    button.setAttribute("aria-pressed", String(chosen?.column === column && chosen?.row === row));
    button.onclick = () => this.choose(column, row);
    button.onfocus = button.onpointerenter = () => this.show(column, row);
    button.onblur = button.onpointerleave = () => this.hide();
    const item = make("li", "");
    item.append(button);
    return item;
  }

  get picture() {
    return document.querySelector(`.st-key-${this.data.picture} [data-testid="stImage"] img`);
  }

  // The spot under the pointer; none beside the picture, or on what lies over it.
  spotAt(event) {
    const picture = this.picture;
    if (!picture || event.target !== picture) return null;
    const box = picture.getBoundingClientRect();
    const column = Math.floor(((event.clientX - box.left) / box.width) * this.data.columns);
    const row = Math.floor(((event.clientY - box.top) / box.height) * this.data.rows);
    return column >= 0 && row >= 0 && column < this.data.columns && row < this.data.rows ? [column, row] : null;
  }

  point(event) {
    const spot = this.spotAt(event);
    if (spot) this.show(...spot);
    else if (!this.label.hidden && event.target === document.documentElement) this.hide();
    else if (!spot && !event.composedPath().includes(this.list)) this.hide();
  }

  pick(event) {
    const spot = this.spotAt(event);
    if (!spot) return;
    this.show(...spot);
    this.choose(...spot);
  }

  show(column, row) {
    const box = this.picture?.getBoundingClientRect();
    if (!box) return;
    const [x, y] = [box.left + ((column + 0.5) * box.width) / this.data.columns, box.top + ((row + 0.5) * box.height) / this.data.rows];
    this.label.textContent = this.told(column, row);
    this.label.hidden = this.ring.hidden = false;
    for (const one of [this.label, this.ring]) Object.assign(one.style, { left: `${x}px`, top: `${y}px` });
    this.label.classList.toggle("left", x > window.innerWidth - 220);
  }

  hide() {
    this.label.hidden = this.ring.hidden = true;
  }

  told(column, row) {
    const { words } = this.data;
    const [count, seconds] = this.at.get(row * this.data.columns + column) ?? [0, 0];
    if (!count) return words.nobody;
    return (count === 1 ? words.one : words.many).replace("{count}", count).replace("{time}", this.time(seconds));
  }

  time(seconds) {
    const { words } = this.data;
    if (seconds < 9.95) return words.s.replace("{s}", Math.max(1, Math.round(seconds)));
    const whole = Math.round(seconds);
    if (whole < 60) return words.s.replace("{s}", whole);
    return words.min_s.replace("{min}", Math.floor(whole / 60)).replace("{s}", whole % 60);
  }
}

function make(tag, name, text = "") {
  return Object.assign(document.createElement(tag), { className: name, textContent: text });
}
