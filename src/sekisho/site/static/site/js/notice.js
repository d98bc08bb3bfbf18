// A refusal as the server's own pages show it: what is wrong, and the remedy below it.
export function refusal(message, remedy) {
  const notice = document.createElement("div");
  notice.className = "notice error";
  for (const [kind, text] of [["", message], ["remedy", remedy]]) {
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = text ?? "";
    notice.append(line);
  }
  return notice;
}
