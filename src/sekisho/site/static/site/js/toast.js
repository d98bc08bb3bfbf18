// A toast can be put away. It never goes by itself: whoever reads slowly must still reach «undo».
for (const toast of document.querySelectorAll("[data-toast]")) {
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
