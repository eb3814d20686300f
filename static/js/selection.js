// Rows with a tick: tick all, say how many, open what needs a selection ([data-needs-pick]).
// [data-pick-results] ticks all results, also beyond the page; [data-of-ticked] knows ticked rows alone.
(() => {
  "use strict";
  const hasAll = (area) => area.querySelector("input[data-pick-results]")?.checked ?? false;
  const refresh = (area) => {
    const picks = [...area.querySelectorAll("input[data-pick]")];
    const whole = hasAll(area);
    const chosen = picks.filter((pick) => pick.checked).length;
    const all = area.querySelector("input[data-pick-all]");
    // All results are one choice: no row is one beside it, and none is sent.
    [all, ...picks, ...area.querySelectorAll("[data-of-ticked]")].forEach((control) => {
      if (control) control.disabled = whole;
    });
    if (all) {
      all.checked = chosen > 0 && chosen === picks.length;
      all.indeterminate = chosen > 0 && chosen < picks.length;
    }
    area.querySelectorAll("[data-pick-count]").forEach((place) => {
      const { none, one, many } = place.dataset;
      place.textContent = whole ? place.dataset.all : chosen === 0 ? none : chosen === 1 ? one : many.replace("{n}", chosen);
    });
    area.querySelectorAll("[data-needs-pick]").forEach((control) => {
      if (control.matches("button, input")) control.disabled = chosen === 0;
      else control.hidden = chosen === 0;
    });
  };

  document.addEventListener("change", (event) => {
    const area = event.target.closest("[data-selection]");
    if (!area) return;
    if (event.target.matches("[data-pick-all], [data-pick-results]")) {
      area.querySelectorAll("input[data-pick]").forEach((pick) => {
        pick.checked = event.target.checked;
      });
    }
    refresh(area);
  });

  // Shift ticks all between two rows.
  let last = null;
  document.addEventListener("click", (event) => {
    const pick = event.target.closest("input[data-pick]");
    if (!pick) return;
    const area = pick.closest("[data-selection]");
    const picks = area ? [...area.querySelectorAll("input[data-pick]")] : [];
    if (event.shiftKey && picks.includes(last)) {
      const [from, to] = [picks.indexOf(last), picks.indexOf(pick)].sort((a, b) => a - b);
      picks.slice(from, to + 1).forEach((one) => {
        one.checked = pick.checked;
      });
    }
    last = pick;
  });

  // The keys ticked in a list stay for this tab, until somebody logs in or out: the way back, a
  // filter or an action that was refused finds them as they were.
  const ALL = "all";
  const place = (area) => (area.dataset.selection ? `ticks:${area.dataset.selection}` : "");
  const kept = (area) => {
    try {
      return new Set(JSON.parse(sessionStorage.getItem(place(area))));
    } catch {
      return new Set();
    }
  };
  const keep = (area) => {
    if (!place(area)) return;
    const ticks = kept(area);
    if (hasAll(area)) ticks.add(ALL);
    else ticks.delete(ALL);
    area.querySelectorAll("input[data-pick]").forEach((pick) => {
      if (pick.checked && !hasAll(area)) ticks.add(pick.value);
      else ticks.delete(pick.value);
    });
    sessionStorage.setItem(place(area), JSON.stringify([...ticks]));
  };
  const restore = (area) => {
    if (!place(area)) return;
    const ticks = kept(area);
    const results = area.querySelector("input[data-pick-results]");
    if (results && ticks.has(ALL)) results.checked = true;
    area.querySelectorAll("input[data-pick]").forEach((pick) => {
      if (ticks.has(pick.value) || hasAll(area)) pick.checked = true;
    });
  };
  document.addEventListener("change", (event) => {
    const area = event.target.closest("[data-selection]");
    if (area) keep(area);
  });
  // Shift ticks without a change of its own.
  document.addEventListener("click", (event) => {
    const area = event.shiftKey && event.target.closest("[data-selection]");
    if (area) keep(area);
  });

  const refreshAll = () =>
    document.querySelectorAll("[data-selection]").forEach((area) => {
      restore(area);
      refresh(area);
    });
  document.addEventListener("htmx:load", refreshAll);
  window.addEventListener("pageshow", refreshAll);
})();
