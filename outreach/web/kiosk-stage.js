// What is on the museum's screen: the scene as the server made it, what a touch asks for, pages to turn, scenes that take turns.
const TURN = 12000; // a scene of the loop stays so long, in milliseconds
const ROUNDS = 200; // of the quiz: the server remembers every one it has made, so there are not ever more of them
const shown = new WeakMap();

export default function ({ parentElement, data, setTriggerValue }) {
  let stage = shown.get(parentElement);
  if (!stage) shown.set(parentElement, (stage = made(parentElement)));
  stage.element.send = ({ id, wanted }) => setTriggerValue("go", { ...wanted, touch: id }); // the frame may come after the stage
  stage.draw(data);
  return () => stage.element.isConnected || stage.stop();
}

function made(parentElement) {
  const page = parentElement.ownerDocument ?? document;
  const view = page.defaultView;
  const element = page.createElement("div");
  element.className = "kiosk";
  parentElement.append(element);
  const stage = { element, html: null, turn: null, at: 0 };
  const frame = () => view.outreachKiosk ?? {};

  stage.rest = () => view.clearInterval(stage.turn);
  stage.stop = () => {
    stage.rest();
    view.removeEventListener("click", touched, true);
  };
  stage.draw = ({ html, scene, idle, warning, lang, heard }) => {
    frame().heard?.(heard);
    Object.assign(element.dataset, { idle, warning });
    element.lang = lang;
    if (stage.html === html && element.dataset.scene === scene) return;
    const moved = element.dataset.scene !== undefined && element.dataset.scene !== scene;
    stage.html = html;
    element.innerHTML = html;
    Object.assign(element.dataset, { scene, drawn: "yes" });
    stage.rest();
    if (scene === "loop") stage.turn = view.setInterval(() => element.querySelector(".paused") || looped(1), TURN);
    frame().beat?.();
    if (moved) element.querySelector("h2")?.focus({ preventScroll: true });
  };

  const go = (wanted) => {
    const seed = String(Math.floor(Math.random() * ROUNDS));
    const meant = Object.fromEntries(Object.entries(wanted).map(([name, value]) => [name, value === "?" ? seed : value]));
    frame().ask ? frame().ask(meant) : element.send({ id: "", wanted: meant });
  };

  const looped = (step) => {
    const scenes = [...element.querySelectorAll("[data-turning] > section")];
    if (!scenes.length) return;
    stage.at = (scenes.findIndex((one) => !one.hidden) + step + scenes.length) % scenes.length;
    scenes.forEach((one, i) => (one.hidden = i !== stage.at));
    element.querySelectorAll("[data-dots] > i").forEach((one, i) => one.classList.toggle("on", i === stage.at));
  };

  const paged = (button) => {
    const group = button.closest("[data-pages]");
    const pages = [...group.querySelectorAll("[data-page]")];
    const at = (pages.findIndex((one) => !one.hidden) + Number(button.dataset.step) + pages.length) % pages.length;
    pages.forEach((one, i) => (one.hidden = i !== at));
    group.querySelector("[data-at]").textContent = `${at + 1} / ${pages.length}`;
  };

  // where the figures come from, opened and shut by the i, and shut by a touch beside it
  const told = () => {
    const info = element.querySelector(".info");
    info.hidden = !info.hidden;
    element.querySelector(info.hidden ? ".i" : ".info button").focus({ preventScroll: true });
  };

  const placed = (ground, event) => {
    const box = ground.getBoundingClientRect();
    const [west, south, east, north] = ground.dataset.window.split(",").map(Number);
    const [left, bottom, right, top] = ground.dataset.bounds.split(",").map(Number);
    const lon = west + ((event.clientX - box.left) / box.width) * (east - west);
    const lat = north - ((event.clientY - box.top) / box.height) * (north - south);
    const within = (low, value, high) => Math.min(Math.max(value, low + 1e-4), high - 1e-4).toFixed(4);
    go({ view: "map", area: "", base: "", here: `${within(left, lon, right)},${within(bottom, lat, top)}` });
  };

  // heard before anything else: the box Streamlit opens without a connection keeps the first touch beside it for itself
  const touched = (event) => {
    if (!element.contains(event.target)) return;
    const found = (what) => event.target.closest(what);
    if (found("a[href]")) return;
    if (found("[data-go]")) return go(JSON.parse(found("[data-go]").dataset.go));
    if (found("[data-info]")) return told();
    if (element.querySelector(".info:not([hidden])")) return found(".info > div") ? null : told();
    if (found("[data-step]")) return paged(found("[data-step]"));
    if (found("[data-pause]")) {
      const paused = element.querySelector("[data-turning]").classList.toggle("paused");
      const button = found("[data-pause]");
      button.textContent = paused ? button.dataset.resume : button.dataset.pause;
      button.setAttribute("aria-pressed", paused);
      return;
    }
    if (found("[data-next]")) return looped(1);
    if (found("[data-bounds]") && element.dataset.scene === "map") return placed(found("[data-bounds]"), event);
    if (element.dataset.scene === "loop") go({ view: "map" });
  };
  view.addEventListener("click", touched, true);
  return stage;
}
