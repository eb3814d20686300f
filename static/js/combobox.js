// A long choice is searched: the select holds it and is sent, the box beside it asks the server what
// fits, a list opens under it (WAI-ARIA APG, combobox with list autocomplete).
(() => {
  "use strict";
  let built = 0;

  const build = (box) => {
    const [select, input] = [box.querySelector("select"), box.querySelector("input")];
    const blank = [...select.options].find((option) => option.value === "");
    const list = document.createElement("ul");
    const status = document.createElement("span");
    const { name } = input;
    // Whether the text is another than the choice; whether the list still has to come for it, and
    // whether its only choice is to be taken then.
    let [typed, awaited, taking] = [false, false, false];

    const options = () => [...list.querySelectorAll("[data-value]")];
    const active = () => list.querySelector("[aria-selected=true]");

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
    // A text that is not chosen from goes with the form: the server answers it, nothing is lost.
    const type = (text, isTyped) => {
      input.value = text;
      typed = isTyped;
      if (typed) input.name = name;
      else input.removeAttribute("name");
    };
    const show = () => {
      [awaited, taking] = [false, false];
      toggle(false);
      type(select.value ? select.selectedOptions[0].text : "", false);
      if (document.activeElement === input) input.select();
    };
    const choose = (value, label) => {
      if (![...select.options].some((option) => option.value === value)) select.add(new Option(label, value));
      select.value = value;
      for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true }));
    };
    const take = (option) => choose(option.dataset.value, option.textContent);
    const leave = () => {
      if (typed && blank && !input.value.trim()) choose("", blank.text);
      else if (typed && awaited) taking = true;
      else show();
    };
    const ask = () => {
      awaited = true;
      htmx.trigger(input, "combobox:ask");
    };

    const came = () => {
      options().forEach((option, at) => {
        option.id = `${list.id}-${at}`;
      });
      status.textContent = list.querySelector("[data-told]").textContent.trim();
      const [wanted, found] = [taking, options()];
      [awaited, taking] = [false, false];
      if (wanted && found.length === 1) return take(found[0]);
      if (document.activeElement !== input) return show();
      toggle(true);
      return activate(typed ? found[0] : found.find((option) => option.dataset.value === select.value));
    };

    const move = (step) => {
      if (list.hidden) return ask();
      const found = options();
      const at = found.indexOf(active());
      return activate(found[at < 0 && step < 0 ? found.length - 1 : (at + step + found.length) % found.length]);
    };
    const keys = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Escape: show,
      Enter: () => (active() ? take(active()) : (awaited || !input.value.trim()) && leave()),
    };
    input.addEventListener("keydown", (event) => {
      if (event.key === "Tab" && active()) take(active());
      // With nothing open and nothing typed these keys are the form's.
      const isOurs = event.key.startsWith("Arrow") || typed || !list.hidden;
      if (!(event.key in keys) || !isOurs || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    });
    input.addEventListener("input", (event) => {
      // What is searched for is nothing that the form holds.
      event.stopPropagation();
      type(input.value, true);
      awaited = true;
      activate(null);
    });
    input.addEventListener("change", (event) => event.stopPropagation());
    input.addEventListener("focus", () => input.select());
    input.addEventListener("click", () => {
      if (!typed) input.select();
      if (list.hidden && !awaited) ask();
    });
    input.addEventListener("blur", leave);
    input.addEventListener("htmx:configRequest", (event) => {
      event.detail.parameters = { q: typed ? input.value : "" };
    });
    for (const failure of ["htmx:sendError", "htmx:responseError"]) input.addEventListener(failure, show);
    list.addEventListener("htmx:afterSwap", came);
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[data-value]");
      if (option) take(option);
    });
    for (const kind of ["input", "change"]) select.addEventListener(kind, show);
    document.addEventListener("reset", (event) => event.target === select.form && setTimeout(show));
    // The browser puts back what was chosen when one comes back to a page.
    window.addEventListener("pageshow", () => typed || show());

    list.id = `combobox-${(built += 1)}`;
    list.className = "menu__panel menu__panel--left";
    list.setAttribute("role", "listbox");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    box.append(list, status);
    // The label is now the box's, and so are the notes under it.
    input.id = select.id;
    select.removeAttribute("id");
    list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? input.getAttribute("aria-label"));
    if (input.labels.length > 0) input.removeAttribute("aria-label");
    for (const noted of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(noted)) input.setAttribute(noted, select.getAttribute(noted));
    }
    if (blank?.text) input.placeholder = blank.text;
    const attributes = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list.id,
      "hx-get": box.dataset.combobox,
      "hx-trigger": "input delay:150ms, combobox:ask",
      "hx-target": `#${list.id}`,
      "hx-sync": "this:replace",
    };
    Object.entries(attributes).forEach((pair) => input.setAttribute(...pair));
    htmx.process(input);
    show();
    if (box.dataset.typed) type(box.dataset.typed, true);
    box.dataset.ready = "";
    // A page drawn anew says where one goes on.
    if (select.autofocus) input.focus();
  };

  const buildAll = () => document.querySelectorAll("[data-combobox]:not([data-ready])").forEach(build);
  document.addEventListener("htmx:load", buildAll);
  buildAll();
})();
