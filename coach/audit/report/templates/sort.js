// Sorts a table by the column whose head is pressed; without it the report reads as it is.
for (const table of document.querySelectorAll("table:not(.fixed)")) {
  const body = table.tBodies[0];
  if (!body || body.rows.length < 3) continue;
  for (const head of table.tHead.rows[0].cells) {
    const words = head.textContent.trim();
    if (!words || head.classList.contains("chartcell")) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") === "descending";
      for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const worth = (row) => value(row.cells[head.cellIndex].textContent);
      const rows = [...body.rows].sort((a, b) => compare(worth(a), worth(b)) * (up ? 1 : -1));
      body.append(...rows);
    });
  }
}

function value(text) {
  const latin = text.trim().replace(/[\u2066-\u2069]/g, "").replace(/[٠-٩]/g, (digit) => "٠١٢٣٤٥٦٧٨٩".indexOf(digit))
    .replace("٫", ".").replace(/[٬,]/g, "").replace("\u2212", "-");
  const number = parseFloat(latin);
  return Number.isNaN(number) ? latin : number;
}

function compare(a, b) {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "number") return 1;
  if (typeof b === "number") return -1;
  return a.localeCompare(b, document.documentElement.lang);
}
