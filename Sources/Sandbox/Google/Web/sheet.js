"use strict";
// Reads /sheet/view whenever /sheet/live says that something changed, at most once in 250 ms.

const byID = (id) => document.getElementById(id);
// The title of a tab that somebody clicked. Before that, the first tab with something in it is shown.
let chosen = null;
let known = new Map();

function make(tag, text, properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  element.textContent = text;
  return element;
}

// 0 is A, 25 Z, 26 AA.
function letters(column) {
  let name = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + (rest - 1) % 26) + name;
  }
  return name;
}

function drawRow(cells, number, columns, isHead, isNew) {
  const row = document.createElement("tr");
  row.className = isHead ? "frozen" : isNew ? "new" : "";
  row.append(make("th", number, { scope: "row" }));
  for (let column = 0; column < columns; column += 1) {
    const text = cells[column] ?? "";
    row.append(make("td", text, { tabIndex: -1, title: text, onfocus: () => {
      byID("cell").textContent = letters(column) + number;
      byID("value").textContent = text;
    } }));
  }
  return row;
}

function draw(view) {
  const sheet = view.sheets.find((each) => each.title === chosen)
    ?? view.sheets.find((each) => each.rows.length > 0) ?? view.sheets[0];
  const grid = byID("grid");
  const isAtEnd = grid.scrollHeight - grid.scrollTop - grid.clientHeight < 40;
  byID("title").textContent = view.title;
  const rows = sheet.rows.length;
  byID("state").textContent = rows ? `${sheet.first + rows - 1} of ${sheet.rowCount} rows used` : "empty";

  const head = document.createElement("tr");
  head.append(make("th", ""));
  for (let column = 0; column < sheet.columns; column += 1) head.append(make("th", letters(column), { scope: "col" }));

  const seen = known.get(sheet.title) ?? sheet.first + rows - 1;
  const body = document.createElement("tbody");
  if (sheet.head.length) body.append(drawRow(sheet.head, 1, sheet.columns, true, false));
  sheet.rows.forEach((cells, index) => {
    const number = sheet.first + index;
    body.append(drawRow(cells, number, sheet.columns, number === 1, number > seen));
  });
  for (let extra = 0; extra < Math.max(0, 25 - rows); extra += 1) {
    body.append(drawRow([], sheet.first + rows + extra, sheet.columns, false, false));
  }
  known.set(sheet.title, sheet.first + rows - 1);

  const table = document.createElement("table");
  const top = document.createElement("thead");
  top.append(head);
  table.append(top, body);
  grid.replaceChildren(table);
  if (isAtEnd) grid.scrollTop = grid.scrollHeight;

  byID("tabs").replaceChildren(...view.sheets.map((each) => {
    const tab = make("button", each.title, { type: "button", onclick: () => { chosen = each.title; refresh(); } });
    if (each === sheet) tab.setAttribute("aria-current", "true");
    return tab;
  }));
}

let isReading = false;
let isStale = false;
async function refresh() {
  if (isReading) { isStale = true; return; }
  isReading = true;
  do {
    isStale = false;
    const answer = await fetch("/sheet/view").catch(() => null);
    if (answer && answer.ok) draw(await answer.json());
    await new Promise((resolve) => setTimeout(resolve, 250));
  } while (isStale);
  isReading = false;
}

function listen() {
  const socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/sheet/live");
  socket.onopen = refresh;
  socket.onmessage = refresh;
  socket.onclose = () => setTimeout(listen, 1000);
}
refresh();
listen();
