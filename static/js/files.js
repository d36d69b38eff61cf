// Shows what is about to be sent: name and size of each chosen file, and at once which one is too large.
(function () {
  const texts = document.getElementById("texts").dataset;

  function size(bytes) {
    if (bytes >= 1048576) return (bytes / 1048576).toFixed(1) + " MB";
    return Math.max(1, Math.round(bytes / 1024)) + " KB";
  }

  function part(className, text) {
    const span = document.createElement("span");
    if (className) span.className = className;
    span.textContent = text;
    return span;
  }

  document.addEventListener("change", function (event) {
    const field = event.target;
    if (field.type !== "file") return;
    const holder = field.closest("[data-max-bytes]");
    const limit = Number(field.dataset.maxBytes || (holder && holder.dataset.maxBytes) || 0);
    let list = field.parentNode.querySelector(".file-list");
    if (!list) {
      list = document.createElement("ul");
      list.className = "file-list";
      list.setAttribute("aria-live", "polite");
      field.insertAdjacentElement("afterend", list);
    }
    list.replaceChildren();
    let problem = "";
    Array.prototype.forEach.call(field.files, function (file) {
      const line = document.createElement("li");
      line.append(part("", file.name), part("file-size", size(file.size)));
      if (limit && file.size > limit) {
        problem = texts.tooBig.replace("{limit}", size(limit));
        line.append(part("file-problem", problem));
      }
      list.append(line);
    });
    field.setCustomValidity(problem); // the browser refuses to submit and says why
  });
})();
