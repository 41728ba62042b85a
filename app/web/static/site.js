// A little help where scripts run; every page works without this file. Nothing is kept in the browser.
"use strict";

// The secret of an invitation stands behind # in its link, so that it reaches no server log. It goes into the form.
const invitation = document.getElementById("invitation");
if (invitation && location.hash.length > 1 && !invitation.value) {
  invitation.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

// A form is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  else if (event.target.method === "post" && !event.target.dataset.again && !event.submitter?.dataset.again) event.target.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

// Escape, pressed twice, leaves at once.
let pressed = 0;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const now = Date.now();
  if (now - pressed < 600) document.querySelector("form.leave")?.requestSubmit();
  pressed = now;
});

// A page on which something is being built looks again by itself; without scripts its refresh does.
const working = document.querySelector("[data-working]");
async function lookAgain() {
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("[data-working]");
    if (answer.redirected || !now) location.reload();
    else working.replaceChildren(...now.childNodes);
  } catch {
    // Not reachable just now: the next look may be.
  }
  setTimeout(lookAgain, 2000);
}
if (working) setTimeout(lookAgain, 2000);
