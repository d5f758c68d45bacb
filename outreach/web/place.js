// A map to point at: where one clicks, its longitude and latitude, to be copied. The arrow keys move the cross, + and − the distance.
const shown = new WeakMap();

export default function ({ parentElement, data }) {
  let place = shown.get(parentElement);
  if (!place) shown.set(parentElement, (place = made(parentElement)));
  place.draw(data);
}

function made(root) {
  const page = root.ownerDocument ?? document;
  const [keys, view, ground, cross, told, copies] = ["keys", "view", "ground", "cross", "told", "copies"].map((name) => root.querySelector(`.${name}`));
  const state = { data: null, svg: "", scale: 1, x: 0, y: 0, at: null };
  const size = () => {
    const [west, south, east, north] = state.data.window;
    const squeeze = Math.cos((((south + north) / 2) * Math.PI) / 180);
    const ratio = ((east - west) * squeeze) / (north - south);
    const fit = Math.min(view.clientWidth / ratio, view.clientHeight);
    return [fit * ratio * state.scale, fit * state.scale];
  };
  const toPixel = ([lon, lat]) => {
    const [west, south, east, north] = state.data.window, [wide, high] = size();
    return [state.x + ((lon - west) / (east - west)) * wide, state.y + ((north - lat) / (north - south)) * high];
  };
  const toPlace = (x, y) => {
    const [west, south, east, north] = state.data.window, [wide, high] = size();
    return [west + ((x - state.x) / wide) * (east - west), north - ((y - state.y) / high) * (north - south)];
  };
  const paint = () => {
    const [wide, high] = size();
    Object.assign(ground.style, { left: `${state.x}px`, top: `${state.y}px`, width: `${wide}px`, height: `${high}px` });
    cross.style.display = state.at ? "block" : "none";
    if (state.at) {
      const [x, y] = toPixel(state.at);
      Object.assign(cross.style, { left: `${x}px`, top: `${y}px` });
    }
  };
  const tell = () => {
    const { words } = state.data;
    told.textContent = state.at ? `${words.lon} ${state.at[0].toFixed(5)}　${words.lat} ${state.at[1].toFixed(5)}　WGS-84` : words.none;
    copies.hidden = !state.at;
    paint();
  };
  const point = (x, y) => {
    const [west, south, east, north] = state.data.window;
    const [lon, lat] = toPlace(x, y);
    if (lon < west || lon > east || lat < south || lat > north) return;
    state.at = [lon, lat];
    tell();
  };
  const zoom = (by, x = view.clientWidth / 2, y = view.clientHeight / 2) => {
    const kept = toPlace(x, y);
    state.scale = Math.min(Math.max(state.scale * by, 1), 64);
    const [nowX, nowY] = toPixel(kept);
    state.x += x - nowX;
    state.y += y - nowY;
    if (state.scale === 1) centre();
    paint();
  };
  const centre = () => {
    state.scale = 1;
    const [wide, high] = size();
    state.x = (view.clientWidth - wide) / 2;
    state.y = (view.clientHeight - high) / 2;
    paint();
  };
  const button = (parent, name, act) => {
    const one = page.createElement("button");
    one.type = "button";
    one.dataset.name = name;
    one.addEventListener("click", () => act(one));
    parent.append(one);
  };
  button(keys, "closer", () => zoom(2));
  button(keys, "farther", () => zoom(0.5));
  button(keys, "whole", centre);
  const copy = (axis) => (one) => {
    const text = state.at[axis].toFixed(5);
    const done = () => (one.textContent = state.data.words.copied.replace("##", text));
    if (page.defaultView.navigator.clipboard) return page.defaultView.navigator.clipboard.writeText(text).then(done, done);
    const field = page.createElement("textarea");
    field.value = text;
    page.body.append(field);
    field.select();
    page.execCommand("copy");
    field.remove();
    done();
  };
  button(copies, "lon", copy(0));
  button(copies, "lat", copy(1));

  let held = null;
  view.addEventListener("pointerdown", (event) => {
    held = { x: event.clientX, y: event.clientY, left: state.x, top: state.y, moved: false };
    view.setPointerCapture(event.pointerId);
  });
  view.addEventListener("pointermove", (event) => {
    if (!held) return;
    const [east, south] = [event.clientX - held.x, event.clientY - held.y];
    if (Math.hypot(east, south) > 5) held.moved = true;
    if (held.moved) [state.x, state.y] = [held.left + east, held.top + south];
    paint();
  });
  view.addEventListener("pointerup", (event) => {
    const box = view.getBoundingClientRect();
    if (held && !held.moved) point(event.clientX - box.left - view.clientLeft, event.clientY - box.top - view.clientTop);
    held = null;
    label();
  });
  view.addEventListener("pointercancel", () => (held = null));
  view.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && page.activeElement !== view && root.activeElement !== view) return;
    event.preventDefault();
    const box = view.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });
  view.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (step) {
      const [x, y] = state.at ? toPixel(state.at) : [view.clientWidth / 2, view.clientHeight / 2];
      const by = event.shiftKey ? 20 : 2;
      point(x + step[0] * by, y + step[1] * by);
    } else if (event.key === "+" || event.key === "=") zoom(2);
    else if (event.key === "-") zoom(0.5);
    else return;
    event.preventDefault();
    label();
  });
  const label = () => {
    const { words } = state.data;
    for (const one of keys.children) one.textContent = words[one.dataset.name];
    for (const one of copies.children) one.textContent = words.copy.replace("##", words[one.dataset.name]);
  };
  const draw = (data) => {
    const first = state.svg !== data.svg;
    state.data = data;
    if (first) {
      state.svg = data.svg;
      ground.innerHTML = data.svg;
      const [west, south, east, north] = data.window;
      for (const base of data.bases) {
        const dot = page.createElement("i");
        dot.className = "base";
        dot.title = base.name;
        Object.assign(dot.style, { left: `${(100 * (base.lon - west)) / (east - west)}%`, top: `${(100 * (north - base.lat)) / (north - south)}%` });
        ground.append(dot);
      }
      centre();
      new page.defaultView.ResizeObserver(() => (state.scale === 1 ? centre() : paint())).observe(view);
    }
    view.setAttribute("aria-label", `${data.words.label} ${data.words.keys}`);
    label();
    tell();
  };
  return { draw };
}
