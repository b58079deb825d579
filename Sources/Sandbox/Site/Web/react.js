// The frame: sign-in, the addresses `/site/chats` and `/site/chats/<id>`, and what is shown side by side there.
"use strict";

(() => {
  const { call, boot } = site;
  const app = document.getElementById("app");
  const loginAddress = "/site/get-started/email/login";
  site.onSignedOut(() => location.assign(loginAddress));

  function showLogin() {
    const field = (testID, words, properties) =>
      part(testID, "input", { "aria-label": words, placeholder: words, ...properties });
    const email = field("login-email", "E-mail address", { type: "email", autocomplete: "username" });
    const password = field("login-password", "Password", { type: "password", autocomplete: "current-password" });
    const submit = part("login-submit", "button", { type: "submit", disabled: true }, "Continue");
    const problem = part("login-error", "p", { role: "alert", hidden: true });
    const form = part("login-form", "form", { noValidate: true },
      part(null, "h1", {}, "Log in with e-mail"), email, password, problem, submit);
    form.addEventListener("input", () => {
      submit.disabled = email.value === "" || password.value === "";
    });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      problem.hidden = true;
      try {
        await call("POST", "login", { username: email.value, password: password.value });
        location.assign("/site/chats");
      } catch (error) {
        problem.textContent = error.message;
        problem.hidden = false;
      }
    });
    app.replaceChildren(form);
  }

  // MARK: Signed in

  const inbox = new ConversationList((id) => {
    history.pushState(null, "", `/site/chats/${id}`);
    route();
  });
  const stage = part("stage", "div", {});
  let pane = null;

  function route() {
    const id = /^\/site\/chats\/(\d+)$/.exec(location.pathname)?.[1] ?? null;
    if (pane && pane.id === id) return;
    pane?.close();
    pane = id ? new ConversationPane(id) : null;
    inbox.select(id);
    stage.replaceChildren(pane?.node ?? part("nothing-open", "p", {}, "Select a chat to read it."));
    refreshPane();
  }

  function refreshPane() {
    const shown = pane;
    shown?.refresh().catch((error) => {
      if (pane !== shown || shown.isLoaded) return;
      stage.replaceChildren(part("page-error", "p", { role: "alert" }, error.message));
    });
  }

  function refresh() {
    inbox.refresh().catch(() => {});
    refreshPane();
  }

  function showPopup() {
    if (document.querySelector('[data-testid="push-prompt"]')) return;
    const later = part("push-prompt-dismiss", "button", { type: "button" }, "Not now");
    const allow = part("push-prompt-allow", "button", { type: "button" }, "Turn on");
    const popup = part("push-prompt", "div", { role: "dialog", "aria-modal": "true", "aria-label": "Notifications" },
      part(null, "div", {},
        part(null, "p", {}, "Never miss a message: turn on notifications."), part(null, "div", {}, later, allow)));
    later.onclick = allow.onclick = () => popup.remove();
    document.body.append(popup);
  }

  function handle(event) {
    switch (event.type) {
      case "reload": return void location.reload();
      case "signed-out": return void location.assign(loginAddress);
      case "popup": return void showPopup();
    }
    inbox.handle(event);
    pane?.handle(event);
  }

  if (!boot.signedIn) return showLogin();
  const logout = part("logout", "button", { type: "button" }, "Log out");
  logout.onclick = () => call("POST", "logout").finally(() => location.assign(loginAddress));
  app.replaceChildren(
    part("top-bar", "header", {}, part(null, "strong", {}, "pavilion"),
      part("account-menu", "div", { "aria-label": "Account" }, boot.user), logout),
    part("panes", "div", {}, inbox.node, stage));
  addEventListener("popstate", route);
  inbox.refresh().catch(() => {});
  route();
  site.listen(handle, refresh);
  if (boot.popup) showPopup();
})();
