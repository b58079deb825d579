// The older look: a page an address, ids and classes from `boot.names` so that `classic` and `classic-2` share it.
"use strict";

(() => {
  const { el, call, boot } = site;
  const { names } = boot;
  const app = document.getElementById("app");
  const openID = /^\/site\/chat\/(\d+)$/.exec(location.pathname)?.[1] ?? null;
  site.onSignedOut(() => location.assign("/site/login"));

  function showLogin() {
    const username = el("input", { id: names.username, type: "text", autocomplete: "username" });
    const password = el("input", { id: names.password, type: "password", autocomplete: "current-password" });
    const submit = el("button", { id: names.submit, type: "submit", className: "button" }, "Log in");
    const form = el("form", { className: "login-box" },
      el("h1", {}, "Pavilion"),
      el("label", { htmlFor: names.username }, "E-mail address"), username,
      el("label", { htmlFor: names.password }, "Password"), password, submit);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      form.querySelector(".error-message")?.remove();
      try {
        await call("POST", "login", { username: username.value, password: password.value });
        location.assign("/site/chat");
      } catch (error) {
        form.insertBefore(el("div", { className: "error-message", role: "alert" }, error.message), submit);
      }
    });
    app.replaceChildren(form);
  }

  // MARK: The list

  const rows = new Map();
  const list = el("ul", { id: "conversations" });

  function updateRow(data) {
    let row = rows.get(data.id);
    if (row && data.index < row.index) return;
    if (!row) {
      row = { preview: el("span", { className: "conversation-preview" }), time: el("span", { className: "conversation-time" }) };
      const face = site.avatar(data.id, data.name);
      const name = el("span", { className: "conversation-name" }, data.name);
      row.item = el("li", { className: "conversation-row" },
        el("a", { className: "conversation-link", href: `/site/chat/${data.id}` }, face, name, row.time, row.preview));
      site.late(face, name);
      row.item.classList.toggle("selected", data.id === openID);
      rows.set(data.id, row);
    }
    const moved = row.at !== data.at;
    Object.assign(row, { index: data.index, at: data.at });
    row.preview.textContent = data.preview;
    row.item.classList.toggle("unread", data.unread > 0 && data.id !== openID);
    if (!moved) return;
    row.time.dataset.time = String(data.at);
    row.time.textContent = site.timeWords(data.at);
    if (list.firstChild !== row.item) list.prepend(row.item);
  }

  async function refreshList() {
    const data = await call("GET", "conversations");
    for (const row of data.reverse()) updateRow(row);
  }

  // MARK: One conversation

  let partner = "";
  let isLoaded = false;
  const early = [];
  const shown = [];
  const more = el("button", { type: "button", className: "button load-more", hidden: true }, "Load more");
  const messages = el("div", { id: "messages", role: "log" }, more);
  const box = el("textarea", { id: "message-input", placeholder: "Write a message", rows: 2, maxLength: 2000 });
  const send = el("button", { id: "send-button", type: "submit", className: "button", disabled: true }, "Send");
  const problem = el("div", { className: "error-message", role: "alert", hidden: true });
  let isSending = false;

  function makeNode(entry) {
    if (entry.kind === "notice") return el("div", { className: "system-notice" }, entry.text);
    return el("div", { className: names.bubble + (entry.own ? " own" : "") },
      el("span", { className: names.author }, entry.own ? boot.user : partner),
      el("span", { className: names.time, title: new Date(entry.at).toISOString() }, site.clockWords(entry.at)),
      entry.edited ? el("span", { className: "edited" }, "edited") : null,
      // Within the text, as some sites have it.
      el("div", { className: names.text }, entry.text,
        ...site.attached(entry, (tag, properties, ...children) =>
          el(tag, { ...properties, className: names.attachment }, ...children))));
  }

  /** Puts an edited message in its place, or takes a deleted one away. */
  function change(entry, isDeleted) {
    const place = shown.findIndex(({ index }) => index === entry.index);
    if (place < 0) return;
    if (isDeleted) {
      shown[place].node.remove();
      shown.splice(place, 1);
    } else {
      const node = makeNode(entry);
      shown[place].node.replaceWith(node);
      shown[place].node = node;
    }
  }

  function show(entry) {
    let place = shown.length;
    while (place > 0 && shown[place - 1].index > entry.index) place -= 1;
    if (place > 0 && shown[place - 1].index === entry.index) return;
    const node = makeNode(entry);
    const atEnd = messages.scrollHeight - messages.scrollTop - messages.clientHeight < 80;
    messages.insertBefore(node, shown[place]?.node ?? null);
    shown.splice(place, 0, { index: entry.index, node });
    if (atEnd) messages.scrollTop = messages.scrollHeight;
  }

  async function refreshConversation() {
    const page = await call("GET", `conversations/${openID}/messages`);
    partner = page.name;
    isLoaded = true;
    page.entries.concat(early.splice(0)).forEach(show);
    more.hidden = !page.more;
    messages.scrollTop = messages.scrollHeight;
  }

  more.onclick = async () => {
    const height = messages.scrollHeight;
    const page = await call("GET", `conversations/${openID}/messages?before=${shown[0]?.index ?? 0}`);
    page.entries.forEach(show);
    more.hidden = !page.more;
    messages.scrollTop += messages.scrollHeight - height;
  };

  function enable() {
    send.disabled = isSending || box.value.trim() === "";
  }

  async function submit(event) {
    event.preventDefault();
    const text = box.value;
    if (isSending || text.trim() === "") return;
    isSending = true;
    problem.hidden = true;
    enable();
    try {
      show(await call("POST", `conversations/${openID}/messages`, { text, key: site.newKey() }));
      if (box.value === text) box.value = "";
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    } finally {
      isSending = false;
      enable();
    }
  }

  function makeConversation() {
    if (!openID) return el("section", { className: "nothing-open" }, "Choose a conversation.");
    box.addEventListener("input", enable);
    box.addEventListener("change", enable);
    const form = el("form", { id: "message-form" }, problem, box, send);
    form.addEventListener("submit", submit);
    return el("section", { className: "conversation" }, messages, form);
  }

  // MARK: The frame

  function showPopup() {
    if (document.querySelector(".popup")) return;
    const close = el("button", { type: "button", className: names.popupClose, ariaLabel: "Close" }, "×");
    const popup = el("div", { className: "popup", role: "dialog" },
      el("div", { className: "popup-box" }, close, el("h2", {}, "Never miss a message"),
        el("p", {}, "Turn on notifications in your browser to hear when somebody writes.")));
    close.onclick = () => popup.remove();
    document.body.append(popup);
  }

  let reading = 0;
  function handle(event) {
    switch (event.type) {
      case "reload": return void location.reload();
      case "signed-out": return void location.assign("/site/login");
      case "popup": return void showPopup();
      case "read": return void rows.get(event.conversation)?.item.classList.remove("unread");
      case "edited":
      case "deleted":
        updateRow(event.row);
        if (event.conversation === openID) change(event.entry, event.type === "deleted");
        return;
      case "entry":
        updateRow(event.row);
        if (event.conversation !== openID) return;
        if (!isLoaded) return void early.push(event.entry);
        show(event.entry);
        clearTimeout(reading);
        reading = setTimeout(() => call("POST", `conversations/${openID}/read`).catch(() => {}), 800);
    }
  }

  function refresh() {
    refreshList().catch(() => {});
    if (openID) refreshConversation().catch((error) => messages.append(el("div", {}, error.message)));
  }

  if (!boot.signedIn) return showLogin();
  const logout = el("button", { type: "button", className: "button" }, "Log out");
  logout.onclick = () => call("POST", "logout").finally(() => location.assign("/site/login"));
  app.replaceChildren(
    el("header", { className: "bar" }, el("a", { href: "/site/chat" }, "Pavilion"),
      el("span", { className: "account" }, boot.user), logout),
    el("main", {}, el("aside", {}, list), makeConversation()));
  refresh();
  site.listen(handle, refresh);
  if (boot.popup) showPopup();
})();
