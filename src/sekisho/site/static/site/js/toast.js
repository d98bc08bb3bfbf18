// A toast can be put away. It never goes by itself: whoever reads slowly must still reach «undo».
function enhance(toast) {
  toast.dataset.toast = "ready";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = "閉じる";
  button.addEventListener("click", () => {
    toast.remove();
    document.getElementById("main").focus();
  });
  toast.append(button);
}

const all = () => document.querySelectorAll("[data-toast='']").forEach(enhance);
all();
document.addEventListener("htmx:after:process", all);
