// A table marked data-table: arrows go through its rows, Enter opens a row's first link, and a field marked data-filter
// shows only the rows that hold what is typed. Without script the table is a plain one, and the field isn't shown.
function enhance(table) {
  table.dataset.table = "ready";
  const rows = () => [...table.tBodies[0].rows].filter((row) => !row.hidden);
  const stand = (row) => {
    for (const other of table.tBodies[0].rows) other.tabIndex = -1;
    if (row) row.tabIndex = 0;
  };
  stand(rows()[0]);
  table.addEventListener("keydown", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row || event.target !== row) return;
    const shown = rows();
    const at = shown.indexOf(row);
    const next = { ArrowDown: shown[at + 1], ArrowUp: shown[at - 1], Home: shown[0], End: shown.at(-1) }[event.key];
    if (next) {
      event.preventDefault();
      stand(next);
      next.focus();
    } else if (event.key === "Enter") {
      row.querySelector("a, button")?.click();
    }
  });

  const field = document.querySelector(`[data-filter="${table.id}"]`);
  if (!table.id || !field) return;
  const said = field.closest("[data-filter-box]");
  said.hidden = false;
  field.addEventListener("input", () => {
    const wanted = field.value.normalize("NFKC").trim();
    for (const row of table.tBodies[0].rows) row.hidden = !row.textContent.normalize("NFKC").includes(wanted);
    stand(rows()[0]);
    said.querySelector("output").textContent = wanted ? `この画面の ${rows().length} 行` : "";
  });
}

const all = () => document.querySelectorAll("table[data-table='']").forEach(enhance);
all();
document.addEventListener("htmx:after:process", all);
