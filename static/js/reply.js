// The reply editor: a further promise without a page reload, the list of checks at a press, and the mark of the class
// that follows from the answers. Without script the same buttons draw the page again with all that was typed.
(function () {
  const form = document.querySelector("form[data-autosave-url]");
  if (!form) return;

  // The last row again, empty, under the next number.
  function addRow(rows) {
    const last = rows.lastElementChild;
    const name = last.querySelector("[name]").name;
    const number = Number(name.match(/-(\d+)-/)[1]);
    const row = last.cloneNode(true);
    const old = "-" + number + "-";
    const fresh = "-" + (number + 1) + "-";
    Array.prototype.forEach.call(row.querySelectorAll("*"), function (element) {
      ["id", "for", "name", "aria-describedby"].forEach(function (attribute) {
        const value = element.getAttribute(attribute);
        if (value) element.setAttribute(attribute, value.split(" ").map(function (word) { return word.replace(old, fresh); }).join(" "));
      });
      if (element.name) {
        element.value = "";
        element.classList.remove("is-invalid");
        element.removeAttribute("aria-invalid");
      }
    });
    Array.prototype.forEach.call(row.querySelectorAll("textarea"), function (field) { field.textContent = ""; });
    Array.prototype.forEach.call(row.querySelectorAll(".invalid-feedback"), function (element) { element.remove(); });
    rows.append(row);
    if (number + 2 >= Number(rows.dataset.most)) more.hidden = true;
    return row;
  }

  const rows = form.querySelector("[data-rows]");
  const more = form.querySelector("[data-add-row]");
  if (rows && more) {
    more.addEventListener("click", function (event) {
      event.preventDefault();
      addRow(rows).querySelector("[name]").focus();
    });
    form.addEventListener("restoring", function (event) {
      const last = "promise-" + Math.max(0, ...event.detail.map(function (name) { return Number((name.match(/^promise-(\d+)-/) || [0, 0])[1]); }));
      while (!rows.querySelector('[name="' + last + '-matter"]') && !more.hidden) addRow(rows);
    });
  }

  // The list of checks at a press: what is typed is saved, and the answer brings the list.
  const check = form.querySelector("[data-check]");
  if (check) {
    check.addEventListener("click", function (event) {
      event.preventDefault();
      form.dispatchEvent(new CustomEvent("autosave", { detail: { check: "1" } }));
    });
  }

  form.addEventListener("autosaved", function (event) {
    const same = form.querySelector("[data-same-words]");
    if (same && event.detail.same_words) same.innerHTML = event.detail.same_words;
    const chosen = String(event.detail.proposed_class || "");
    Array.prototype.forEach.call(form.querySelectorAll("[data-proposed-class]"), function (mark) {
      mark.hidden = mark.dataset.proposedClass !== chosen;
    });
  });
})();
