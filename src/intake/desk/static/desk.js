// The keyboard, the lit places and the article field. Every page works without this file.

const typing = (target) => target.matches("input, select, textarea, [contenteditable]");

function rows() {
  return [...document.querySelectorAll("[data-list] tbody tr")];
}

function choose(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.findIndex((row) => row.classList.contains("chosen"));
  const next = Math.min(all.length - 1, Math.max(0, now < 0 ? 0 : now + step));
  all.forEach((row) => row.classList.remove("chosen"));
  all[next].classList.add("chosen");
  all[next].scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target)) return;
  if (event.key === "j" || event.key === "k") return choose(event.key === "j" ? 1 : -1);
  if (event.key === "Enter" && event.target === document.body) {
    document.querySelector("tr.chosen a.open")?.click();
    return;
  }
  const keyed = (place) => [...place.querySelectorAll("[data-key]")].find((each) => each.dataset.key === event.key);
  const chosen = document.querySelector("tr.chosen");
  const wanted = (chosen && keyed(chosen)) || keyed(document);
  if (!wanted) return;
  event.preventDefault();
  wanted.matches("input") ? wanted.focus() : wanted.click();
});

rows().forEach((row) =>
  row.addEventListener("click", (event) => {
    if (!event.target.closest("a, form")) row.querySelector("a.open")?.click();
  }),
);

function light(path, on) {
  document.querySelectorAll(`[data-path="${CSS.escape(path)}"]`).forEach((place, index) => {
    place.classList.toggle("lit", on);
    if (on && index === 0) place.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
}

document.querySelectorAll("[data-shows]").forEach((value) => {
  const path = value.dataset.shows;
  ["mouseenter", "focusin"].forEach((name) => value.addEventListener(name, () => light(path, true)));
  ["mouseleave", "focusout"].forEach((name) => value.addEventListener(name, () => light(path, false)));
});

document.querySelectorAll(".pick").forEach((button) =>
  button.addEventListener("click", () => {
    const field = document.getElementsByName(button.dataset.into)[0];
    field.value = button.dataset.value;
    field.focus();
  }),
);

// The article field asks for proposals while one types; the answer is a list of options.
let waiting;
document.querySelectorAll("input.sku").forEach((field) =>
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const customer = document.getElementsByName("customer_no")[0]?.value ?? "";
      const answer = await fetch(`/articles?${new URLSearchParams({ q: field.value, customer })}`);
      if (answer.ok) document.getElementById(field.getAttribute("list")).innerHTML = await answer.text();
    }, 200);
  }),
);
