// Choosing a session takes effect at once. With the keyboard each arrow already changes the value: then it waits for
// Enter or for leaving the field.
(function () {
  let typing = false;

  document.addEventListener("keydown", function (event) {
    const form = event.target.closest("form[data-session-chooser]");
    if (!form) return;
    typing = event.key !== "Enter";
    if (event.key === "Enter" && form.dataset.changed) form.submit();
  });
  document.addEventListener("pointerdown", function () { typing = false; });
  document.addEventListener("change", function (event) {
    const form = event.target.closest("form[data-session-chooser]");
    if (!form) return;
    form.dataset.changed = "1";
    if (!typing) form.submit();
  });
  document.addEventListener("focusout", function (event) {
    const form = event.target.closest("form[data-session-chooser]");
    if (form && form.dataset.changed && typing) form.submit();
  });
})();
