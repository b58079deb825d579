// The desk's list: options that are opened by a click. There is no link, and the address never tells which is open.
"use strict";

class DeskList {
  /** @param open called with the id of the conversation that was clicked */
  constructor(open) {
    this.open = open;
    this.rows = new Map();
    this.list = site.el("div", { role: "listbox", ariaLabel: "Conversations" });
    this.node = site.el("aside", { className: "desk-list" }, site.el("h2", {}, "Open"), this.list);
  }

  async refresh() {
    for (const row of (await site.call("GET", "conversations")).reverse()) this.update(row);
  }

  handle(event) {
    if (event.row) this.update(event.row);
    else if (event.type === "read") this.setUnread(event.conversation, false);
  }

  select(id) {
    for (const [key, row] of this.rows) row.node.setAttribute("aria-selected", String(key === id));
  }

  update(data) {
    const row = this.rows.get(data.id) ?? this.makeRow(data);
    if (data.index < row.index) return;
    row.preview.textContent = data.preview.replaceAll("\n", " ");
    this.setUnread(data.id, data.unread > 0);
    const isMoved = row.at !== data.at;
    Object.assign(row, { index: data.index, at: data.at });
    deskTime(row.time, data.at);
    if (isMoved && this.list.firstChild !== row.node) this.list.prepend(row.node);
  }

  makeRow({ id, name }) {
    const row = {
      index: -1,
      name: site.el("div", { className: "desk-row-name" }, name),
      time: site.el("div", { className: "desk-row-time" }),
      preview: site.el("div", { className: "desk-row-preview" }),
      unread: site.el("div", { className: "desk-row-unread", role: "img", ariaLabel: "Unread", hidden: true }),
    };
    const face = site.avatar(id, name);
    site.late(face, row.name);
    row.node = site.el("div", { role: "option", "data-key": id, "aria-selected": "false", tabIndex: -1 },
      face, site.el("div", {}, site.el("div", {}, row.name, row.time), site.el("div", {}, row.preview, row.unread)));
    row.node.onclick = () => this.open(id);
    this.rows.set(id, row);
    return row;
  }

  setUnread(id, isUnread) {
    const row = this.rows.get(id);
    if (row) row.unread.hidden = !isUnread;
  }
}
