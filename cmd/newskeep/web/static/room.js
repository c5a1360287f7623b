// The room works without this; it adds the brush of the timeline, the slider that
// goes by itself, and keys.
"use strict";

// A range of bars, chosen by dragging: it fills the form's dates and asks.
for (const figure of document.querySelectorAll(".timeline")) {
  const svg = figure.querySelector("svg");
  const bars = [...svg.querySelectorAll("a[data-key]")];
  let start = -1, end = -1, moved = false;
  const barAt = (event) => {
    const box = svg.getBoundingClientRect();
    const share = (event.clientX - box.left) / box.width;
    return Math.max(0, Math.min(bars.length - 1, Math.floor(share * bars.length)));
  };
  const show = () => bars.forEach((bar, i) =>
    bar.classList.toggle("chosen", start >= 0 && i >= Math.min(start, end) && i <= Math.max(start, end)));
  const ask = (from, to) => {
    document.getElementById("from").value = bars[from].dataset.from;
    document.getElementById("to").value = bars[to].dataset.to;
    document.getElementById("from").form.requestSubmit();
  };
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    start = end = barAt(event);
    moved = false;
  });
  addEventListener("pointermove", (event) => {
    if (start < 0) return;
    const at = barAt(event);
    if (at !== end) moved = true;
    end = at;
    show();
  });
  addEventListener("pointerup", () => {
    if (start < 0) return;
    const [from, to] = [Math.min(start, end), Math.max(start, end)];
    if (moved) ask(from, to);
    start = end = -1;
  });
  svg.addEventListener("click", (event) => { if (moved) event.preventDefault(); });

  // One stop of the tab key for all bars. Arrows go from bar to bar; with shift they
  // stretch a range, which Enter asks for.
  let here = bars.length - 1, anchor = -1;
  bars.forEach((bar, i) => {
    bar.setAttribute("tabindex", i === here ? "0" : "-1");
    bar.addEventListener("focus", () => {
      bars[here].setAttribute("tabindex", "-1");
      bar.setAttribute("tabindex", "0");
      here = i;
    });
  });
  svg.addEventListener("keydown", (event) => {
    const steps = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: bars.length - 1 };
    if (event.key in steps && !event.ctrlKey && !event.metaKey && !event.altKey) {
      anchor = event.shiftKey ? (anchor < 0 ? here : anchor) : -1;
      bars[Math.max(0, Math.min(bars.length - 1, steps[event.key]))].focus();
    } else if (event.key === "Enter" && anchor >= 0) {
      ask(Math.min(anchor, here), Math.max(anchor, here));
    } else if (event.key === "Escape") {
      anchor = -1;
    } else {
      return;
    }
    event.preventDefault();
    [start, end] = [anchor, here];
    show();
    start = end = -1;
  });
}

// The slider says its moment while it moves and goes there when it is let go.
const step = document.getElementById("step");
if (step) {
  const moments = [...document.querySelectorAll("#moments option")].map((o) => o.label);
  const said = document.getElementById("then");
  const say = () => {
    said.textContent = moments[step.value];
    step.setAttribute("aria-valuetext", moments[step.value] + " UTC");
  };
  step.addEventListener("input", say);
  step.addEventListener("change", () => step.form.requestSubmit());
  say();
}

// Keys, but not while something is typed or held with others.
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) return;
  const links = [...document.querySelectorAll(".hit h2 a, .slots li > a, .lines li > a")];
  const at = links.indexOf(document.activeElement);
  const go = (rel) => document.querySelector(`a[rel=${rel}]`)?.click();
  switch (event.key) {
    case "/": document.querySelector("input[type=search]")?.focus(); break;
    case "j": links[Math.min(at + 1, links.length - 1)]?.focus(); break;
    case "k": links[Math.max(at - 1, 0)]?.focus(); break;
    case "[": go("prev"); break;
    case "]": go("next"); break;
    default: return;
  }
  event.preventDefault();
});
document.documentElement.classList.add("scripted");
