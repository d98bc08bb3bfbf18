// One doubtful cell after the other. What comes next is built and its picture loaded beforehand, so that an answer shows the
// next one at once; the answer itself goes to the server meanwhile, in order. When the server says no, the page says why.
import { token } from "../site/js/files.js";

const root = document.querySelector("[data-review]");
const one = (name) => root.querySelector(`[data-${name}]`);
const place = one("cell");
const answer = one("answer");
const typed = document.getElementById("typed");
const found = one("found");
const trouble = document.querySelector("[data-trouble]");
const ACT = getComputedStyle(document.documentElement).getPropertyValue("--color-primitive-blue-900").trim() || "#00118f";
const LOW = 4; // with fewer cells ahead, more are asked for

let current = null;
let queue = [];
let skipped = [];
let last = null; // put off by the last stroke
let answered = 0;
let writing = false; // after «/» digits are text
let asking = null;
let waiting = null;
let sending = Promise.resolve();
const rosters = new Map();
const pages = new Map();

// ---- building ----
const fold = (text) =>
  text
    .normalize("NFKC")
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
    .replace(/\s/g, "")
    .toLowerCase();

function tag(name, options = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(options)) {
    if (key === "class") made.className = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

// A part of a picture, drawn once it has come; ``mark``: a frame in it.
function drawing(name, label, box, picture, mark) {
  const made = tag("canvas", { class: name, role: "img", "aria-label": label, width: box[2], height: box[3] });
  picture.then((image) => {
    if (!image) return;
    const pen = made.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, box[2], box[3]);
    pen.drawImage(image, -box[0], -box[1]);
    if (mark) {
      pen.strokeStyle = ACT;
      pen.lineWidth = 4;
      pen.strokeRect(mark[0] - box[0] - 2, mark[1] - box[1] - 2, mark[2] + 4, mark[3] + 4);
    }
  });
  return made;
}

function fetched(url) {
  const image = new Image();
  image.src = url;
  return image.decode().then(() => image, () => null);
}

// The part of the page around the row: the page is fetched once, however many of its rows are asked about.
function surroundings(cell) {
  const { url, size, box } = cell.page;
  if (!pages.has(url)) {
    pages.set(url, fetched(url));
    if (pages.size > 12) pages.delete(pages.keys().next().value);
  }
  const height = Math.min(size[1], Math.round(size[0] * 0.32));
  const top = Math.max(0, Math.min(size[1] - height, Math.round(box[1] + box[3] / 2 - height / 2)));
  return drawing("page", "用紙でのこの行のまわり", [0, top, size[0], height], pages.get(url), box);
}

function build(cell) {
  const [x, y, width, height] = cell.cell;
  const pad = Math.round(height * 0.25);
  const around = [Math.max(0, x - pad), Math.max(0, y - pad), width + 2 * pad, height + 2 * pad];
  const strip = fetched(cell.strip);
  const read = tag("dl", { class: "read" });
  for (const part of cell.read) {
    if (part.text) read.append(tag("div", {}, tag("dt", {}, part.label), tag("dd", {}, part.text)));
  }
  cell.node = tag(
    "article",
    { "data-row": cell.row },
    tag("p", { class: "question" }, cell.question),
    tag("p", { class: "place" }, cell.place),
    tag("p", { class: "why" }, tag("span", { class: "mark unsure" }, cell.why)),
    drawing("crop", `確かめる欄：${cell.question}`, around, strip, null),
    drawing("row", "この行の全体", [0, 0, ...cell.size], strip, cell.cell),
    read,
    surroundings(cell),
  );
  cell.crop = [around, strip];
  if (cell.kind === "name" && !rosters.has(cell.roster)) {
    rosters.set(cell.roster, ask(cell.roster).then((told) => told?.people ?? []));
  }
  return cell;
}

// ---- asking the server ----
async function ask(url, values) {
  const options = values
    ? { method: "POST", body: new URLSearchParams(values), headers: { "X-CSRFToken": token } }
    : {};
  for (let tried = 1; ; tried += 1) {
    try {
      const said = await fetch(url, options);
      if (said.redirected || !(said.headers.get("Content-Type") ?? "").includes("json")) {
        if (said.status > 500 && tried < 4) throw new Error(String(said.status));
        if (said.status >= 500) {
          complain("記録できませんでした。", "この欄は、あとでもう一度出ます。同じことが続くときは、情報担当に伝えてください。");
          return null;
        }
        complain("続けられません。", "ログインし直してから、この画面を開き直してください。決めたところまでは残っています。");
        return null;
      }
      const told = await said.json();
      if (told.left !== undefined) document.querySelector("[data-left]").textContent = told.left;
      if (told.moving !== undefined) document.querySelector("[data-moving]").hidden = !told.moving;
      return told;
    } catch {
      if (tried === 4) {
        complain("通信ができません。", "つながってから、この画面を開き直してください。決めたところまでは残っています。");
        return null;
      }
      await new Promise((done) => setTimeout(done, 700 * tried));
    }
  }
}

function complain(message, remedy = "") {
  const notice = tag("div", { class: "notice error" }, tag("p", {}, tag("b", {}, message)));
  if (remedy) notice.append(tag("p", { class: "remedy" }, remedy));
  trouble.replaceChildren(notice);
}

const held = () => [...(current ? [current.row] : []), ...queue.map((cell) => cell.row)];

function more() {
  if (asking || queue.length >= LOW) return asking;
  clearTimeout(waiting);
  // After what was decided has arrived, so that a row isn't offered again while its decision is under way.
  asking = sending.then(async () => {
    const told = await ask(root.dataset.take, { have: held().join(","), skip: skipped.join(",") });
    asking = null;
    if (!told) return;
    const known = new Set(held());
    queue.push(...told.cells.filter((cell) => !known.has(cell.row)).map(build));
    if (!current) next();
    if (!current && skipped.length) {
      skipped = [];
      more();
    } else if (!current && (told.moving || told.left)) {
      waiting = setTimeout(more, told.moving ? 1000 : 5000);
    }
    ends(told);
  });
  return asking;
}

function ends(told) {
  const none = !current && !told.moving;
  one("waiting").hidden = !(!current && told.moving);
  one("others").hidden = !(none && told.left);
  one("empty").hidden = !(none && !told.left && !answered);
  one("done").hidden = !(none && !told.left && answered);
}

// ---- equal cells together ----
// Cells ahead that ask the same with the same answers to choose from, other than who is meant: seen side by side, one stroke
// settles them all.
const MOST = 24;
const answers = (cell) => JSON.stringify([cell.asked, cell.candidates.map((candidate) => candidate.value)]);

function alike() {
  if (!current || current.kind === "name") return [];
  return queue.filter((cell) => answers(cell) === answers(current)).slice(0, MOST - 1);
}

function sideBySide() {
  const others = alike();
  const box = one("together");
  box.hidden = others.length === 0;
  one("together-on").checked = false;
  if (!others.length) return;
  one("together-count").textContent = others.length;
  one("together-list").replaceChildren(
    ...others.map((cell) => tag("li", { "data-row": cell.row }, drawing("crop", `いっしょに決める欄：${cell.place}`, cell.crop[0], cell.crop[1], null), tag("span", { class: "small" }, cell.place))),
  );
}

// ---- showing ----
function next() {
  current = queue.shift() ?? null;
  if (!current) {
    place.replaceChildren();
    answer.hidden = true;
    return;
  }
  for (const name of ["waiting", "others", "empty", "done"]) one(name).hidden = true;
  place.replaceChildren(current.node);
  answer.hidden = false;
  typed.value = "";
  writing = false;
  wording();
  list(current.candidates);
  sideBySide();
  // On a phone the keyboard would cover the cell.
  if (matchMedia("(pointer: fine)").matches) typed.focus({ preventScroll: true });
}

function wording() {
  const kind = current.kind;
  // A remark is judged, not read: there is nothing to type.
  typed.closest(".search").hidden = kind === "remark";
  one("typed-label").textContent = { name: "名簿から探す", date: "日付を入れる", result: "ほかの書き方を入れる", remark: "" }[kind];
  one("typed-help").textContent = {
    name: "氏名かふりがなの初めの文字。Enter で決まります。",
    date: "「/」を押してから 6 や 5/6 と入れ、Enter で決まります。",
    result: "「/」を押してから入れ、Enter で決まります。",
    remark: "",
  }[kind];
  root.querySelector('[data-do="unlisted"]').hidden = kind !== "name";
}

function list(candidates) {
  found.replaceChildren(
    ...candidates.slice(0, 9).map((candidate, place) => {
      const button = tag("button", { type: "button" }, tag("kbd", {}, String(place + 1)), tag("b", {}, candidate.label));
      if (candidate.note) button.append(tag("span", { class: "small" }, candidate.note));
      button.addEventListener("click", () => pick(candidate));
      return tag("li", {}, button);
    }),
  );
  current.listed = candidates;
  at(typed.value && candidates.length ? 0 : -1);
}

function at(number) {
  const lines = [...found.children];
  current.at = Math.max(-1, Math.min(number, lines.length - 1));
  lines.forEach((line, place) => line.classList.toggle("at", place === current.at));
  lines[current.at]?.scrollIntoView({ block: "nearest" });
}

async function search() {
  const text = fold(typed.value);
  if (current.kind !== "name") return;
  if (!text) {
    list(current.candidates);
    return;
  }
  const cell = current;
  const people = await rosters.get(cell.roster);
  if (cell !== current) return;
  const hit = people.filter(([, name, kana]) => fold(name).startsWith(text) || fold(kana).startsWith(text));
  const inner = people.filter(([, name, kana]) => !hit.some(([, other]) => other === name) && (fold(name).includes(text) || fold(kana).includes(text)));
  list([...hit, ...inner].map(([value, label, kana, number]) => ({ value, label, note: [kana, number && `番号 ${number}`].filter(Boolean).join("　") })));
}

// ---- deciding ----
function pick(candidate) {
  decide("picked", candidate.value);
}

function decide(decision, value = "") {
  if (!current) return;
  const cell = current;
  const others = one("together-on").checked ? alike() : [];
  const rows = [cell, ...others].map((one) => one.row);
  queue = queue.filter((ahead) => !others.includes(ahead));
  answered += rows.length;
  last = null;
  trouble.replaceChildren();
  one("decided").textContent = "";
  next();
  sending = sending.then(async () => {
    const told = await ask(root.dataset.decide, { row: rows.join(","), asked: cell.asked, decision, value });
    if (told?.ok && rows.length > 1) one("decided").textContent = `${told.decided} 行をまとめて決めました。「←」で、まとめて戻せます。`;
    if (told && !told.ok) refuse(told, cell, others);
  });
  more();
}

// An answer that was no answer: its cells come again at once, else the next one typed would be about somebody else.
function refuse(told, cell, others) {
  complain(told.message, `${cell.place}　${told.remedy}`);
  if (!told.open) return;
  answered -= 1 + others.length;
  show([cell, ...others]);
}

// These cells first, then what lies before the clerk now.
function show(cells) {
  const again = new Set(cells.map((cell) => cell.row));
  if (current && !again.has(current.row)) queue.unshift(current);
  queue = [...cells, ...queue.filter((cell) => !again.has(cell.row))];
  next();
}

async function enter() {
  const chosen = current.listed[current.at];
  if (current.kind === "name") {
    if (chosen) pick(chosen);
    return;
  }
  if (chosen && !typed.value) pick(chosen);
  else if (typed.value.trim()) decide("typed", typed.value.trim());
}

const acts = {
  unlisted: () => current?.kind === "name" && decide("unlisted"),
  illegible: () => decide("illegible"),
  void: () => decide("void"),
  skip: () => {
    if (!current) return;
    skipped.push(current.row);
    last = current;
    next();
    more();
  },
  back: async () => {
    await sending;
    if (last) {
      // What was put off last comes again; nothing that was decided is taken back by that.
      const cell = last;
      last = null;
      skipped = skipped.filter((row) => row !== cell.row);
      show([cell]);
      ask(root.dataset.take, { have: held().join(","), keep: "1" });
      return;
    }
    const told = await ask(root.dataset.back, {});
    if (!told) return;
    if (!told.ok) {
      complain(told.message, told.remedy);
      return;
    }
    one("decided").textContent = told.cells.length > 1 ? `${told.cells.length} 行を戻しました。` : "";
    show(told.cells.map(build));
  },
};

for (const button of root.querySelectorAll("[data-do]")) button.addEventListener("click", () => acts[button.dataset.do]());
answer.addEventListener("submit", (event) => {
  event.preventDefault();
  enter();
});

function together() {
  if (one("together").hidden) return;
  one("together-on").checked = !one("together-on").checked;
}

acts.together = together;
const KEYS = { "+": "together", 0: "unlisted", "-": "illegible", "*": "void", ArrowLeft: "back", Backspace: "back", ArrowRight: "skip" };
const wide = (text) => text.normalize("NFKC");

function key(name) {
  if (/^[1-9]$/.test(name)) {
    const chosen = current.listed[Number(name) - 1];
    if (chosen) pick(chosen);
    return true;
  }
  if (name in KEYS) {
    acts[KEYS[name]]();
    return true;
  }
  return false;
}

// Single characters act outside the field only while the house's switch for them is on (WCAG 2.1.4).
const single = () => localStorage.getItem("sekisho.single-keys") !== "off";

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const elsewhere = event.target !== typed && event.target.closest("input, textarea, select, dialog");
  if (elsewhere || (event.target.closest("button, a") && event.key === "Enter")) return;
  if (!current) {
    if (KEYS[event.key] === "back") acts.back();
    return;
  }
  if (event.target !== typed && event.key.length === 1 && !single()) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    at(current.at + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Escape") {
    typed.value = "";
    writing = false;
    list(current.candidates);
  } else if (event.key === "/" && !typed.value) {
    event.preventDefault();
    writing = true;
    typed.focus();
  } else if (!typed.value && !writing && key(wide(event.key))) {
    event.preventDefault();
  }
});

// With a Japanese input method on, a digit arrives as text.
typed.addEventListener("input", (event) => {
  if (!current || event.isComposing) return;
  if (!writing && [...typed.value].length === 1 && key(wide(typed.value))) return;
  search();
});
typed.addEventListener("compositionend", () => {
  if (!current) return;
  if (!writing && [...typed.value].length === 1 && key(wide(typed.value))) return;
  search();
});

addEventListener("pagehide", () => {
  const body = new URLSearchParams({ have: held().join(",") });
  fetch(root.dataset.leave, { method: "POST", body, headers: { "X-CSRFToken": token }, keepalive: true });
});

// A page that lies open keeps its rows only while somebody is there.
let touched = Date.now();
for (const kind of ["keydown", "pointerdown", "pointermove"]) addEventListener(kind, () => (touched = Date.now()), { passive: true });
setInterval(() => {
  if (current && Date.now() - touched < 150_000) ask(root.dataset.take, { have: held().join(","), keep: "1" });
}, 60_000);

more();
