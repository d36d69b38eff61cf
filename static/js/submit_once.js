// A second click must not send a form twice: its buttons rest until the answer comes.
// Forms that answer with a file never leave the page; they opt out with data-stays.
(function () {
  const texts = document.getElementById("texts").dataset;
  const resting = [];

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || form.method.toLowerCase() !== "post" || "stays" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    const pressed = event.submitter || null;
    // After this turn: a button disabled now would not be part of what is sent.
    setTimeout(function () {
      Array.prototype.forEach.call(form.elements, function (element) {
        if (element.type !== "submit" || element.disabled) return;
        resting.push([element, element.innerHTML, form]);
        element.disabled = true;
        if (element === pressed && element.tagName === "BUTTON") element.textContent = texts.busy;
      });
    }, 0);
  });

  // Back brings the page as it was left, with its buttons resting.
  window.addEventListener("pageshow", function () {
    resting.splice(0).forEach(function (entry) {
      entry[0].disabled = false;
      entry[0].innerHTML = entry[1];
      delete entry[2].dataset.sent;
    });
  });
})();
