// The wall board: each minute the figures are fetched and put in place at once, so that nothing flashes. When the
// server cannot be reached, or the login has run out, the last figures stay and the page says so.
(function () {
  const wall = document.querySelector("[data-wall]");
  const figures = wall.querySelector("[data-wall-figures]");
  const stale = wall.querySelector("[data-wall-stale]");
  const full = wall.querySelector("[data-wall-full]");

  async function refresh() {
    try {
      const answer = await fetch(wall.dataset.wall, { credentials: "same-origin", redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      figures.innerHTML = await answer.text();
      stale.hidden = true;
    } catch {
      stale.hidden = false;
    }
  }

  setInterval(refresh, Number(wall.dataset.wallSeconds) * 1000);
  if (document.documentElement.requestFullscreen) {
    full.hidden = false;
    full.addEventListener("click", () => document.documentElement.requestFullscreen());
    document.addEventListener("fullscreenchange", () => { full.hidden = Boolean(document.fullscreenElement); });
  }
})();
