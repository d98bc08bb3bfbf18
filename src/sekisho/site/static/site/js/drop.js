// A form marked data-drop takes files that are dropped on it; they go into its own file input, which the keyboard uses too.
import { onDrop } from "./files.js";

function enhance(form) {
  form.dataset.drop = "ready";
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector("[data-drop-list]");
  form.querySelector("[data-drop-hint]").hidden = false;
  const show = () => {
    list.replaceChildren(
      ...[...input.files].map((file) => {
        const line = document.createElement("li");
        line.textContent = `${file.name}（${Math.ceil(file.size / 1024)} KB）`;
        return line;
      }),
    );
  };
  input.addEventListener("change", show);
  onDrop(form, (dropped) => {
    if (!dropped.files.length) return;
    input.files = dropped.files;
    show();
  });
}

const all = () => document.querySelectorAll("[data-drop='']").forEach(enhance);
all();
document.addEventListener("htmx:after:process", all);
