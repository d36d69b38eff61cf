// Results go away by themselves, not while the mouse or the focus is on them (Bootstrap sees to that).
(function () {
  if (!window.bootstrap) return;
  Array.prototype.forEach.call(document.querySelectorAll("[data-toast]"), function (toast) {
    new window.bootstrap.Toast(toast, { delay: 7000 }).show();
  });
})();
