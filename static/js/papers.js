// A download tells nothing to its page: a cookie that comes with its first bytes says that it has begun.
(function () {
  const form = document.querySelector("form[data-download]");
  if (!form) return;
  const status = form.querySelector("[data-download-status]");
  const button = form.querySelector("button[type=submit]");
  const token = form.elements.token;
  let timer = 0;

  form.addEventListener("submit", function () {
    if (!form.querySelector("input[name=kind]:checked")) return; // the page answers with what is missing
    token.value = Math.random().toString(36).slice(2, 12);
    status.textContent = status.dataset.waiting;
    setTimeout(function () { button.disabled = true; }, 0);
    clearInterval(timer);
    timer = setInterval(function () {
      if (document.cookie.indexOf(form.dataset.download + "=" + token.value) < 0) return;
      clearInterval(timer);
      status.textContent = status.dataset.started;
      button.disabled = false;
    }, 300);
  });

  window.addEventListener("pageshow", function () {
    clearInterval(timer);
    button.disabled = false;
    status.textContent = "";
  });
})();
