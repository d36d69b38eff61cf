// Shows a part of a form only while it is needed: <div data-show-when="outcome=merge,convert"> follows the radio, the
// select or the checkbox of that name in the same form. Without script all parts show; what counts is decided by the server.
(function () {
  function valueOf(form, name) {
    const field = form.elements[name];
    if (!field) return "";
    if (field.type === "checkbox") return field.checked ? field.value : "";
    return field.value || "";
  }

  function refresh(form) {
    Array.prototype.forEach.call(form.querySelectorAll("[data-show-when]"), function (part) {
      const rule = part.dataset.showWhen.split("=");
      part.hidden = rule[1].split(",").indexOf(valueOf(form, rule[0])) < 0;
    });
  }

  const forms = new Set();
  Array.prototype.forEach.call(document.querySelectorAll("[data-show-when]"), function (part) {
    if (part.closest("form")) forms.add(part.closest("form"));
  });
  forms.forEach(function (form) {
    form.addEventListener("change", function () { refresh(form); });
    refresh(form);
  });
  window.addEventListener("pageshow", function () { forms.forEach(refresh); });
})();
