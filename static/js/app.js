// Small courtesies for people with JavaScript; every page works without them.

// The error summary is read first: by screen readers because it takes the focus.
const summary = document.querySelector("[data-focus-on-load]");
if (summary) summary.focus();

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
