// Adds live messages and the components' own behaviour to pages that work without any of it.
import { initAll } from "{govuk}";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A second press of a button must not send a form twice.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent === "yes") {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 4000);
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form").forEach((form) => delete form.dataset.sent);
});

// Enter sends nothing by surprise; Control and Enter sends a message on purpose.
document.addEventListener("keydown", (event) => {
  const box = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && box.matches("[data-compose]")) {
    box.form.requestSubmit();
  }
});

const list = document.querySelector("[data-live-room]");
if (list) {
  follow(list);
}

/** Follows a room: asks the page's own server for what is new whenever the gateway mentions it. */
function follow(messages) {
  const room = messages.dataset.liveRoom;
  const source = messages.dataset.source;
  const state = document.querySelector("[data-live-state]");
  const voice = document.querySelector("[data-live-voice]");
  let wait = 1000;
  let busy = false;
  let again = false;
  let since = "";

  const say = (on, words) => {
    if (state) {
      state.dataset.state = on ? "on" : "off";
      state.querySelector("[data-live-words]").textContent = words;
    }
  };

  const place = (fresh) => {
    const known = document.getElementById(fresh.id);
    if (known) {
      known.replaceWith(fresh);
      return false;
    }
    if (fresh.classList.contains("cr-day")) {
      messages.append(fresh);
      return false;
    }
    fresh.classList.add("cr-message--new");
    messages.append(fresh);
    return true;
  };

  const fetchNew = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    try {
      const answer = await fetch(source + "?after=" + messages.dataset.after, { credentials: "same-origin" });
      if (answer.status === 401 || answer.status === 403) {
        say(false, "You are signed out. Load the page again to go on.");
        return;
      }
      if (!answer.ok) {
        return;
      }
      const part = document.createElement("template");
      part.innerHTML = await answer.text();
      const fresh = [...part.content.querySelectorAll("li")];
      messages.dataset.after = answer.headers.get("Caseroom-After") || messages.dataset.after;
      const atEnd = window.innerHeight + window.scrollY > document.body.scrollHeight - 400;
      const arrived = fresh.filter(place).filter((item) => item.dataset.author);
      document.querySelectorAll("[data-no-messages]").forEach((note) => note.remove());
      if (arrived.length > 0 && voice) {
        const names = [...new Set(arrived.map((item) => item.dataset.author))].join(", ");
        voice.textContent = arrived.length === 1 ? "New message from " + names : arrived.length + " new messages from " + names;
      }
      await refreshParts();
      if (arrived.length > 0 && atEnd && !document.activeElement.matches("input, textarea, select")) {
        arrived[arrived.length - 1].scrollIntoView({ block: "nearest" });
      }
    } catch {
      // The next frame or the next connection asks again.
    } finally {
      busy = false;
      if (again) {
        again = false;
        fetchNew();
      }
    }
  };

  /** Brings the other parts of the page up to date, but never one that somebody is busy in. */
  const refreshParts = async () => {
    const parts = [...document.querySelectorAll("[data-part]")];
    if (parts.length === 0) {
      return;
    }
    const answer = await fetch(location.pathname, { credentials: "same-origin" });
    if (!answer.ok) {
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of parts) {
      const fresh = page.querySelector(`[data-part="${part.dataset.part}"]`);
      if (fresh && !part.contains(document.activeElement) && fresh.innerHTML !== part.innerHTML) {
        part.replaceWith(fresh);
      }
    }
  };

  const concerns = (frame) => {
    if (typeof frame.next_batch === "string") {
      since = frame.next_batch;
    }
    const joined = (frame.rooms && frame.rooms.join) || {};
    return frame.resync === true || room in joined || messages.dataset.liveCase in joined;
  };

  const connect = () => {
    const scheme = location.protocol === "https:" ? "wss://" : "ws://";
    const query = since ? "?since=" + encodeURIComponent(since) : "";
    const socket = new WebSocket(scheme + location.host + "/_caseroom/live" + query);
    socket.onopen = () => {
      wait = 1000;
      say(true, "New messages appear here by themselves.");
      fetchNew();
    };
    socket.onmessage = (event) => {
      try {
        if (concerns(JSON.parse(event.data))) {
          fetchNew();
        }
      } catch {
        fetchNew();
      }
    };
    socket.onclose = () => {
      say(false, "Not connected just now: trying again.");
      window.setTimeout(connect, wait);
      wait = Math.min(wait * 2, 30000);
    };
  };
  connect();
}
