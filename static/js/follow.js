// A part of the page that is still being worked on is fetched again until it says that it is finished.
// <section id="files" data-follow> … </section>; without a script the page is reloaded by hand.
(function () {
  const PAUSE = 2000;

  async function again(id) {
    try {
      const answer = await fetch(window.location.pathname + window.location.search, { credentials: "same-origin" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById(id);
      const old = document.getElementById(id);
      if (!fresh || !old) return;
      old.replaceWith(fresh);
      if (fresh.hasAttribute("data-follow")) setTimeout(again, PAUSE, id);
    } catch (error) {
      setTimeout(again, 5 * PAUSE, id); // the network is away for a moment
    }
  }

  document.querySelectorAll("[data-follow][id]").forEach((part) => setTimeout(again, PAUSE, part.id));
})();
