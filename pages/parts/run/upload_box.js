// Sends files straight to the app, one after the other, in pieces, so that neither the browser nor the app ever holds one
// in memory, and that each goes on where it was when the connection was lost. The protocol is tus 1.0.

const PIECE_BYTES = 8e6;
const PAUSES_S = [1, 2, 5, 10, 20, 30];
const SILENT_MS = 60_000;

const boxes = new WeakMap();

export default function (component) {
  const { parentElement } = component;
  if (!boxes.has(parentElement)) boxes.set(parentElement, new UploadBox(parentElement));
  const box = boxes.get(parentElement);
  box.update(component);
  return () => box.leave();
}

// Why a request brought nothing: `reason` is final; without one it is worth another try, after `wait_s` where that is told.
class Failure extends Error {
  constructor(told = {}) {
    super();
    Object.assign(this, told);
  }
}

class UploadBox {
  constructor(root) {
    this.at = (name) => root.querySelector(`.${name}`);
    this.files = [];
    this.arrived = [];
    const [box, file] = ["box", "file"].map(this.at);
    file.onchange = () => {
      this.take([...file.files]);
      file.value = "";
    };
    // Of itself, a browser opens the dialog with the space bar alone.
    file.onkeydown = (event) => {
      if (event.key === "Enter") file.click();
    };
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
      this.take([...event.dataTransfer.files]);
    };
    this.offline = () => this.files[0]?.request?.abort();
    this.online = () => this.files[0]?.wake?.();
    addEventListener("offline", this.offline);
    addEventListener("online", this.online);
  }

  // Called again with every run of the page: uploads go on meanwhile.
  update({ data, setTriggerValue }) {
    clearTimeout(this.leaving);
    this.data = data;
    this.tell = (arrived) => setTriggerValue("arrived", arrived);
    this.at("lead").textContent = data.words.lead;
    this.at("choose").querySelector("span").textContent = data.words.choose;
    this.at("kinds").textContent = data.words.kinds;
    this.at("file").accept = data.suffixes.join(",");
    this.files.forEach((one) => this.show(one));
  }

  // Only a box that is not taken up again at once has left the page. What has come of a file waits for a day.
  leave() {
    this.leaving = setTimeout(() => {
      removeEventListener("offline", this.offline);
      removeEventListener("online", this.online);
      this.files.forEach((one) => this.stop(one));
    }, 1000);
  }

  take(files) {
    if (!files.length) return;
    const isIdle = !this.files.length;
    if (isIdle) ["told", "refusal"].forEach((place) => (this.at(place).textContent = ""));
    for (const file of files) {
      const { limit_bytes: limit, suffixes } = this.data;
      if (!suffixes.some((suffix) => file.name.toLowerCase().endsWith(suffix))) this.refuse(file, { reason: "wrong_kind" });
      else if (file.size > limit) this.refuse(file, { reason: "too_large" });
      else if (!file.size) this.refuse(file, { reason: "empty" });
      else this.list(file);
    }
    if (isIdle && this.files.length) this.sendAll();
  }

  list(file) {
    const row = document.createElement("li");
    row.innerHTML = `<p class="name"></p>
      <div class="track" role="progressbar" aria-valuemin="0" aria-valuemax="100"><div class="bar"></div></div>
      <p class="figures"></p><button type="button" class="cancel"></button>`;
    const one = { file, row, state: "waiting", sent: 0, failures: 0 };
    row.querySelector(".cancel").onclick = () => this.cancel(one);
    this.at("files").append(row);
    this.files.push(one);
    this.show(one);
  }

  async sendAll() {
    this.at("choosing").hidden = true;
    // The keyboard stays where it was: at the first button in sight.
    this.files[0].row.querySelector(".cancel").focus();
    while (this.files.length) {
      const one = this.files[0];
      try {
        await this.bring(one);
        this.add("told", this.fill("done", { name: one.name }));
        this.arrived.push({ upload: one.upload, name: one.name });
      } catch (failure) {
        if (!one.isStopped) this.refuse(one.file, failure);
      }
      this.drop(one);
      // All again each time: of two that follow each other closely, the page may hear only the last.
      if (this.arrived.length) this.tell({ uploads: this.arrived, left: this.files.length });
    }
    this.arrived = [];
    this.at("choosing").hidden = false;
    this.at("file").focus();
  }

  async bring(one) {
    for (;;) {
      try {
        if (!one.upload) await this.begin(one);
        else if (one.failures) one.sent = offsetOf(await this.ask(one, "HEAD", one.url));
        Object.assign(one, { state: "sending", began: performance.now(), from: one.sent });
        do await this.sendPiece(one);
        while (one.sent < one.file.size);
        return;
      } catch (failure) {
        if (failure.reason || one.isStopped) throw failure;
        await one.file.slice(0, 1).arrayBuffer().catch(() => {
          throw new Failure({ reason: "unreadable" });
        });
        await this.pause(one, failure.wait_s);
      }
    }
  }

  // Where the same file has come in part before, it goes on there.
  async begin(one) {
    const { name, size, lastModified } = one.file;
    const told = Object.entries({ filename: name, modified: String(lastModified) });
    const metadata = told.map(([key, text]) => `${key} ${base64(text)}`).join(",");
    const answer = await this.ask(one, "POST", this.data.url, { "Upload-Length": size, "Upload-Metadata": metadata });
    Object.assign(one, answer.response, { url: answer.responseURL.replace(/[^/]*$/, answer.getResponseHeader("Location")) });
    one.sent = offsetOf(answer);
  }

  // One whose last answer was lost is finished by a piece of nothing.
  async sendPiece(one) {
    const piece = one.file.slice(one.sent, one.sent + PIECE_BYTES);
    const headers = { "Upload-Offset": one.sent, "Content-Type": "application/offset+octet-stream" };
    const before = one.sent;
    one.sent = offsetOf(
      await this.ask(one, "PATCH", one.url, headers, piece, (loaded) => {
        one.sent = before + loaded;
        this.show(one);
      }),
    );
    one.failures = 0;
    this.show(one);
  }

  // Pauses grow, and end at once where the browser hears that the network is back.
  async pause(one, wait_s) {
    const pause_s = wait_s ?? PAUSES_S[Math.min(one.failures, PAUSES_S.length - 1)];
    one.failures += 1;
    one.state = wait_s ? "later" : "lost";
    this.show(one);
    await new Promise((wake) => {
      one.wake = wake;
      setTimeout(wake, 1000 * pause_s);
    });
    if (one.isStopped) throw new Failure();
  }

  ask(one, method, url, headers = {}, body = null, sent = null) {
    const request = (one.request = new XMLHttpRequest());
    return new Promise((resolve, reject) => {
      let silence;
      const hear = () => {
        clearTimeout(silence);
        silence = setTimeout(() => request.abort(), SILENT_MS);
      };
      request.open(method, url);
      for (const [name, value] of Object.entries({ ...this.data.headers, ...headers })) request.setRequestHeader(name, value);
      request.responseType = "json";
      request.upload.onprogress = (event) => {
        hear();
        sent?.(event.loaded);
      };
      request.onload = () => (request.status < 300 ? resolve(request) : reject(failureOf(request, one)));
      request.onerror = request.onabort = () => reject(new Failure());
      request.onloadend = () => clearTimeout(silence);
      hear();
      request.send(body);
    });
  }

  stop(one) {
    one.isStopped = true;
    one.request?.abort();
    one.wake?.();
  }

  cancel(one) {
    this.stop(one);
    if (one.upload) fetch(one.url, { method: "DELETE", headers: this.data.headers }).catch(() => {});
    // The one that is being sent is dropped when it has ended.
    if (one !== this.files[0]) this.drop(one);
  }

  drop(one) {
    const hadFocus = one.row.contains(one.row.getRootNode().activeElement);
    this.files = this.files.filter((other) => other !== one);
    one.row.remove();
    if (hadFocus) this.files[0]?.row.querySelector(".cancel").focus();
  }

  // What only the server knows, such as how much is used, comes with its answer.
  refuse(file, { reason = "broken_off", message, values }) {
    const blanks = { name: file.name, size: (file.size / 1e9).toFixed(1), ...values };
    this.add("refusal", reason in this.data.words ? this.fill(reason, blanks) : message);
  }

  show(one) {
    const at = (name) => one.row.querySelector(`.${name}`);
    const { size, name } = one.file;
    const percent = Math.floor((100 * Math.min(one.sent, size)) / size);
    at("name").textContent = one.state === "waiting" ? name : this.fill("sending", { name });
    // Each step need not be read out, but a change of what happens.
    at("figures").ariaLive = one.state === "sending" ? "off" : "polite";
    at("figures").textContent = this.figures(one, percent);
    at("bar").style.width = `${percent}%`;
    at("track").setAttribute("aria-valuenow", percent);
    at("track").setAttribute("aria-label", at("name").textContent);
    at("cancel").textContent = this.data.words.cancel;
    at("cancel").setAttribute("aria-label", `${this.data.words.cancel}: ${name}`);
    one.row.className = one.state;
  }

  figures({ state, file, sent, began, from }, percent) {
    if (state !== "sending") return this.fill(state, { percent });
    const parts = [this.fill("figures", { percent, sent: megabytes(sent, file), total: megabytes(file.size, file) })];
    const passed_s = (performance.now() - began) / 1000;
    if (sent >= file.size) parts.push(this.data.words.finishing);
    else if (passed_s > 1 && sent > from) parts.push(this.left((passed_s * (file.size - sent)) / (sent - from)));
    return parts.join(" · ");
  }

  left(seconds) {
    if (seconds > 90) return this.fill("left_min", { count: Math.round(seconds / 60) });
    return this.fill("left_s", { count: Math.max(1, seconds > 10 ? 5 * Math.round(seconds / 5) : Math.round(seconds)) });
  }

  add(place, text) {
    const told = this.at(place);
    told.textContent = [told.textContent, text].filter(Boolean).join("\n");
  }

  fill(word, blanks) {
    return this.data.words[word].replace(/\{(\w+)\}/g, (blank, name) => blanks[name] ?? blank);
  }
}

// Another piece is on its way, too much at once, or the app is being started again: all of that passes.
function failureOf(request, one) {
  if (request.status === 404 && one.upload) {
    one.upload = null;
    one.sent = 0;
    return new Failure();
  }
  if ([409, 423, 429].includes(request.status)) return new Failure({ wait_s: Number(request.getResponseHeader("Retry-After")) || 2 });
  if (request.status >= 500 && !request.response?.reason) return new Failure();
  return new Failure({ reason: "broken_off", ...request.response });
}

function offsetOf(answer) {
  return Number(answer.getResponseHeader("Upload-Offset"));
}

function base64(text) {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

function megabytes(bytes, file) {
  return (bytes / 1e6).toFixed(file.size < 10e6 ? 1 : 0);
}
