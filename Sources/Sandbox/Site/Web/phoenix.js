// The frame: sign-in, navigation by hash, the pop-up.
"use strict";

(() => {
  const { call, boot } = site;
  const app = document.getElementById("app");
  const unread = new Set(boot.unread ?? []);
  let view = null;
  let routed = null;

  /** Draws through the skin of the page, which may have been replaced after site.js. */
  const make = (part, ...rest) => skin.make(part, ...rest);

  // MARK: Signed out

  let modal = null;

  function showMarketing() {
    history.replaceState(null, "", location.pathname);
    const open = make("loginOpen", "button", { type: "button", className: "btn btn-black" }, "Log in");
    open.onclick = showLogin;
    app.replaceChildren(
      make("marketingHeader", "header", { className: "marketing-header" },
        make("brand", "span", { className: "brand" }, "pavilion"),
        make("loginCorner", "div", { id: "marketing-header-login" }, open)),
      make("marketing", "main", { className: "marketing" },
        make("marketingTitle", "h1", {}, "Good company is a message away."),
        make("marketingText", "p", {}, "Meet people nearby, share a coffee, keep the conversation going.")));
  }

  function showLogin() {
    if (modal?.isConnected) return;
    const email = make("loginUsername", "input", {
      id: "site-login-modal-email", className: "form-control", type: "email", autocomplete: "username",
      placeholder: "E-mail address", ariaLabel: "E-mail address",
    });
    const password = make("loginPassword", "input", {
      id: "site-login-modal-password", className: "form-control", type: "password", autocomplete: "current-password",
      placeholder: "Password", ariaLabel: "Password",
    });
    const submit = make("loginSubmit", "button", { type: "submit", className: "btn btn-primary" }, "Log in");
    const group = make("loginGroup", "div", { id: "site-login-modal-submit-group" }, submit);
    const form = make("loginForm", "form", { className: "modal-content", noValidate: true },
      make("dialogTitle", "h3", {}, "Welcome back"), email, password, group);
    let problem = null;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      submit.disabled = true;
      problem?.remove();
      try {
        await call("POST", "login", { username: email.value, password: password.value });
        location.hash = "meet";
        location.reload();
      } catch (error) {
        problem = make("loginError", "div", { className: "error-message", role: "alert" }, error.message);
        skin.outer(group).before(problem);
        submit.disabled = false;
      }
    });
    modal = make("loginModal", "div", { id: "site-login-modal", className: "modal", role: "dialog" }, form);
    app.append(modal);
    email.focus();
  }

  // MARK: Signed in

  const stage = make("stage", "main", { className: "stage" });
  const badge = make("navBadge", "span", { className: "badge", hidden: true });
  const meetLink = make("navLink", "a", { id: "nav-meet", href: "#meet" }, "Meet");
  const chatLink = make("navLink", "a", { id: "nav-chat", href: "#chat" }, "Chats ", badge);

  function showFrame() {
    const logout = make("logout", "button", { type: "button", className: "btn btn-link" }, "Log out");
    logout.onclick = () => call("POST", "logout").finally(signOut);
    app.replaceChildren(
      make("topbar", "header", { id: "phoenix-topbar" },
        make("brandLink", "a", { className: "brand", href: "#meet" }, "pavilion"),
        make("navBar", "nav", {}, meetLink, chatLink),
        make("userMenu", "div", { id: "site-nav-user-menu" },
          skin.avatar("7", boot.user), make("userName", "span", {}, boot.user), logout)),
      stage);
    showBadge();
  }

  class MeetView {
    constructor() {
      this.cards = make("meetCards", "div", { className: "meet-cards" });
      this.node = make("panel", "section", { className: "panel" },
        make("panelHeader", "header", { className: "panel-header" }, make("panelTitle", "h2", {}, "People nearby")),
        this.cards);
    }

    async refresh() {
      const people = await call("GET", "people");
      this.cards.replaceChildren(...people.map((person) => make("meetCard", "div", { className: "meet-card" },
        skin.avatar(person.id, person.name), make("meetName", "strong", {}, `${person.name}, ${person.age}`),
        make("meetCity", "small", {}, person.city))));
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
    skin.toggle(meetLink, "active", hash === "meet");
    skin.toggle(chatLink, "active", hash !== "meet");
    stage.replaceChildren(view.node);
    refresh();
  }

  function refresh() {
    const refreshed = view;
    refreshed.refresh().catch((error) => {
      if (view !== refreshed) return;
      stage.replaceChildren(make("pageError", "div", { className: "page-error" }, error.message));
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

  let popup = null;

  function showPopup() {
    if (popup?.isConnected) return;
    const later = make("dismiss", "button", { type: "button", className: "btn btn-link" }, "Not now");
    const allow = make("dismissPrimary", "button", { type: "button", className: "btn btn-primary" }, "Got it");
    popup = make("popup", "div", { id: "enable-push-notifications", className: "modal", role: "dialog" },
      make("popupBox", "div", { className: "modal-content" },
        make("popupBody", "div", { className: "modal-body" },
          make("dialogTitle", "h3", {}, "Never miss a message"),
          make("popupText", "p", {}, "Turn on notifications to hear when somebody writes.")),
        make("popupFooter", "div", { className: "modal-footer" }, later, allow)));
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
