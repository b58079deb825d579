// One conversation at the desk. Whose a message is, only its label tells.
"use strict";

class DeskThread {
  constructor(id) {
    this.id = id;
    this.shown = [];
    this.early = [];
    this.isLoaded = false;
    this.title = site.el("h1", {});
    this.earlier = site.el("a", { className: "desk-earlier", href: "#", hidden: true }, "Show earlier");
    this.earlier.onclick = (event) => {
      event.preventDefault();
      this.loadEarlier().catch(() => {});
    };
    this.none = site.el("div", { className: "desk-none", hidden: true }, "Nothing was written yet.");
    this.log = site.el("div", { className: "desk-log", role: "log" }, this.earlier, this.none);
    this.node = site.el("section", { className: "desk-thread" },
      site.el("header", {}, this.title), this.log, this.makeForm());
  }

  makeForm() {
    this.box = site.el("textarea", { placeholder: "Reply to the customer", rows: 2, maxLength: 2000 });
    this.button = site.el("button", { type: "button", ariaLabel: "Send", "aria-disabled": "true" });
    this.button.innerHTML = '<svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">'
      + '<path d="M2 3l16 7-16 7 3-7z" fill="currentColor"/></svg>';
    this.problem = site.el("div", { className: "desk-problem", role: "alert", hidden: true });
    this.box.addEventListener("input", () => this.enable());
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.send();
    });
    this.button.onclick = () => this.send();
    return site.el("div", { className: "desk-reply" }, this.problem, this.box, this.button);
  }

  get canSend() {
    return !this.isSending && this.button.getAttribute("aria-disabled") === "false";
  }

  enable() {
    this.button.setAttribute("aria-disabled", String(this.isSending === true || this.box.value.trim() === ""));
  }

  // MARK: Reading

  async refresh() {
    const page = await site.call("GET", `conversations/${this.id}/messages`);
    this.name = this.title.textContent = page.name;
    const last = this.shown.at(-1);
    // After a long gap the newest page does not join what is shown; it is better shown alone than with a hole.
    if (last && last.index + 1 < (page.entries[0]?.index ?? 0)) {
      for (const { node } of this.shown.splice(0)) node.remove();
    }
    if (this.shown.length === 0) this.earlier.hidden = !page.more;
    this.isLoaded = true;
    for (const entry of [...page.entries, ...this.early.splice(0)]) this.show(entry);
    this.none.hidden = this.shown.length > 0;
    this.log.scrollTop = this.log.scrollHeight;
  }

  handle(event) {
    if (event.conversation !== this.id) return;
    const place = this.shown.findIndex(({ index }) => index === event.entry?.index);
    if (event.type === "entry") {
      if (!this.isLoaded) return void this.early.push(event.entry);
      this.show(event.entry);
      this.none.hidden = true;
      if (!event.entry.own) this.markReadSoon();
    } else if (event.type === "edited" && place >= 0) {
      const node = this.makeNode(event.entry);
      this.shown[place].node.replaceWith(node);
      this.shown[place].node = node;
    } else if (event.type === "deleted" && place >= 0) {
      this.shown.splice(place, 1)[0].node.remove();
      this.none.hidden = this.shown.length > 0;
    }
  }

  /** Puts an entry where its index belongs, once, whether it came by page, event or answer. */
  show(entry) {
    let place = this.shown.length;
    while (place > 0 && this.shown[place - 1].index > entry.index) place -= 1;
    if (place > 0 && this.shown[place - 1].index === entry.index) return;
    const isAtEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
    const node = this.makeNode(entry);
    this.log.insertBefore(node, this.shown[place]?.node ?? null);
    this.shown.splice(place, 0, { index: entry.index, node });
    if (isAtEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  makeNode(entry) {
    if (entry.kind === "notice") return site.el("div", { className: "desk-event" }, site.el("span", {}, entry.text));
    return site.el("div", { className: "desk-message" },
      site.el("div", { className: "desk-by" },
        site.el("span", { className: "desk-author" }, entry.own ? "You" : this.name),
        deskTime(site.el("span", { className: "desk-time" }), entry.at),
        entry.edited ? site.el("span", { className: "desk-edited" }, "edited") : null),
      deskText(entry.text),
      ...site.attached(entry, (tag, properties, ...children) =>
        site.el("div", { className: "desk-attachment" }, site.el(tag, properties, ...children))));
  }

  async loadEarlier() {
    const height = this.log.scrollHeight;
    const page = await site.call("GET", `conversations/${this.id}/messages?before=${this.shown[0]?.index ?? 0}`);
    for (const entry of page.entries.reverse()) this.show(entry);
    this.earlier.hidden = !page.more;
    this.log.scrollTop += this.log.scrollHeight - height;
  }

  markReadSoon() {
    clearTimeout(this.reading);
    this.reading = setTimeout(() => site.call("POST", `conversations/${this.id}/read`).catch(() => {}), 800);
  }

  close() {
    clearTimeout(this.reading);
  }

  // MARK: Sending

  /** The message appears when the site has taken it; a refused one stays in the box. */
  async send() {
    if (!this.canSend) return;
    const text = this.box.value;
    this.isSending = true;
    this.problem.hidden = true;
    this.enable();
    try {
      const entry = await site.call("POST", `conversations/${this.id}/messages`, { text, key: site.newKey() });
      if (this.box.value === text) this.box.value = "";
      this.show(entry);
    } catch (error) {
      this.problem.textContent = error.message;
      this.problem.hidden = false;
    } finally {
      this.isSending = false;
      this.enable();
    }
  }
}
