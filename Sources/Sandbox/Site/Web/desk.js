// The desk's frame: `/site/desk` with the list, `/site/desk?only=<id>` with one conversation and no list.
"use strict";

(() => {
  const { el, boot } = site;
  const app = document.getElementById("app");
  const only = new URLSearchParams(location.search).get("only");
  const stage = el("main", {}, el("p", { className: "desk-nothing" }, "Choose a conversation."));
  const list = only === null ? new DeskList(open) : null;
  let thread = null;

  function open(id) {
    list?.select(id);
    if (thread?.id === id) return;
    thread?.close();
    thread = new DeskThread(id);
    stage.replaceChildren(thread.node);
    refreshThread();
  }

  function refreshThread() {
    const shown = thread;
    shown?.refresh().catch((error) => {
      if (thread === shown && !shown.isLoaded) {
        stage.replaceChildren(el("p", { className: "desk-nothing", role: "alert" }, error.message));
      }
    });
  }

  function refresh() {
    list?.refresh().catch(() => {});
    refreshThread();
  }

  function handle(event) {
    // Whoever is signed out is given a new session with the page.
    if (event.type === "reload" || event.type === "signed-out") return void location.reload();
    list?.handle(event);
    thread?.handle(event);
  }

  app.replaceChildren(
    el("header", { className: "desk-bar" },
      el("strong", {}, "Pavilion Desk"), el("span", { className: "desk-me" }, boot.user)),
    el("div", { className: list ? "desk-panes" : "desk-widget" }, list?.node, stage));
  if (only !== null) open(only);
  list?.refresh().catch(() => {});
  site.listen(handle, refresh);
})();
