// A row opens its main link: <tr data-row> with <a data-row-link>. Marking text and the links inside still work;
// the arrow keys go from row to row while a row's link has the focus.
(function () {
  const INNER = "a, button, input, select, textarea, label, summary, .ts-wrapper";

  function linkOf(event) {
    const row = event.target.closest("tr[data-row]");
    if (!row || event.target.closest(INNER)) return null;
    return row.querySelector("a[data-row-link]");
  }

  document.addEventListener("click", function (event) {
    const link = linkOf(event);
    if (!link || String(window.getSelection())) return;
    if (event.ctrlKey || event.metaKey) window.open(link.href, "_blank", "noopener");
    else link.click();
  });
  document.addEventListener("auxclick", function (event) {
    const link = event.button === 1 && linkOf(event);
    if (link) window.open(link.href, "_blank", "noopener");
  });

  document.addEventListener("keydown", function (event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (!event.target.matches("a[data-row-link]")) return;
    const links = Array.from(document.querySelectorAll("a[data-row-link]"));
    const next = links[links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
})();
