"use strict";
const cellValue = cell => cell.dataset.value ?? cell.textContent.trim();
const compare = (a, b) => (a !== "" && b !== "" && !isNaN(a) && !isNaN(b) ? a - b : a.localeCompare(b));

for (const tools of document.querySelectorAll("[data-table]")) {
  const table = document.getElementById(tools.dataset.table);
  const rows = [...table.tBodies[0].rows];
  const texts = rows.map(row => row.textContent.toLowerCase());
  const input = tools.querySelector("input");
  const count = tools.querySelector("[role=status]");
  const search = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      const found = words.every(word => texts[i].includes(word));
      row.hidden = !found;
      shown += found;
    });
    count.textContent = `${shown} of ${rows.length}`;
  };
  input.addEventListener("input", search);
  tools.hidden = false;
  search();
}

for (const button of document.querySelectorAll("th button")) {
  const heading = button.closest("th");
  const body = heading.closest("table").tBodies[0];
  button.addEventListener("click", () => {
    const first = heading.dataset.first ?? "ascending";
    const other = first === "ascending" ? "descending" : "ascending";
    const order = heading.getAttribute("aria-sort") === first ? other : first;
    for (const each of heading.parentElement.cells) each.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", order);
    const sign = order === "ascending" ? 1 : -1;
    const keyed = [...body.rows].map(row => [cellValue(row.cells[heading.cellIndex]), row]);
    keyed.sort(([a], [b]) => sign * compare(a, b));
    body.append(...keyed.map(([, row]) => row));
  });
}

const map = document.querySelector(".map svg");
if (map) {
  const properties = map.dataset.properties.split(" ");
  const names = [...document.querySelectorAll("#submissions tbody tr:not([data-ungraded]) a")].map(a => a.textContent);
  const told = document.querySelector(".map output");
  map.addEventListener("pointermove", event => {
    const cells = map.querySelector("rect").getBoundingClientRect();
    const column = Math.floor((event.clientX - cells.left) / cells.width * properties.length);
    const row = Math.floor((event.clientY - cells.top) / cells.height * names.length);
    told.textContent = names[row] && properties[column] ? `${names[row]}: ${properties[column]}` : "";
  });
}
