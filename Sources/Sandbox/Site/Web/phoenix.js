// The frame: sign-in, navigation by hash, the pop-up.
"use strict";

(() => {
  const { el, call, boot } = site;
  const app = document.getElementById("app");
  const unread = new Set(boot.unread ?? []);
  let view = null;
  let routed = null;

  // MARK: Signed out

  function showMarketing() {
    history.replaceState(null, "", location.pathname);
    const open = el("button", { type: "button", className: "btn btn-black" }, "Log in");
    open.onclick = showLogin;
    app.replaceChildren(
      el("header", { className: "marketing-header" },
        el("span", { className: "brand" }, "pavilion"), el("div", { id: "marketing-header-login" }, open)),
      el("main", { className: "marketing" },
        el("h1", {}, "Good company is a message away."),
        el("p", {}, "Meet people nearby, share a coffee, keep the conversation going.")));
  }

  function showLogin() {
    if (document.getElementById("site-login-modal")) return;
    const email = el("input", {
      id: "site-login-modal-email", className: "form-control", type: "email", autocomplete: "username",
      placeholder: "E-mail address", ariaLabel: "E-mail address",
    });
    const password = el("input", {
      id: "site-login-modal-password", className: "form-control", type: "password", autocomplete: "current-password",
      placeholder: "Password", ariaLabel: "Password",
    });
    const submit = el("button", { type: "submit", className: "btn btn-primary" }, "Log in");
    const form = el("form", { className: "modal-content", noValidate: true },
      el("h3", {}, "Welcome back"), email, password,
      el("div", { id: "site-login-modal-submit-group" }, submit));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      submit.disabled = true;
      form.querySelector(".error-message")?.remove();
      try {
        await call("POST", "login", { username: email.value, password: password.value });
        location.hash = "meet";
        location.reload();
      } catch (error) {
        form.insertBefore(el("div", { className: "error-message", role: "alert" }, error.message), form.lastChild);
        submit.disabled = false;
      }
    });
    app.append(el("div", { id: "site-login-modal", className: "modal", role: "dialog" }, form));
    email.focus();
  }

  // MARK: Signed in

  const stage = el("main", { className: "stage" });
  const badge = el("span", { className: "badge", hidden: true });

  function showFrame() {
    const logout = el("button", { type: "button", className: "btn btn-link" }, "Log out");
    logout.onclick = () => call("POST", "logout").finally(signOut);
    app.replaceChildren(
      el("header", { id: "phoenix-topbar" },
        el("a", { className: "brand", href: "#meet" }, "pavilion"),
        el("nav", {},
          el("a", { id: "nav-meet", href: "#meet" }, "Meet"),
          el("a", { id: "nav-chat", href: "#chat" }, "Chats ", badge)),
        el("div", { id: "site-nav-user-menu" }, site.avatar("7", boot.user), el("span", {}, boot.user), logout)),
      stage);
    showBadge();
  }

  class MeetView {
    constructor() {
      this.cards = el("div", { className: "meet-cards" });
      this.node = el("section", { className: "panel" },
        el("header", { className: "panel-header" }, el("h2", {}, "People nearby")), this.cards);
    }

    async refresh() {
      const people = await call("GET", "people");
      this.cards.replaceChildren(...people.map((person) => el("div", { className: "meet-card" },
        site.avatar(person.id, person.name), el("strong", {}, `${person.name}, ${person.age}`),
        el("small", {}, person.city))));
    }

    handle() {}
  }

  /** Two changes of the hash in one turn give two events that both see the last; the second has nothing to do. */
  function route() {
    const hash = location.hash.slice(1);
    if (hash === routed) return;
    routed = hash;
    const member = /^meet\/member\/(\d+)\/chat$/.exec(hash);
    if (view?.close) view.close();
    if (member) view = new ChatView(member[1]);
    else if (hash === "chat") view = new ChatList();
    else if (hash === "meet") view = new MeetView();
    else return void location.replace("#meet");
    document.getElementById("nav-meet").classList.toggle("active", hash === "meet");
    document.getElementById("nav-chat").classList.toggle("active", hash !== "meet");
    stage.replaceChildren(view.node);
    refresh();
  }

  function refresh() {
    const refreshed = view;
    refreshed.refresh().catch((error) => {
      if (view === refreshed) stage.replaceChildren(el("div", { className: "page-error" }, error.message));
    });
  }

  function signOut() {
    location.hash = "";
    location.reload();
  }

  function showBadge() {
    badge.textContent = String(unread.size);
    badge.hidden = unread.size === 0;
  }

  function handle(event) {
    switch (event.type) {
      case "reload": return void location.reload();
      case "signed-out": return void signOut();
      case "popup": return void showPopup();
      case "edited":
      case "deleted":
      case "entry":
        if (event.row.unread > 0) unread.add(event.conversation);
        else unread.delete(event.conversation);
        showBadge();
        break;
      case "read":
        unread.delete(event.conversation);
        showBadge();
        break;
    }
    view.handle(event);
  }

  function showPopup() {
    if (document.getElementById("enable-push-notifications")) return;
    const later = el("button", { type: "button", className: "btn btn-link" }, "Not now");
    const allow = el("button", { type: "button", className: "btn btn-primary" }, "Got it");
    const popup = el("div", { id: "enable-push-notifications", className: "modal", role: "dialog" },
      el("div", { className: "modal-content" },
        el("div", { className: "modal-body" },
          el("h3", {}, "Never miss a message"), el("p", {}, "Turn on notifications to hear when somebody writes.")),
        el("div", { className: "modal-footer" }, later, allow)));
    later.onclick = allow.onclick = () => popup.remove();
    document.body.append(popup);
  }

  if (!boot.signedIn) {
    showMarketing();
    window.addEventListener("hashchange", showMarketing);
    return;
  }
  site.onSignedOut(signOut);
  showFrame();
  window.addEventListener("hashchange", route);
  route();
  site.listen(handle, refresh);
  if (boot.popup) showPopup();
})();
