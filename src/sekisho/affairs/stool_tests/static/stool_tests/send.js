// A form marked data-send sends one file as the body of a request and goes where the answer says; a file may be dropped on it.
const token = JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["X-CSRFToken"] ?? "";

function enhance(form) {
  const file = form.querySelector("input[type=file]");
  const name = form.elements.name;
  const box = form.querySelector("[data-sending]");
  const bar = box.querySelector("progress");
  const button = form.querySelector("button");
  const said = form.querySelector("[data-said]");

  const refuse = (message, remedy) => {
    const notice = document.createElement("div");
    notice.className = "notice error";
    for (const [kind, text] of [["", message], ["remedy", remedy]]) {
      const line = document.createElement("p");
      line.className = kind;
      line.textContent = text ?? "";
      notice.append(line);
    }
    said.replaceChildren(notice);
    box.hidden = true;
    button.disabled = false;
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = file.files[0];
    said.replaceChildren();
    if (chosen.size > Number(form.dataset.limit)) {
      refuse(`ファイルが大きすぎます（${Math.ceil(chosen.size / 1e6)} MB）。`, `${Math.floor(Number(form.dataset.limit) / 1e6)} MB までのファイルにしてください。`);
      return;
    }
    const request = new XMLHttpRequest();
    request.open("POST", form.dataset.send + (name ? `?name=${encodeURIComponent(name.value)}` : ""));
    request.setRequestHeader("X-CSRFToken", token);
    request.setRequestHeader("X-File-Name", encodeURIComponent(chosen.name));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.addEventListener("progress", (progress) => (bar.value = (100 * progress.loaded) / Math.max(progress.total, 1)));
    request.addEventListener("error", () => refuse("通信が切れて、送れませんでした。", "つながってから、もう一度入れてください。"));
    request.addEventListener("load", () => {
      let told = null;
      try {
        told = JSON.parse(request.responseText);
      } catch {
        refuse("受け取れませんでした。", "ログインし直してから、もう一度入れてください。");
        return;
      }
      if (told.ok) location.assign(told.next);
      else refuse(told.message, told.remedy);
    });
    box.hidden = false;
    bar.value = 0;
    button.disabled = true;
    request.send(chosen);
  });

  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) form.addEventListener(kind, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) file.files = event.dataTransfer.files;
  });
}

document.querySelectorAll("[data-send]").forEach(enhance);
// A file that misses the form must not replace the page.
for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
