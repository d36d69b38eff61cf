// Asks once before a weighty step: <form data-confirm="将通知 3 个单位、5 人"> or a button or link with data-confirm.
(function () {
  const dialog = document.getElementById("confirm-dialog");
  if (!dialog || !window.bootstrap) return;
  const yes = dialog.querySelector("[data-confirm-yes]");
  const yesText = yes.textContent;
  let lastButton = null; // browsers before 2021 do not tell which button submitted
  let go = null;

  function ask(sentence, word, danger, then) {
    dialog.querySelector("#confirm-text").textContent = sentence;
    yes.textContent = word || yesText;
    yes.classList.toggle("btn-danger", danger);
    yes.classList.toggle("btn-primary", !danger);
    go = then;
    window.bootstrap.Modal.getOrCreateInstance(dialog).show();
  }

  // The answer acts after the dialog has gone, so that the focus is back where it was.
  let agreed = false;
  yes.addEventListener("click", function () {
    agreed = true;
    window.bootstrap.Modal.getInstance(dialog).hide();
  });
  dialog.addEventListener("show.bs.modal", function () { agreed = false; });
  dialog.addEventListener("shown.bs.modal", function () { yes.focus(); });
  dialog.addEventListener("hidden.bs.modal", function () {
    const then = go;
    go = null;
    if (agreed && then) then();
  });

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button, input[type=submit]");
    if (button) lastButton = button;
    const link = event.target.closest("a[data-confirm]");
    if (!link) return;
    event.preventDefault();
    ask(link.dataset.confirm, link.textContent.trim(), link.classList.contains("btn-danger"), function () {
      window.location.assign(link.href);
    });
  });

  // Capture: the question comes before submit_once.js locks the buttons. The browser has checked required fields by now.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    const button = event.submitter || (lastButton && lastButton.form === form ? lastButton : null);
    const sentence = (button && button.dataset.confirm) || form.dataset.confirm;
    if (!sentence) return;
    if (form.dataset.confirmed) {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    const word = button ? button.textContent.trim() : "";
    ask(sentence, word, Boolean(button && button.classList.contains("btn-danger")), function () {
      form.dataset.confirmed = "1";
      if (button) button.click();
      else if (form.requestSubmit) form.requestSubmit();
      else form.submit();
    });
  }, true);
})();
