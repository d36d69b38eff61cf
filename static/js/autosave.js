// Keeps what is typed: <form data-autosave-url="…" data-autosave-revision="3">.
// Answers: 200 {saved_at, revision, checks?}; 409 {message} another window saved later; 401 {message, login_url} the
// login ran out; other refusals {message}. An event `autosave` saves at once and sends its `detail` along; each answer is
// told on as an event `autosaved`. `checks`, a list written by the server, goes into [data-autosave-checks].
// Leaving within a moment of the last key sends the words without waiting for an answer, and keeps them in the window
// until one came. Drawn again there, the page puts them back (an event `restoring` with the names of the fields first)
// and saves them on: as the page that follows upon the one that was left, whose words are not another window's.
(function () {
  const texts = document.getElementById("texts").dataset;
  const DELAY = 1500; // after the last key
  const RETRY = 10000; // after a failure of the network
  const PAGE = Array.from(crypto.getRandomValues(new Uint32Array(4)), function (n) { return n.toString(36); }).join("");

  // Logging in elsewhere changes the token; the cookie has the living one.
  function freshToken(form) {
    const field = form.elements.csrfmiddlewaretoken;
    const cookie = document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/);
    if (field && cookie) field.value = cookie[1];
    return field ? field.value : "";
  }

  function textOf(form) {
    const data = new FormData();
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!field.name || field.disabled || field.name === "csrfmiddlewaretoken" || field.name === "revision") return;
      if (/^(file|password|submit|button|image|reset)$/.test(field.type) || field.tagName === "FIELDSET") return;
      if (/^(checkbox|radio)$/.test(field.type) && !field.checked) return;
      if (field.type === "select-multiple") {
        Array.prototype.forEach.call(field.selectedOptions, function (option) { data.append(field.name, option.value); });
        return;
      }
      data.append(field.name, field.value);
    });
    return data;
  }

  // What was typed last and may not have arrived. A browser that keeps nothing goes on without.
  const unanswered = {
    read: function (key) {
      try { return JSON.parse(sessionStorage.getItem(key)); } catch (error) { return null; }
    },
    keep: function (key, words) {
      try { sessionStorage.setItem(key, JSON.stringify(words)); } catch (error) { /* full or forbidden */ }
    },
    drop: function (key) {
      try { sessionStorage.removeItem(key); } catch (error) { /* forbidden */ }
    },
  };

  // What a person types; what the server wrote into hidden fields is newer than what was kept.
  function fill(form, fields) {
    const values = {};
    fields.forEach(function (pair) { (values[pair[0]] = values[pair[0]] || []).push(pair[1]); });
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!field.name || /^(hidden|file|password|submit|button|image|reset)$/.test(field.type)) return;
      const found = values[field.name] || [];
      if (/^(checkbox|radio)$/.test(field.type)) field.checked = found.indexOf(field.value) >= 0;
      else if (field.name in values) field.value = found.shift();
    });
    form.dispatchEvent(new Event("change", { bubbles: true })); // what shows and hides with a choice
  }

  function watch(form) {
    const key = "unanswered:" + form.dataset.autosaveUrl;
    const status = form.querySelector("[data-autosave-status]");
    let revision = form.dataset.autosaveRevision || "0";
    let savedAt = "";
    let timer = null;
    let changes = 0; // counts edits, so that an answer knows whether it is about the latest text
    let saved = 0;
    let sending = false;
    let stopped = false;
    let leftBehind = false;
    let after = []; // pages whose last words may have arrived unheard: what they saved is known here
    let asked = null; // what a button wants to send with the next save, which then is not put off
    let submitting = null; // the button of a submission that waits for the last words to be saved

    function say(text, warning) {
      if (!status) return;
      status.textContent = text;
      status.dataset.state = warning ? "warning" : "";
    }

    function later(wait) {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    }

    // The bar that asks to log in again; it goes when a save succeeds.
    function loginBar(answer) {
      let bar = form.querySelector("[data-autosave-bar]");
      if (!answer) {
        if (bar) bar.remove();
        return;
      }
      if (!bar) {
        bar = document.createElement("div");
        bar.className = "notice notice-warning";
        bar.setAttribute("role", "alert");
        bar.dataset.autosaveBar = "";
        form.insertBefore(bar, form.firstChild);
      }
      const link = document.createElement("a");
      link.href = answer.login_url || "/";
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = texts.login;
      const text = document.createElement("div");
      text.className = "notice-text";
      text.append(savedAt ? texts.expiredSaved.replace("{time}", savedAt) : texts.expired, " ", link);
      bar.replaceChildren(text);
    }

    function answered(response, sent) {
      const json = (response.headers.get("Content-Type") || "").indexOf("json") >= 0;
      if (response.redirected || response.status === 401) {
        // A redirect means the login page came instead of an answer.
        say(texts.unsaved, true);
        return (json ? response.json() : Promise.resolve({ login_url: new URL(response.url).pathname })).then(loginBar);
      } else if (response.status === 409) {
        stopped = true;
        unanswered.drop(key);
        form.dataset.autosaveState = "conflict";
        response.json().then(function (answer) { say(answer.message || texts.conflict, true); });
      } else if (response.ok && json) {
        return response.json().then(function (answer) {
          revision = answer.revision;
          form.dataset.autosaveRevision = revision;
          if (form.elements.revision) form.elements.revision.value = revision;
          savedAt = answer.saved_at;
          saved = sent;
          after = [];
          unanswered.drop(key);
          const checks = form.querySelector("[data-autosave-checks]");
          if (checks && answer.checks) checks.innerHTML = answer.checks;
          form.dispatchEvent(new CustomEvent("autosaved", { detail: answer }));
          loginBar(null);
          if (changes === saved) {
            form.dataset.autosaveState = "saved";
            say(texts.saved.replace("{time}", savedAt));
          }
        });
      } else if (response.status >= 500) {
        throw new Error("server");
      } else {
        (json ? response.json() : Promise.resolve({})).then(function (answer) { say(answer.message || texts.saveRefused, true); });
      }
      return null;
    }

    // The answer to a save before a submission: only an ended login or a dead network keeps the page as it is.
    function goOn(status) {
      const button = submitting;
      submitting = null;
      if (status === 401) {
        const link = form.querySelector("[data-autosave-bar] a"); // the button may be a screen below it
        if (link) link.focus();
      }
      if (!button || status === 401 || status === 0) return;
      stopped = true; // the submission itself carries the text
      clearTimeout(timer);
      if ((button.dataset && button.dataset.confirm) || form.dataset.confirm) form.dataset.confirmed = "1"; // was asked
      if (button === form) form.requestSubmit ? form.requestSubmit() : form.submit();
      else button.click();
    }

    // The words with where they go on from.
    function addressed(pages) {
      const data = textOf(form);
      data.append("revision", revision);
      data.append("page", PAGE);
      pages.forEach(function (name) { data.append("after", name); });
      return data;
    }

    function save() {
      clearTimeout(timer);
      if (stopped || sending || (changes === saved && !asked)) return;
      const sent = changes;
      const more = asked || {};
      asked = null;
      const token = freshToken(form);
      const data = addressed(after);
      Object.keys(more).forEach(function (name) { data.append(name, more[name]); });
      sending = true;
      say(texts.saving);
      fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: data,
        credentials: "same-origin",
        headers: { "X-CSRFToken": token, "X-Requested-With": "XMLHttpRequest", Accept: "application/json" },
      })
        .then(function (response) {
          const loggedOut = response.redirected || response.status === 401;
          return Promise.resolve(answered(response, sent)).then(function () { return loggedOut ? 401 : response.status; });
        })
        .catch(function (error) {
          say(texts.saveFailed, true);
          after = after.filter(function (name) { return name !== PAGE; }).concat(PAGE); // it may have arrived all the same
          later(RETRY);
          return error.message === "server" ? 500 : 0;
        })
        .then(function (status) {
          sending = false;
          if (changes !== sent || asked) later(asked ? 0 : DELAY); // typed on, or asked for more, while it was travelling
          if (submitting) goOn(status);
        });
    }

    form.addEventListener("input", function (event) {
      if (event.target.type === "file" || !event.target.name) return; // no name: the search box of a picker
      changes += 1;
      form.dataset.autosaveState = stopped ? "conflict" : "changed";
      later(DELAY);
    });
    form.addEventListener("focusout", save);
    form.addEventListener("autosave", function (event) {
      asked = event.detail;
      save();
    });
    // A submission after the login ran out would lose the last words: they are saved first, and the page stays if
    // that is not possible. Nor may a save on its way overtake the submission.
    form.addEventListener("submit", function (event) {
      if (event.defaultPrevented) return;
      if (stopped || (changes === saved && !sending)) {
        stopped = true;
        clearTimeout(timer);
        freshToken(form);
        return;
      }
      event.preventDefault();
      submitting = event.submitter || form;
      save();
    });
    document.addEventListener("visibilitychange", save); // leaving the tab, and coming back from logging in elsewhere
    // Leaving: no answer can be waited for, so the token travels in the body. A save on its way may arrive before it.
    window.addEventListener("pagehide", function () {
      if (stopped || changes === saved) return;
      const pages = after.filter(function (name) { return name !== PAGE; }).concat(PAGE);
      unanswered.keep(key, { revision: revision, pages: pages, fields: Array.from(textOf(form)) });
      if (!navigator.sendBeacon) return;
      const token = freshToken(form);
      const data = addressed(pages);
      data.append("csrfmiddlewaretoken", token);
      leftBehind = navigator.sendBeacon(form.dataset.autosaveUrl, data);
    });
    // Coming back to a kept page after such a farewell: its revision is old, the server has the text.
    window.addEventListener("pageshow", function (event) {
      if (event.persisted && leftBehind) window.location.reload();
    });

    const left = unanswered.read(key);
    if (left) {
      revision = left.revision;
      after = left.pages;
      changes += 1;
      form.dataset.autosaveState = "changed";
      form.dispatchEvent(new CustomEvent("restoring", { detail: left.fields.map(function (pair) { return pair[0]; }) }));
      fill(form, left.fields);
      save();
    }
  }

  // Once every script is there: what was kept may need rows that another script adds.
  document.addEventListener("DOMContentLoaded", function () {
    Array.prototype.forEach.call(document.querySelectorAll("form[data-autosave-url]"), watch);
  });
})();
