// Small courtesies for people with JavaScript; every page works without them.

// The error summary is read first: by screen readers because it takes the focus.
const summary = document.querySelector("[data-focus-on-load]");
if (summary && document.title.startsWith("Error:")) summary.focus();

// What is pasted is never cut off without a word: all of it stays, and the server says what is too long.
document.addEventListener("paste", ({ target }) => target.removeAttribute?.("maxlength"), true);

// An open menu closes on Escape and on a press elsewhere.
const menu = document.querySelector(".site-menu");
if (menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// On a shared computer, signing out also clears the words that autosave kept there, and registers.
for (const form of document.querySelectorAll("[data-sign-out]")) {
  form.addEventListener("submit", () => {
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("autosave:") || /^register:.*:seen$/.test(key)) localStorage.removeItem(key);
      }
    } catch {
      // The browser keeps nothing for us.
    }
    // Pages that open without a signal show names. Taps and updates not sent yet stay: nobody sees them
    // before the one who wrote them signs in again.
    globalThis.caches?.delete("pages-v1");
  });
}
