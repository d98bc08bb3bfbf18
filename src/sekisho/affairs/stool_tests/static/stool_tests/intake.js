// Files and folders that are dropped or chosen go up one by one, a few at a time; each gets its sentence. What was cut off on
// the way is sent again, and a page that is left while something is under way says so first.
import { keepPage, onDrop, token } from "../site/js/files.js";

const zone = document.querySelector("[data-intake]");
const AT_ONCE = 3;
const TRIES = 5;
const SCANS = /\.(pdf|tiff?|jpe?g|png)$/i;
const box = zone.querySelector("[data-sending]");
const list = zone.querySelector("[data-list]");
const said = zone.querySelector("[data-said]");
const bar = zone.querySelector("progress");
const queue = [];
const counts = { all: 0, done: 0, refused: 0, under: 0, left: 0 };

function show() {
  box.hidden = counts.all === 0 && counts.left === 0;
  bar.max = Math.max(counts.all, 1);
  bar.value = counts.done;
  const refused = counts.refused ? `　受け取れなかったもの ${counts.refused} 個` : "";
  const left = counts.left ? `　用紙ではないので送らなかったもの ${counts.left} 個` : "";
  said.textContent =
    counts.done < counts.all
      ? `${counts.all} 個のうち ${counts.done} 個を送りました。送り終わるまで画面を閉じないでください。${refused}${left}`
      : `${counts.all} 個を送り終えました。${refused}${left}`;
}

function line(name, message, remedy) {
  const item = document.createElement("li");
  const strong = document.createElement("b");
  strong.textContent = name;
  item.append(strong, `　${message}`);
  if (remedy) {
    const how = document.createElement("span");
    how.className = "remedy";
    how.textContent = remedy;
    item.append(how);
  }
  list.append(item);
}

function refuse(name, message, remedy) {
  counts.refused += 1;
  line(name, message, remedy);
}

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function send({ file, name }) {
  if (file.size > Number(zone.dataset.limit)) {
    const limit = Math.floor(Number(zone.dataset.limit) / 1e6);
    refuse(name, `ファイルが大きすぎます（${Math.ceil(file.size / 1e6)} MB）。`, `${limit} MB までに分けてください。`);
    return;
  }
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = await fetch(zone.dataset.intake, {
        method: "POST",
        body: file,
        headers: { "X-CSRFToken": token, "X-File-Name": encodeURIComponent(name), "Content-Type": "application/octet-stream" },
      });
      if (answer.redirected || !(answer.headers.get("Content-Type") ?? "").includes("json")) {
        if (answer.status >= 500) throw new Error(String(answer.status));
        refuse(name, "受け取れませんでした。", "ログインし直してから、もう一度入れてください。");
        return;
      }
      const told = await answer.json();
      if (!told.ok) refuse(name, told.message, told.remedy);
      return;
    } catch {
      // The network was cut, or the server is being started anew.
      if (tried === TRIES) {
        refuse(name, "通信が切れて、送れませんでした。", "つながってから、もう一度入れてください。");
        return;
      }
      said.textContent = "通信が切れました。つながるのを待って、送り直します。";
      await wait(1000 * 2 ** tried);
    }
  }
}

async function work() {
  counts.under += 1;
  for (let next = queue.shift(); next; next = queue.shift()) {
    await send(next);
    counts.done += 1;
    show();
    document.body.dispatchEvent(new Event("received"));
  }
  counts.under -= 1;
}

function take(files, fromFolder) {
  for (const one of files) {
    // Of a folder only scans are taken, as the program does elsewhere; a single file is sent, and told what is wrong with it.
    const base = one.name.split("/").at(-1);
    if (fromFolder && (!SCANS.test(base) || base.startsWith("."))) {
      counts.left += 1;
      continue;
    }
    queue.push(one);
    counts.all += 1;
  }
  queue.sort((a, b) => a.name.localeCompare(b.name, "ja", { numeric: true }));
  show();
  while (counts.under < AT_ONCE && queue.length) work();
}

async function inside(entry, found) {
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    found.push({ file, name: entry.fullPath.replace(/^\//, "") });
    return;
  }
  const reader = entry.createReader();
  // A reader tells at most a hundred entries a time.
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return;
    for (const one of some) await inside(one, found);
  }
}

async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) {
    take([...transfer.files].map((file) => ({ file, name: file.name })), false);
    return;
  }
  for (const entry of entries) {
    const found = [];
    await inside(entry, found);
    take(found, entry.isDirectory);
  }
}

for (const input of zone.querySelectorAll("[data-files]")) {
  input.addEventListener("change", () => {
    const files = [...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name }));
    take(files, input.webkitdirectory);
    input.value = "";
  });
}
onDrop(zone, dropped);
keepPage();
window.addEventListener("beforeunload", (event) => {
  if (counts.done < counts.all) event.preventDefault();
});

// The guide is for the first time: once closed it stays away in this browser.
const now = document.getElementById("now");
const GUIDE = "sekisho.stool-tests.guide";
now.classList.toggle("guided", localStorage.getItem(GUIDE) !== "closed");
now.addEventListener("click", (event) => {
  if (!event.target.closest("[data-guide-close]")) return;
  localStorage.setItem(GUIDE, "closed");
  now.classList.remove("guided");
  document.getElementById("main").focus();
});
