// A little help for the forms of records where scripts run; every form works without this file.
"use strict";

const form = document.querySelector("form.record");
const token = () => form.querySelector("[name=form_token]").value;

async function ask(address, fields) {
  const body = new URLSearchParams({ form_token: token(), ...fields });
  const answer = await fetch(address, { method: "POST", body });
  return answer.ok && !answer.redirected ? answer.text() : null;
}

// Once somebody stops typing, what is to be known at once is asked for.
const waiting = new WeakMap();
function soon(element, deed) {
  clearTimeout(waiting.get(element));
  waiting.set(element, setTimeout(deed, 250));
}

async function find(field, box) {
  const fields = { path: box.id, q: box.value, kinds: field.dataset.kinds, case: form.dataset.case };
  const found = box.value.trim() ? await ask("/find" + location.search, fields) : "";
  if (found !== null) field.querySelector(".found").innerHTML = found;
}

async function sayDates(when) {
  const line = when.querySelector(".sentence");
  const fields = { default: line.dataset.default };
  for (const box of when.querySelectorAll("[name]")) fields[box.name.split(".").pop()] = box.value;
  const said = await ask("/dates", fields);
  if (said === null) return;
  line.querySelector("q").textContent = said;
  line.hidden = !said;
}

form?.addEventListener("input", (event) => {
  const field = event.target.closest(".find");
  if (field && event.target.name.startsWith("find:")) soon(field, () => find(field, event.target));
  const when = event.target.closest(".when");
  if (when) soon(when, () => sayDates(when));
});

// Enter in such a box finds, and sends nothing.
form?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.name?.startsWith("find:")) {
    event.preventDefault();
    find(event.target.closest(".find"), event.target);
  }
});

// What the browser refuses, such as half a date, must be seen: its section opens.
form?.addEventListener("invalid", (event) => {
  for (let part = event.target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
}, true);
