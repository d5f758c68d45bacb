// One leaf of the file at a time, its pictures drawn anew so that they can be touched. Nothing is asked of anybody.
"use strict";
(() => {
  const root = document.documentElement;
  const leaves = new Map([...document.querySelectorAll(".leaf")].map((one) => [one.id, one]));
  const editions = [...document.querySelectorAll(".edition")];
  const first = [...leaves.keys()][0];
  const tip = document.getElementById("tip");
  const kiosk = new URLSearchParams(location.search).has("kiosk");
  const IDLE = 90000;

  // The specs, unpacked once: what they share is put back in its place.
  const unpacked = (async () => {
    const packed = Uint8Array.from(atob(document.getElementById("specs").textContent.trim()), (sign) => sign.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const { specs, shared } = JSON.parse(await new Response(stream).text());
    const whole = (value) => {
      if (Array.isArray(value)) return value.map(whole);
      if (value === null || typeof value !== "object") return value;
      if (typeof value.$shared === "string") return whole(shared[value.$shared]);
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, whole(one)]));
    };
    return (name) => whole(specs[name]);
  })();
  unpacked.catch(() => {}); // an old browser keeps the still pictures

  const told = (_handler, _event, _item, value) => {
    if (value === null || value === undefined || value === "") { tip.hidden = true; return; }
    const lines = typeof value === "object" ? Object.entries(value).map(([name, one]) => `${name}: ${one}`) : [String(value)];
    tip.textContent = lines.join("\n");
    tip.hidden = false;
  };

  const chosen = (picks, language, datum) => {
    for (const [field, column] of picks) {
      const id = datum?.[column];
      const to = id && `${language}-${field === "area" ? "town" : "bases"}-${id}`;
      if (to && leaves.has(to)) return to;
    }
    return null;
  };

  const drawn = async (picture) => {
    const language = picture.closest(".edition").dataset.language;
    const picks = JSON.parse(picture.dataset.picks);
    const place = Object.assign(document.createElement("div"), { className: "drawn" });
    const still = picture.querySelector(".still");
    try {
      const spec = { ...(await unpacked)(picture.dataset.spec), width: "container", autosize: { type: "fit-x", contains: "padding" } };
      if (picture.classList.contains("map")) Object.assign(spec, { height: "container", padding: 0, autosize: { type: "fit", contains: "padding" } });
      picture.insertBefore(place, still);
      still.hidden = true;
      const { view } = await vegaEmbed(place, spec, { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: told, logLevel: 0 });
      const made = place.querySelector("svg");
      made.setAttribute("role", "img");
      made.removeAttribute("aria-roledescription");
      made.setAttribute("aria-label", picture.dataset.said);
      view.addEventListener("click", (_event, item) => {
        const to = chosen(picks, language, item?.datum);
        if (to) location.hash = to;
      });
      view.addEventListener("mouseover", (_event, item) => { place.style.cursor = chosen(picks, language, item?.datum) ? "pointer" : ""; });
      still.remove();
    } catch {
      place.remove();
      still.hidden = false;
    }
  };

  const seen = new IntersectionObserver((entries) => entries.forEach((one) => {
    if (!one.isIntersecting) return;
    seen.unobserve(one.target);
    drawn(one.target);
  }), { rootMargin: "300px" });
  document.querySelectorAll(".picture").forEach((one) => seen.observe(one));

  const show = (moved) => {
    const leaf = leaves.get(decodeURIComponent(location.hash.slice(1))) ?? leaves.get(kiosk ? first.replace(/-.*/, "-kiosk") : first) ?? leaves.get(first);
    const edition = leaf.closest(".edition");
    for (const one of editions) one.classList.toggle("shown", one === edition);
    for (const one of leaves.values()) one.classList.toggle("shown", one === leaf);
    root.lang = edition.lang;
    document.title = `${leaf.dataset.title} · ${edition.dataset.name}`;
    for (const one of edition.querySelectorAll("nav a")) one.dataset.page === leaf.dataset.page ? one.setAttribute("aria-current", "page") : one.removeAttribute("aria-current");
    for (const one of edition.querySelectorAll("[data-twin]")) one.href = `#${leaf.dataset[one.dataset.twin]}`;
    tip.hidden = true;
    if (!moved) return;
    scrollTo(0, 0);
    leaf.querySelector("h2")?.focus({ preventScroll: true });
  };
  addEventListener("hashchange", () => show(true));
  show(false);

  if (kiosk) {
    root.classList.add("kiosk");
    let left = setTimeout(() => {}, 0);
    const again = () => { clearTimeout(left); left = setTimeout(() => { location.hash = first.replace(/-.*/, "-kiosk"); }, IDLE); };
    for (const name of ["pointerdown", "keydown", "wheel"]) addEventListener(name, again, { passive: true });
    addEventListener("contextmenu", (event) => event.preventDefault());
  }
})();
