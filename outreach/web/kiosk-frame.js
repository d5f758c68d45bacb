// The museum's screen in the visitor's browser: idle timer, reset, reconnecting, and what may not be touched.
const BEAT = 1000; // between two looks at everything, in milliseconds
const POLL = 3000; // between two questions to the server
const SILENT = 2; // polls without an answer until the visitor is told
const PATIENCE = 12000; // for a touch to be answered, or, once the server is there, for the connection to come back by itself
const REPEAT = 4000; // for a touch to be heard before it is sent again
const TRIES = 3; // at once, when the scene that comes answers another touch
const EMPTY = 10000; // for a page without a stage, before it is loaded again; six times that while the server is at work on it
const STALE = 30 * 60 * 1000; // a first scene nobody touches is loaded afresh, with whatever changed
const KEYS = new Set(["Tab", "Enter", " ", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Shift"]);

export default function ({ parentElement, data, setTriggerValue }) {
  const page = parentElement.ownerDocument ?? document;
  const view = page.defaultView;
  const frame = (view.outreachKiosk ??= installed(page, view));
  frame.own = parentElement;
  frame.data = data;
  page.documentElement.lang = data.lang;
  const once = () => String(Math.round(view.performance.now()));
  frame.end = () => setTriggerValue("end", once());
  frame.wake = () => setTriggerValue("wake", once());
  frame.beat();
}

function installed(page, view) {
  const now = () => view.performance.now(); // not the clock on the wall, which may be set while somebody stands here
  const frame = { touched: now(), started: now(), touch: null, silent: 0, cut: null, back: null, owed: false, empty: null, ending: false, loop: null };
  const stage = () => page.querySelector(".kiosk");
  const first = () => stage()?.dataset.scene === "loop" && !stage().querySelector(".paused");
  const locked = () => frame.data?.locked;

  frame.felt = () => {
    frame.touched = now();
    if (frame.dialog) closed();
  };

  const closed = () => {
    frame.dialog.remove();
    frame.dialog = null;
    frame.before?.isConnected && frame.before.focus({ preventScroll: true });
  };

  const opened = () => {
    const { still, stay } = frame.data.texts;
    frame.before = page.activeElement;
    frame.dialog = page.createElement("div");
    frame.dialog.className = "kiosk-dialog";
    frame.dialog.innerHTML = `<div role="alertdialog" aria-modal="true" aria-labelledby="kiosk-still" aria-describedby="kiosk-left">
      <h2 id="kiosk-still"></h2><p id="kiosk-left"></p><div class="kiosk-count" aria-hidden="true"></div><button type="button"></button></div>`;
    frame.dialog.querySelector("h2").textContent = still;
    frame.dialog.querySelector("button").textContent = stay;
    frame.own.append(frame.dialog);
    frame.dialog.querySelector("button").focus({ preventScroll: true });
  };

  const counted = (left) => {
    const number = frame.dialog.querySelector(".kiosk-count");
    if (number.textContent === String(left)) return;
    number.textContent = left;
    frame.dialog.querySelector("#kiosk-left").textContent = frame.data.texts.left.replace("##", left);
  };

  // Where the page is loaded again: at what a touch asks for that nobody has answered yet, else as it stands or at the start.
  const afresh = (from) => {
    const wanted = new URLSearchParams(from);
    for (const [name, value] of Object.entries(frame.touch?.wanted ?? {})) value ? wanted.set(name, value) : wanted.delete(name);
    view.location.replace(view.location.origin + view.location.pathname + (wanted.size ? `?${wanted}` : ""));
  };

  // The visitor is gone: the server forgets the session, then the page starts from nothing. Without a server the
  // first scene is put back from memory, and the rest is owed.
  const ended = () => {
    if (frame.ending) return;
    if (frame.dialog) closed();
    frame.touch = null;
    if (frame.silent || frame.cut !== null) {
      const shown = stage();
      if (shown && frame.loop && shown.dataset.scene !== "loop") {
        shown.dataset.scene = "loop";
        shown.classList.remove("asked");
        shown.innerHTML = frame.loop;
        view.history.replaceState(null, "", view.location.pathname);
      }
      frame.owed = true;
      frame.touched = now();
      return;
    }
    forgotten();
  };

  const forgotten = () => {
    frame.ending = true;
    frame.end();
    view.setTimeout(() => afresh(""), 600);
  };

  const again = () => {
    if (frame.ending) return;
    frame.ending = true;
    afresh(first() ? "" : view.location.search);
  };

  // The connection is there again, perhaps to a server that knows nothing of this page: what is owed is done, a touch
  // nobody heard is sent again, and otherwise the scene is drawn as it is now.
  const resumed = () => {
    frame.cut = frame.back = null;
    if (frame.ending) return;
    if (frame.owed) return forgotten();
    frame.touch ? begun() : frame.wake();
  };

  const begun = () => {
    Object.assign(frame.touch, { at: now(), tries: 0 });
    sent();
  };

  const sent = () => {
    Object.assign(frame.touch, { last: now(), tries: frame.touch.tries + 1 });
    stage()?.send(frame.touch);
  };

  const told = (text) => {
    let strip = page.querySelector(".kiosk-strip");
    if (!text) return strip?.remove();
    if (!strip) {
      strip = page.createElement("div");
      strip.className = "kiosk-strip";
      strip.setAttribute("role", "status");
      frame.own.append(strip);
    }
    if (strip.textContent !== text) strip.textContent = text;
  };

  const held = (wanted) => {
    const there = page.querySelector(".kiosk-hold");
    if (!wanted) return there?.remove();
    if (there) return;
    const hold = page.createElement("div");
    hold.className = "kiosk-hold";
    hold.setAttribute("role", "status");
    for (const line of frame.data.texts.hold) hold.append(Object.assign(page.createElement("p"), { textContent: line }));
    frame.own.append(hold);
  };

  const polled = async () => {
    try {
      const answer = await view.fetch(frame.data.health, { cache: "no-store", signal: view.AbortSignal.timeout(POLL - 500) });
      frame.silent = answer.ok ? 0 : frame.silent + 1;
    } catch {
      frame.silent += 1;
    }
    frame.back = frame.silent || frame.cut === null ? null : (frame.back ?? now());
    told(frame.silent >= SILENT || (frame.cut !== null && now() - frame.cut > 2000) ? frame.data.texts.lost : "");
    if (!frame.silent && frame.back !== null && now() - frame.back > PATIENCE) again();
  };

  const linked = (app) => {
    // where Streamlit's page does not say whether it is connected, the server's answers have to do
    if (app ? app.dataset.testConnectionState !== "CONNECTED" : frame.silent) frame.cut ??= now();
    else if (frame.cut !== null) resumed();
    else if (frame.owed && !frame.silent && !frame.ending) forgotten();
    if (!frame.touch || frame.cut !== null || frame.silent || frame.ending) return;
    const patience = app?.dataset.testScriptState === "running" ? 2 * PATIENCE : PATIENCE;
    if (now() - frame.touch.at > patience) again();
    else if (now() - frame.touch.last > REPEAT) sent();
  };

  // A touch goes to the server until it says it has heard it; a later one takes its place only while nobody is there.
  frame.ask = (wanted) => {
    const answering = frame.cut === null && !frame.owed;
    if (frame.touch && answering) return;
    frame.touch = { id: `${Math.round(view.performance.timeOrigin)}-${(frame.touches = (frame.touches ?? 0) + 1)}`, wanted };
    stage()?.classList.add("asked");
    if (answering) begun();
  };

  // A scene drawn anew says which touch it answers. A server just started answers none the first time.
  frame.heard = (id) => {
    if (frame.touch && frame.touch.id !== id) return frame.cut === null && frame.touch.tries < TRIES && sent();
    frame.touch = null;
    stage()?.classList.remove("asked");
  };

  frame.beat = () => {
    if (!frame.own?.isConnected && !locked()) return stopped();
    const shown = stage();
    const app = frame.data.marks ? page.querySelector('[data-testid="stApp"]') : null;
    const running = app?.dataset.testScriptState === "running";
    linked(app);
    frame.empty = shown?.firstElementChild ? null : (frame.empty ?? now());
    held(frame.own?.isConnected && frame.empty !== null && now() - frame.empty > 3000);
    if (frame.empty !== null && now() - frame.empty > (running ? 6 * EMPTY : EMPTY) && !frame.silent) again();
    if (!shown || frame.ending) return;
    if (shown.dataset.scene === "loop" && shown.dataset.drawn) frame.loop ??= shown.innerHTML;
    if (first()) {
      frame.touched = now();
      if (now() - frame.started > STALE && !frame.silent) again();
      return;
    }
    const quiet = (now() - frame.touched) / 1000 - Number(shown.dataset.idle);
    if (quiet < 0) return;
    if (!frame.dialog) opened();
    const left = Math.ceil(Number(shown.dataset.warning) - quiet);
    left > 0 ? counted(left) : ended();
  };

  const barred = (event) => {
    if (!locked()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  const listeners = [
    ["pointerdown", () => frame.felt(), { capture: true, passive: true }],
    ["keydown", (event) => (frame.felt(), KEYS.has(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey ? null : barred(event)), true],
    ["contextmenu", barred, true],
    ["dragstart", barred, true],
    ["dragover", barred, true],
    ["drop", barred, true],
    ["selectstart", barred, true],
    ["copy", barred, true],
    ["gesturestart", barred, true],
    ["auxclick", barred, true],
    ["wheel", (event) => event.ctrlKey && barred(event), { capture: true, passive: false }],
    ["touchmove", (event) => event.touches.length > 1 && barred(event), { capture: true, passive: false }],
  ];
  for (const [name, heard, how] of listeners) view.addEventListener(name, heard, how);
  // Without a connection Streamlit opens a box of its own, which is never seen here, and takes the rest out of reach.
  const reached = new view.MutationObserver(() => page.querySelectorAll("[inert]").forEach((one) => one.removeAttribute("inert")));
  reached.observe(page.documentElement, { subtree: true, attributeFilter: ["inert"] });
  const timers = [view.setInterval(() => frame.beat(), BEAT), view.setInterval(polled, POLL)];
  const stopped = () => {
    timers.forEach((one) => view.clearInterval(one));
    reached.disconnect();
    for (const [name, heard, how] of listeners) view.removeEventListener(name, heard, how);
    delete view.outreachKiosk;
  };
  return frame;
}
