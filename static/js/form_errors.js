// After a refused form the summary has the focus, and each of its lines leads into its field.
(function () {
  const box = document.querySelector("[data-form-errors]");
  if (!box) return;
  box.focus();
  box.addEventListener("click", function (event) {
    const link = event.target.closest("a[href^='#']");
    const target = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    const field = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
    target.scrollIntoView({ block: "center" });
    if (field && field.tomselect) field.tomselect.focus();
    else if (field) field.focus({ preventScroll: true });
  });
})();
