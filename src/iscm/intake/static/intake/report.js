// Reads a report while it is typed. Without it the page does the same when its button is pressed.
"use strict";
const prose = document.getElementById("prose");
const reading = document.getElementById("reading");
let waiting, asked = 0;

// What a person chose stays with its words; what the hub proposed is proposed anew.
const place = (one) => one.closest("li").querySelector(".words").textContent + "|" + one.name.replace(/^is-\d+/, "");

async function look() {
  const turn = ++asked;
  const body = new URLSearchParams({ prose: prose.value });
  const token = prose.form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(prose.dataset.reading, { method: "POST", headers: { "X-CSRFToken": token }, body });
  if (!answer.ok || turn !== asked) return;
  const html = await answer.text();
  if (turn !== asked) return;
  const chosen = new Map([...reading.querySelectorAll("select[data-chosen]")].map((one) => [place(one), one.value]));
  reading.innerHTML = html;
  for (const one of reading.querySelectorAll("select")) {
    const before = chosen.get(place(one));
    if (before && [...one.options].some((option) => option.value === before)) {
      one.value = before;
      one.dataset.chosen = "";
    }
  }
}

if (prose && !prose.readOnly) {
  prose.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 250);
  });
  reading.addEventListener("change", (event) => {
    event.target.dataset.chosen = "";
  });
}
