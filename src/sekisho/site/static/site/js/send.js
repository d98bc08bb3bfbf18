// A form marked data-send sends one file as the body of a request and goes where the answer says; a file may be dropped on it.

import { keepPage, onDrop, token } from "./files.js";
import { refusal } from "./notice.js";

function enhance(form) {
  const file = form.querySelector("input[type=file]");
  const box = form.querySelector("[data-sending]");
  const bar = box.querySelector("progress");
  const button = form.querySelector("button");
  const said = form.querySelector("[data-said]");

  const refuse = (message, remedy) => {
    said.replaceChildren(refusal(message, remedy));
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
    request.open("POST", `${form.dataset.send}?${new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"))}`);
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

  onDrop(form, (dropped) => {
    if (dropped.files.length) file.files = dropped.files;
  });
}

document.querySelectorAll("[data-send]").forEach(enhance);
keepPage();
