// What goes wrong on a page, as `/control/trouble` asks for it. The same in every skin, and named in no selector pack.
"use strict";

(() => {
  const { el, boot } = site;

  const report = (event) => fetch("/site/trouble", { method: "POST", keepalive: true, body: JSON.stringify({ event }) })
    .catch(() => {});

  // MARK: What lies over the page

  const overlays = new Map();

  function cover(kind, node) {
    if (overlays.has(kind)) return;
    overlays.set(kind, node);
    document.body.append(node);
  }

  function uncover(kind) {
    overlays.get(kind)?.remove();
    overlays.delete(kind);
  }

  function showAdvertisement() {
    const claim = el("button", { type: "button", className: "promo-claim" }, "Claim now");
    const cross = el("button", { type: "button", className: "promo-cross", ariaLabel: "Close" }, "×");
    claim.onclick = () => report("advertisement-primary");
    cross.onclick = () => {
      uncover("advertisement");
      report("advertisement-closed");
    };
    cover("advertisement", el("div", { className: "promo-veil" },
      el("div", { className: "promo-box" }, cross, el("h2", {}, "Only today: 500 free coins"),
        el("p", {}, "Be seen by everybody near you."), claim)));
  }

  function showConsent() {
    const button = (words, event) => {
      const node = el("button", { type: "button", className: "cookie-button" }, words);
      node.onclick = () => {
        uncover("consent");
        report(event);
      };
      return node;
    };
    cover("consent", el("div", { className: "cookie-veil", role: "dialog", ariaLabel: "Cookies" },
      el("div", { className: "cookie-bar" },
        el("p", {}, "We and our 814 partners store cookies on your device."),
        button("Reject", "consent-rejected"), button("Accept all", "consent-accepted"))));
  }

  // MARK: What the browser does

  /** A browser opens windows and file choosers only for somebody who just clicked: at once, or at the next click. */
  function atClick(action) {
    if (navigator.userActivation.isActive) action();
    else addEventListener("click", action, { once: true, capture: true });
  }

  function askPermissions() {
    // Both may reject or never settle; nobody waits for them.
    if ("Notification" in window) Notification.requestPermission().catch(() => {});
    navigator.geolocation?.getCurrentPosition(() => {}, () => {});
  }

  const keepOpen = (event) => event.preventDefault();

  function showDialog(kind) {
    if (kind === "beforeunload") return void addEventListener("beforeunload", keepOpen);
    const answers = {
      alert: () => void alert("Your coins are about to run out."),
      confirm: () => confirm("Delete your account?"),
      prompt: () => prompt("What is your phone number?") !== null,
    };
    report(answers[kind]() ? "dialog-accepted" : "dialog-dismissed");
  }

  function openTab() {
    // Where pop-ups are blocked there is none before a click.
    if (!window.open("/site/ad")) atClick(() => window.open("/site/ad"));
  }

  function download() {
    el("a", { href: "/site/download", download: "" }).click();
  }

  function chooseFile() {
    const input = el("input", { type: "file", hidden: true });
    document.body.append(input);
    atClick(() => input.click());
  }

  /** Keeps the page's only thread busy. */
  function freeze(seconds) {
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end);
  }

  /** Boxes within boxes, so deep that the renderer's stack ends before its layout does; it costs hardly any memory. */
  function crash() {
    const root = el("div");
    let leaf = root;
    for (let depth = 0; depth < 8000; depth += 1) leaf = leaf.appendChild(el("div"));
    document.body.append(root);
    root.getBoundingClientRect();
  }

  /** As if a person typed; unlike a person's, these events are not trusted. */
  function type(text) {
    // Where the page has a second box that resembles it, the page's own knowledge tells.
    const box = window.PAVILION_TRUTH?.("textBox")[0] ?? document.querySelector("textarea, [role=textbox]");
    if (!box) return;
    box.focus();
    if ("value" in box) box.value = text;
    else box.textContent = text;
    box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
  }

  // MARK: By the control's word

  function handle(event) {
    switch (event.kind) {
      case "advertisement": return showAdvertisement();
      case "consent": return showConsent();
      case "push-permission": return askPermissions();
      case "dialog": return showDialog(event.dialog);
      case "new-tab": return openTab();
      case "download": return download();
      case "file-chooser": return chooseFile();
      case "frozen": return freeze(event.seconds);
      case "crash": return crash();
      case "hand-typing": return type(event.text);
      case "over": return uncover(event.of);
      case "none":
        removeEventListener("beforeunload", keepOpen);
        for (const kind of [...overlays.keys()]) uncover(kind);
    }
  }

  /** Without a connection, events are missed; one that ended this page's session keeps it from connecting again. */
  async function catchUp() {
    const now = await fetch("/site/trouble").then((answer) => answer.json()).catch(() => null);
    if (now === null) return;
    if (now.generation !== boot.generation) return void location.reload();
    for (const kind of now.overlays) handle({ kind });
  }

  site.onTrouble(handle, catchUp);
  for (const kind of boot.overlays ?? []) handle({ kind });
  if (boot.notice) document.body.prepend(el("div", { className: "farewell", role: "alert" }, boot.notice));
})();
