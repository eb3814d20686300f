// A text box that proposes: [data-proposals=address] asks the server what fits as one types, a list
// opens under it (WAI-ARIA APG, editable combobox with list autocomplete), and what is chosen fills
// this box and those beside it. Whatever else is typed stays: nothing is taken that was not chosen,
// but what cannot be anything else, into boxes that are blank.
(() => {
  "use strict";
  let built = 0;

  const build = (input) => {
    const { proposed, beside, unsays, listLabel, proposals } = input.dataset;
    const prefix = input.name.slice(0, -proposed.length);
    const fellow = (name) => input.form?.elements[prefix + name];
    const box = document.createElement("div");
    const list = document.createElement("ul");
    const status = document.createElement("span");
    // Whether a person wrote since something was last chosen or left.
    let typed = false;

    const options = () => [...list.querySelectorAll("[data-fills]")];
    const active = () => list.querySelector("[aria-selected=true]");
    const fills = (option) => Object.entries(JSON.parse(option.dataset.fills));

    const activate = (option) => {
      active()?.setAttribute("aria-selected", "false");
      option?.setAttribute("aria-selected", "true");
      option?.scrollIntoView({ block: "nearest" });
      if (option) input.setAttribute("aria-activedescendant", option.id);
      else input.removeAttribute("aria-activedescendant");
    };
    const toggle = (open) => {
      list.hidden = !open;
      input.setAttribute("aria-expanded", String(open));
      if (!open) activate(null);
    };
    // A list that was asked for before comes no more.
    const close = () => {
      typed = false;
      toggle(false);
    };
    const put = (field, value) => {
      if (!field || field.value === value) return;
      field.value = value;
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    const take = (option) => {
      close();
      for (const [name, value] of fills(option)) put(fellow(name), value);
      status.textContent = option.textContent;
    };
    const isBlank = ([name, value]) => {
      const held = fellow(name)?.value.trim();
      return !held || held === value || name === proposed;
    };
    const ask = () => {
      typed = true;
      htmx.trigger(input, "proposals:ask");
    };

    const came = () => {
      const found = options();
      found.forEach((option, at) => {
        option.id = `${list.id}-${at}`;
      });
      status.textContent = list.querySelector("[data-told]")?.textContent.trim() ?? "";
      // Whoever has gone on to the next box meanwhile still finds it filled in.
      const isSure = typed && found[0]?.hasAttribute("data-sure");
      if (isSure && fills(found[0]).every(isBlank)) return take(found[0]);
      return toggle(typed && !isSure && found.length > 0 && document.activeElement === input);
    };

    const move = (step) => {
      if (list.hidden) return ask();
      const found = options();
      const at = found.indexOf(active());
      return activate(found[at < 0 && step < 0 ? found.length - 1 : (at + step + found.length) % found.length]);
    };
    const keys = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Escape: close, Enter: () => take(active()) };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Tab" && active()) take(active());
      // Enter sends the form and Escape leaves it where no list is in the way.
      const isOurs = { Enter: active(), Escape: !list.hidden, ArrowDown: true, ArrowUp: true }[event.key];
      if (!isOurs || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    });
    input.addEventListener("input", (event) => {
      // What a script writes, this one included, asks for nothing.
      typed = event.isTrusted;
      if (typed && unsays) put(fellow(unsays), "");
      activate(null);
    });
    input.addEventListener("blur", () => toggle(false));
    input.addEventListener("htmx:configRequest", (event) => {
      if (!typed) event.preventDefault();
      const held = (beside ?? "").split(" ").filter((name) => fellow(name));
      event.detail.parameters = Object.fromEntries(held.map((name) => [name, fellow(name).value]));
      event.detail.parameters.q = input.value;
    });
    list.addEventListener("htmx:afterSwap", came);
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-fills]");
      if (option) take(option);
    });

    list.id = `proposals-${(built += 1)}`;
    list.className = "menu__panel menu__panel--left";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", listLabel);
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    box.className = "proposing";
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
      "hx-get": proposals,
      "hx-trigger": "input changed delay:150ms, proposals:ask",
      "hx-target": `#${list.id}`,
      "hx-sync": "this:queue last",
    };
    Object.entries(attributes).forEach((pair) => input.setAttribute(...pair));
    input.dataset.ready = "";
    const had = document.activeElement === input;
    input.replaceWith(box);
    box.append(input, list, status);
    if (had) input.focus();
    htmx.process(input);
  };

  const buildAll = () => document.querySelectorAll("[data-proposals]:not([data-ready])").forEach(build);
  document.addEventListener("htmx:load", buildAll);
  buildAll();
})();
