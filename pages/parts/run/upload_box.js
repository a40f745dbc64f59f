// Sends one file straight to the app, so that neither the browser nor the app ever holds it in memory.

const boxes = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  if (!boxes.has(parentElement)) boxes.set(parentElement, new UploadBox(parentElement));
  const box = boxes.get(parentElement);
  box.update(component);
  return () => box.leave();
}

class UploadBox {
  constructor(root) {
    this.at = (name) => root.querySelector(`.${name}`);
    this.request = null;
    const [box, file, cancel] = ["box", "file", "cancel"].map(this.at);
    file.onchange = () => {
      this.take(file.files);
      file.value = "";
    };
    // Of itself, a browser opens the dialog with the space bar alone.
    file.onkeydown = (event) => {
      if (event.key === "Enter") file.click();
    };
    cancel.onclick = () => this.request?.abort();
    box.ondragover = (event) => {
      event.preventDefault();
      box.classList.add("over");
    };
    box.ondragleave = (event) => {
      if (!box.contains(event.relatedTarget)) box.classList.remove("over");
    };
    box.ondrop = (event) => {
      event.preventDefault();
      box.classList.remove("over");
      if (!this.request) this.take(event.dataTransfer.files);
    };
  }

  // Called again with every run of the page: an upload goes on meanwhile.
  update({ data, setTriggerValue }) {
    clearTimeout(this.leaving);
    this.data = data;
    this.tell = (upload) => setTriggerValue("upload", upload);
    this.at("lead").textContent = data.words.lead;
    this.at("choose").querySelector("span").textContent = data.words.choose;
    this.at("kinds").textContent = data.words.kinds;
    this.at("cancel").textContent = data.words.cancel;
    this.at("file").accept = data.suffixes.join(",");
  }

  // Only a box that is not taken up again at once has left the page.
  leave() {
    this.leaving = setTimeout(() => this.request?.abort(), 1000);
  }

  take(files) {
    if (!files.length) return;
    const file = files[0];
    const { limit_bytes: limit, suffixes } = this.data;
    this.say("told", "");
    this.say("refusal", "");
    if (files.length > 1) this.refuse("one_only", file);
    else if (!suffixes.some((suffix) => file.name.toLowerCase().endsWith(suffix))) this.refuse("wrong_kind", file);
    else if (file.size > limit) this.refuse("too_large", file);
    else if (!file.size) this.refuse("empty", file);
    else this.ask(file);
  }

  // The app is asked first: a browser tells an answer only once the whole file is sent.
  async ask(file) {
    this.request = new AbortController();
    this.show(true);
    this.progress(file, 0, performance.now());
    const query = new URLSearchParams({ name: file.name, bytes: file.size });
    try {
      const answer = await fetch(`${this.data.url}?${query}`, { headers: this.headers, signal: this.request.signal });
      if (answer.ok) this.send(file);
      else this.finish(file, await answer.json());
    } catch (error) {
      this.finish(file, error.name === "AbortError" ? {} : { reason: "broken_off" });
    }
  }

  send(file) {
    const request = (this.request = new XMLHttpRequest());
    const began = performance.now();
    request.open("POST", `${this.data.url}?${new URLSearchParams({ name: file.name })}`);
    for (const [name, value] of Object.entries(this.headers)) request.setRequestHeader(name, value);
    request.responseType = "json";
    request.upload.onprogress = (event) => this.progress(file, event.loaded, began);
    request.onload = () => this.finish(file, request.response ?? { reason: "broken_off" });
    request.onerror = () => this.finish(file, { reason: "broken_off" });
    request.onabort = () => this.finish(file, {});
    request.send(file);
  }

  get headers() {
    return { [this.data.header]: "1" };
  }

  // An answer holds the upload, or the reason of a refusal; nothing where the visitor cancelled.
  finish(file, answer) {
    this.request = null;
    this.show(false);
    if (answer.upload) {
      this.say("told", this.fill("done", { name: answer.name }));
      this.tell({ upload: answer.upload, name: answer.name });
    } else if (answer.reason) {
      this.refuse(answer.reason, file, answer);
    }
  }

  // What only the server knows, such as how much is used, comes with its answer.
  refuse(reason, file, { message, values } = {}) {
    const blanks = { name: file.name, size: (file.size / 1e9).toFixed(1), ...values };
    this.say("refusal", reason in this.data.words ? this.fill(reason, blanks) : message);
  }

  progress(file, sent, began) {
    const percent = Math.floor((100 * Math.min(sent, file.size)) / file.size);
    const parts = [this.fill("figures", { percent, sent: megabytes(sent, file), total: megabytes(file.size, file) })];
    const passed_s = (performance.now() - began) / 1000;
    if (sent >= file.size) parts.push(this.data.words.finishing);
    else if (passed_s > 1 && sent) parts.push(this.left((passed_s * (file.size - sent)) / sent));
    this.say("name", this.fill("sending", { name: file.name }));
    this.say("figures", parts.join(" · "));
    this.at("bar").style.width = `${percent}%`;
    this.at("track").setAttribute("aria-valuenow", percent);
    this.at("track").setAttribute("aria-label", this.at("name").textContent);
  }

  left(seconds) {
    if (seconds > 90) return this.fill("left_min", { count: Math.round(seconds / 60) });
    return this.fill("left_s", { count: Math.max(1, seconds > 10 ? 5 * Math.round(seconds / 5) : Math.round(seconds)) });
  }

  show(sending) {
    this.at("choosing").hidden = sending;
    this.at("sending").hidden = !sending;
    // The keyboard stays where it was: at the one button in sight.
    if (sending) this.at("cancel").focus();
    else this.at("file").focus();
  }

  say(place, text) {
    this.at(place).textContent = text;
  }

  fill(word, blanks) {
    return this.data.words[word].replace(/\{(\w+)\}/g, (blank, name) => blanks[name] ?? blank);
  }
}

function megabytes(bytes, file) {
  return (bytes / 1e6).toFixed(file.size < 10e6 ? 1 : 0);
}
