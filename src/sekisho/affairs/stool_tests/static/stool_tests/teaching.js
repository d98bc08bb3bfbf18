// Regions on a sample: borders are dragged or moved by arrow keys, and every change is saved at once. The fields beside the
// picture hold what is true: dragging fills them, saving sends them, and the server's answer draws everything anew.
import { refusal } from "../site/js/notice.js";

const trouble = document.querySelector("[data-trouble]");
const saved = document.querySelector("[data-saved]");
const papers = document.querySelector(".papers");
const STEP = 0.5;
const PAUSE = 450; // milliseconds after the last key until it is saved
const SIDES = ["left", "right", "top", "bottom"];

let chosen = "";
let dragged = null;
let answer = null; // what the server drew while something was being dragged
let timer = null;
let unsaved = "";
let sending = Promise.resolve();

const form = (key) => document.querySelector(`form[data-region="${key}"]`);
const region = (key) => document.getElementById(key);
const grips = (key) => document.querySelector(`.handles[data-of="${key}"]`);
const round = (value) => Math.round(value * 10) / 10;

// ---- the fields of a region ----
const edges = (key) => form(key).elements.edges?.value.trim().split(/[\s,、]+/).map(Number);

function at(key, edge) {
  return SIDES.includes(edge) ? Number(form(key).elements[edge].value) : edges(key)[Number(edge)];
}

function put(key, edge, value) {
  const fields = form(key).elements;
  if (SIDES.includes(edge)) {
    fields[edge].value = round(value).toFixed(1);
  } else {
    const all = edges(key);
    all[Number(edge)] = round(value);
    fields.edges.value = all.map((one) => one.toFixed(1)).join(" ");
  }
}

// ---- drawing what the fields say ----
function draw(key) {
  const shape = region(key);
  const fields = form(key).elements;
  const area = shape.querySelector(".area");
  const set = (node, values) => Object.entries(values).forEach(([name, value]) => node.setAttribute(name, value));
  const of = (side) => Number(fields[side].value);
  if (shape.classList.contains("table")) {
    edges(key).forEach((edge, number) => {
      const line = shape.querySelector(`line[data-edge="${number}"]`);
      if (line) set(line, { y1: edge, y2: edge });
    });
    const right = of("left") - Number(area.getAttribute("x"));
    const down = fields.top.value === fields.top.defaultValue ? 0 : of("top") - Number(fields.top.defaultValue);
    shape.setAttribute("transform", `translate(${right} ${down})`);
  } else {
    const left = Math.min(of("left"), of("right"));
    set(area, { x: left, width: Math.abs(of("right") - of("left")) });
    shape.querySelector("text").setAttribute("x", left);
    if (fields.top) {
      const top = Math.min(of("top"), of("bottom"));
      set(area, { y: top, height: Math.abs(of("bottom") - of("top")) });
      shape.querySelector("text").setAttribute("y", top);
    }
  }
  for (const grip of grips(key).children) {
    const upright = grip.classList.contains("upright");
    const value = at(key, grip.dataset.edge);
    const size = Number(grip.getAttribute(upright ? "width" : "height"));
    set(grip, { [upright ? "x" : "y"]: value - size / 2, "aria-valuenow": value, "aria-valuetext": `${value.toFixed(1)} ミリメートル` });
    if (fields.bottom) {
      if (upright) set(grip, { y: area.getAttribute("y"), height: area.getAttribute("height") });
      else set(grip, { x: area.getAttribute("x"), width: area.getAttribute("width") });
    }
  }
}

function choose(key, show) {
  if (chosen && chosen !== key) {
    region(chosen)?.classList.remove("chosen");
    grips(chosen)?.toggleAttribute("hidden", true);
  }
  chosen = key;
  region(key).classList.add("chosen");
  grips(key).toggleAttribute("hidden", false);
  for (const panel of document.querySelectorAll("[data-panel]")) panel.open = panel.dataset.panel === key;
  const panel = document.querySelector(`[data-panel="${key}"]`);
  if (show) panel.scrollIntoView({ block: "nearest" });
}

// ---- saving ----
function complain(message, remedy) {
  trouble.replaceChildren(refusal(message, remedy));
  saved.textContent = "";
}

const fields = () => document.querySelectorAll("#panels input, #panels textarea, #panels select, #publish input");
const dirty = (field) =>
  field.type !== "hidden" &&
  (field.tagName === "SELECT" ? !field.selectedOptions[0]?.defaultSelected : field.value !== field.defaultValue);

function settle(one) {
  for (const field of one.elements) {
    if (field.tagName === "SELECT") for (const option of field.options) option.defaultSelected = option.selected;
    else if (field.type !== "hidden" && "defaultValue" in field) field.defaultValue = field.value;
  }
}

function swap(html) {
  if (dragged) {
    answer = html;
    return;
  }
  answer = null;
  const made = document.createElement("template");
  made.innerHTML = html;
  const revision = made.content.querySelector("input[name=revision]").value;
  if ([...fields()].some(dirty)) {
    // Something was changed meanwhile: it is saved next, and its answer draws the page.
    for (const field of document.querySelectorAll("input[name=revision]")) field.value = revision;
    return;
  }
  const focused = document.activeElement?.id;
  for (const part of made.content.querySelectorAll("[data-swap]")) document.getElementById(part.id).replaceWith(part);
  if (chosen && region(chosen)) choose(chosen, false);
  else chosen = "";
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function send(one, button) {
  const values = new URLSearchParams(new FormData(one, button));
  if (!button) values.set("do", "save");
  settle(one);
  const address = one.action;
  sending = sending.then(async () => {
    // As the last answer left it.
    values.set("revision", document.querySelector("input[name=revision]").value);
    saved.textContent = "保存しています";
    try {
      const told = await fetch(address, { method: "POST", body: values, headers: { "X-Part": "1" } });
      if (told.redirected || told.status >= 500) throw new Error(String(told.status));
      if ((told.headers.get("Content-Type") ?? "").includes("json")) {
        const { message, remedy } = await told.json();
        complain(message, remedy);
        return;
      }
      const html = await told.text();
      if (!html.includes("data-swap")) throw new Error("not a part");
      trouble.replaceChildren();
      saved.textContent = "保存しました";
      swap(html);
    } catch {
      complain("保存できませんでした。", "通信とログインを確かめて、画面を開き直してください。それまでに保存したところは残っています。");
    }
  });
}

function save(key) {
  clearTimeout(timer);
  unsaved = "";
  if (form(key).reportValidity()) send(form(key), null);
}

function later(key) {
  if (unsaved && unsaved !== key) save(unsaved);
  unsaved = key;
  clearTimeout(timer);
  timer = setTimeout(() => save(key), PAUSE);
}

// ---- mouse and finger ----
function millimetres(svg, event) {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return [point.x, point.y];
}

papers.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".handle");
  const shape = event.target.closest("a.region");
  if (event.button !== 0 || !(grip || shape)) return;
  const key = grip ? grip.parentNode.dataset.of : shape.id;
  const svg = event.target.closest("svg");
  // A finger that hasn't chosen the region yet scrolls the page.
  if (!grip && event.pointerType !== "mouse" && chosen !== key) return;
  const moved = grip ? [grip.dataset.edge] : shape.classList.contains("field") ? SIDES : shape.classList.contains("table") ? ["left", "top"] : [];
  dragged = {
    key, svg, moved, grip, from: millimetres(svg, event), pointer: event.pointerId, far: false,
    start: moved.map((edge) => at(key, edge)),
  };
  if (grip) event.preventDefault();
});

addEventListener("pointermove", (event) => {
  if (!dragged || event.pointerId !== dragged.pointer) return;
  const [x, y] = millimetres(dragged.svg, event);
  const [right, down] = [x - dragged.from[0], y - dragged.from[1]];
  if (!dragged.far && Math.hypot(right, down) < 0.7) return;
  dragged.far = true;
  const upright = (edge) => edge === "left" || edge === "right";
  dragged.moved.forEach((edge, number) => put(dragged.key, edge, dragged.start[number] + (upright(edge) ? right : down)));
  draw(dragged.key);
});

function drop(event) {
  if (!dragged || event.pointerId !== dragged.pointer) return;
  const { key, far, moved } = dragged;
  dragged = null;
  if (far && moved.length) save(key);
  else if (answer) swap(answer);
}
addEventListener("pointerup", drop);
addEventListener("pointercancel", drop);

// A link or picture would be dragged away as such.
papers.addEventListener("dragstart", (event) => event.preventDefault());
papers.addEventListener("click", (event) => {
  const shape = event.target.closest("a.region");
  if (!shape) return;
  event.preventDefault();
  choose(shape.id, true);
  shape.focus({ preventScroll: true });
});

// ---- keys ----
papers.addEventListener("focusin", (event) => {
  const shape = event.target.closest("a.region");
  if (shape && shape.id !== chosen) choose(shape.id, false);
});

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], PageUp: [-10, -10], PageDown: [10, 10] };

// Borders lie above all regions in the drawing; for the Tab key they come after their own.
papers.addEventListener("keydown", (event) => {
  if (event.key !== "Tab" || !chosen) return;
  const shape = region(chosen);
  const all = [...grips(chosen).children];
  const place = all.indexOf(event.target);
  const regions = [...shape.parentNode.querySelectorAll("a.region")];
  let next = null;
  if (event.target === shape && !event.shiftKey) next = all[0];
  else if (place === 0 && event.shiftKey) next = shape;
  else if (place === all.length - 1 && place >= 0 && !event.shiftKey) next = regions[regions.indexOf(shape) + 1];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

papers.addEventListener("keydown", (event) => {
  const way = ARROWS[event.key];
  const grip = event.target.closest(".handle");
  const shape = event.target.closest("a.region");
  if (!way || !(grip || shape) || event.ctrlKey || event.altKey || event.metaKey) return;
  const key = grip ? grip.parentNode.dataset.of : shape.id;
  const step = event.shiftKey ? 0.1 : STEP;
  if (grip) {
    const by = (grip.classList.contains("upright") ? way[0] : way[1]) * step;
    if (!by) return;
    put(key, grip.dataset.edge, at(key, grip.dataset.edge) + by);
  } else {
    const sides = shape.classList.contains("field") ? SIDES : shape.classList.contains("table") ? ["left", "top"] : [];
    if (!sides.length || event.key.startsWith("Page")) return;
    for (const side of sides) put(key, side, at(key, side) + (side === "left" || side === "right" ? way[0] : way[1]) * step);
  }
  event.preventDefault();
  draw(key);
  later(key);
});

// ---- the fields beside the picture ----
document.addEventListener("input", (event) => {
  const one = event.target.closest("#panels form[data-region]");
  if (one && (SIDES.includes(event.target.name) || event.target.name === "edges") && event.target.validity.valid) draw(one.dataset.region);
});
document.addEventListener("change", (event) => {
  const one = event.target.closest("#panels form[data-region]");
  if (one && event.target.name !== "rows") save(one.dataset.region);
});
document.addEventListener("submit", (event) => {
  const one = event.target.closest("#panels form");
  if (!one) return;
  event.preventDefault();
  send(one, event.submitter);
});
document.addEventListener(
  "toggle",
  (event) => {
    const key = event.target.dataset?.panel;
    if (key && event.target.open && key !== chosen) choose(key, false);
  },
  true,
);
addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});

// ---- how large ----
const zoom = document.querySelector("[data-zoom]");
let size = 1;
for (const button of zoom.querySelectorAll("button")) {
  button.addEventListener("click", () => {
    size = Math.max(1, Math.min(4, size + Number(button.dataset.by)));
    papers.dataset.size = size;
  });
}
zoom.hidden = false;
document.querySelector("[data-how]").hidden = false;
document.documentElement.classList.add("scripted");
