// Warns before a changed form is left. Autosaved text needs no warning; data-unsaved="off" switches it off for a form.
(function () {
  const forms = document.querySelectorAll("main form");
  const changed = new Set();

  Array.prototype.forEach.call(forms, function (form) {
    if (form.method.toLowerCase() !== "post" || form.dataset.unsaved === "off") return;
    function note(event) {
      if (event.target.name) changed.add(form);
    }
    form.addEventListener("input", note);
    form.addEventListener("change", note);
    form.addEventListener("submit", function (event) {
      if (!event.defaultPrevented) changed.delete(form);
    });
  });

  function atRisk(form) {
    if (!document.contains(form)) return false;
    if (!form.dataset.autosaveUrl) return true;
    const files = form.querySelectorAll("input[type=file]");
    if (Array.prototype.some.call(files, function (field) { return field.files.length > 0; })) return true;
    return form.dataset.autosaveState !== "saved";
  }

  window.addEventListener("beforeunload", function (event) {
    if (!Array.from(changed).some(atRisk)) return;
    event.preventDefault();
    event.returnValue = ""; // older browsers ask only with this
  });
})();
