// A form marked data-drop takes files that are dropped on it; they go into its own file input, which the keyboard uses too.
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
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      show();
    }
  });
}

const all = () => document.querySelectorAll("[data-drop='']").forEach(enhance);
all();
document.addEventListener("htmx:after:process", all);
