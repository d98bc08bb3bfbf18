// «?» shows what the keys do, «/» goes to the field marked for it. Single letters can be switched off (WCAG 2.1.4).
const help = document.getElementById("keys");
const box = help?.querySelector("[data-single-keys]");
const KEY = "sekisho.single-keys";
const used = () => localStorage.getItem(KEY) !== "off";

if (box) {
  box.checked = used();
  box.addEventListener("change", () => localStorage.setItem(KEY, box.checked ? "on" : "off"));
}

document.querySelectorAll('[data-opens="keys"]').forEach((link) =>
  link.addEventListener("click", (event) => {
    event.preventDefault();
    help.showModal();
  }),
);

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help?.open || !used()) return;
  if (event.key === "?") {
    event.preventDefault();
    help?.showModal();
  } else if (event.key === "/") {
    const field = document.querySelector('main [data-key="/"]') ?? document.querySelector('[data-key="/"]');
    if (field) {
      event.preventDefault();
      field.focus();
      field.select();
    }
  }
});
