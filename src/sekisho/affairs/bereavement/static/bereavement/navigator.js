// The browser's «back» on the public navigator. Pages answer a form that was sent, so that no address holds an answer; a browser
// asks to send it again on the way back. Here the pages that were seen stay in the window's memory, with what was ticked in them,
// and are gone when it is closed or loaded again. Without script the form is sent as ever, and «前へ戻る» is in the page.
const PARTS = [".skip", ".head", ".frame", ".foot"];
const run = crypto.getRandomValues(new Uint32Array(1))[0];
const seen = [];
let now = 0;

const shown = (from) => ({
  title: from.title,
  lang: from.documentElement.lang,
  parts: PARTS.map((part) => from.querySelector(`body > ${part}`)),
});

function show(page) {
  document.title = page.title;
  document.documentElement.lang = page.lang;
  PARTS.forEach((part, place) => document.querySelector(`body > ${part}`).replaceWith(page.parts[place]));
  window.scrollTo(0, 0);
  document.getElementById("main").focus({ preventScroll: true });
}

async function send(form, button) {
  const said = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(form.action, { method: "POST", body: said, credentials: "same-origin" });
    const page = shown(new DOMParser().parseFromString(await answer.text(), "text/html"));
    if (page.parts.includes(null)) throw new Error("not a page of ours");
    seen[now] = shown(document);
    seen.length = now + 1;
    now += 1;
    history.pushState({ run, place: now }, "", form.action);
    show(page);
  } catch {
    // The browser says what is wrong with the line.
    const pressed = document.createElement("input");
    Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
    form.append(pressed);
    form.submit();
  }
}

history.scrollRestoration = "manual";
history.replaceState({ run, place: 0 }, "");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".navigator") || event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  send(form, event.submitter).finally(() => form.removeAttribute("aria-busy"));
});

window.addEventListener("popstate", (event) => {
  if (event.state === null) return;
  const page = event.state.run === run ? seen[event.state.place] : undefined;
  if (!page) {
    // From before the window was loaded again: nothing of it was kept.
    location.reload();
    return;
  }
  seen[now] = shown(document);
  now = event.state.place;
  show(page);
});
