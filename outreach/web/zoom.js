const TURN = 180 // how far a wheel turns for a step that one can follow
const held = new WeakMap()
const fitted = new WeakMap() // what each map was last made to fit, and its zoom then: the buttons may come and go while it stays

export default function ({ parentElement, data, setTriggerValue }) {
  const seat = parentElement.closest('[class*="st-key-exhibit-"]') ?? parentElement.ownerDocument
  let state = held.get(parentElement)
  if (!state) held.set(parentElement, (state = { chart: null, moved: false, width: null, ends: [] }))
  state.data = data
  state.tell = zoom => setTriggerValue("whole", { zoom, width: state.chart?.clientWidth, at: Date.now() })

  const look = () => {
    const chart = seat.querySelector('[data-testid="stDeckGlJsonChart"]')
    if (chart && chart !== state.chart && chart.querySelector("canvas")) take(chart)
    if (state.buttons) say(state)
    if (state.buttons && state.chart?.isConnected && !state.buttons.isConnected) state.chart.append(state.buttons)
  }

  function take(chart) {
    leave(state)
    const before = fitted.get(chart)
    Object.assign(state, { chart, moved: false, width: null, zoom: before?.across === state.data.across ? before.zoom : undefined })
    const wheel = event => {
      if (event.ctrlKey || event.metaKey) { state.moved ||= event.isTrusted; if (event.isTrusted) event.preventDefault(); return }
      if (!fills(chart)) event.stopPropagation() // the page scrolls, the map stays as it is
    }
    const down = event => { if (event.isTrusted && !state.buttons.contains(event.target)) state.from = [event.clientX, event.clientY] }
    const move = event => { if (state.from && event.buttons && Math.hypot(event.clientX - state.from[0], event.clientY - state.from[1]) > 5) state.moved = true }
    const sizes = new ResizeObserver(() => fit(state))
    chart.addEventListener("wheel", wheel, { capture: true, passive: false })
    chart.addEventListener("pointerdown", down, true)
    chart.addEventListener("pointermove", move, true)
    sizes.observe(chart)
    const away = event => { if (event.pointerType !== "touch") chart.classList.add("outreach-away") }
    const back = event => { if (event.pointerType !== "touch" || event.type === "pointerdown") { clearTimeout(state.told); chart.classList.remove("outreach-away") } }
    const said = event => { clearTimeout(state.told); state.told = setTimeout(() => chart.classList.add("outreach-away"), event.pointerType === "touch" ? 4000 : 0) }
    const heard = [["pointerleave", away, false], ["pointermove", back, true], ["pointerdown", back, true], ["click", said, true]]
    for (const [kind, done, capture] of heard) chart.addEventListener(kind, done, capture)
    state.ends = [
      () => chart.removeEventListener("wheel", wheel, { capture: true }),
      () => chart.removeEventListener("pointerdown", down, true),
      () => chart.removeEventListener("pointermove", move, true),
      () => sizes.disconnect(),
      () => { for (const [kind, done, capture] of heard) chart.removeEventListener(kind, done, capture) },
    ]
    state.buttons = buttons(chart.ownerDocument, state)
    chart.append(state.buttons)
    fit(state)
  }

  look()
  const watch = new MutationObserver(() => look())
  watch.observe(seat, { childList: true, subtree: true })
  return () => { watch.disconnect(); leave(state); held.delete(parentElement) }
}

function leave(state) {
  for (const end of state.ends) end()
  state.ends = []
  state.buttons?.remove()
}

function say(state) {
  for (const button of state.buttons.children) {
    const said = state.data.say[button.dataset.act]
    if (button.title !== said) { button.title = said; button.setAttribute("aria-label", said) }
  }
}

function buttons(page, state) {
  const group = page.createElement("div")
  group.className = "outreach-zoom"
  const acts = { nearer: ["+", () => turn(state, -TURN)], farther: ["−", () => turn(state, TURN)], whole: ["⤢", () => whole(state)] }
  for (const [act, [sign, done]] of Object.entries(acts)) {
    const button = page.createElement("button")
    button.type = "button"
    button.dataset.act = act
    button.textContent = sign
    button.addEventListener("click", event => { event.stopPropagation(); done() })
    for (const kind of ["pointerdown", "pointerup", "mousedown", "dblclick"]) button.addEventListener(kind, event => event.stopPropagation())
    group.append(button)
  }
  state.buttons = group
  say(state)
  return group
}

function whole(state) {
  state.moved = false
  const [width, height] = [state.chart.clientWidth, state.chart.clientHeight]
  state.width = width
  state.tell(wanted(state.data, width, height))
}

/** The zoom at which the whole district fits these pixels. */
function wanted(data, width, height) {
  return Math.min(data.across + Math.log2(width), data.down + Math.log2(height))
}

/** Have a map nobody has moved fit the width there is, where that is less than the one it opens for. */
function fit(state) {
  if (matchMedia("print").matches) return // paper is wider than it opens for, and what the server sent anew would come too late for it
  const { chart, data } = state
  const width = chart.clientWidth
  if (state.moved || !width || width === state.width) return
  state.width = width
  const opens = state.zoom ?? data.zoom ?? wanted(data, data.width, data.height)
  const fits = Math.min(wanted(data, width, data.height), wanted(data, data.width, data.height))
  if (Math.abs(fits - opens) <= 0.02) return
  state.zoom = fits
  fitted.set(chart, { across: data.across, zoom: fits })
  go(state, fits - opens)
  state.tell(fits) // the server draws it with the names that have room there
}

/** Zoom by so many levels, less than one, as soon as deck.gl listens: it takes a wheel's way for 2 / (1 + exp(-way / 100)) times as near. */
function go(state, levels, tries = 60) {
  const far = Math.min(Math.abs(levels), 0.95)
  const way = -100 * Math.log(2 / 2 ** far - 1)
  if (wheel(state, levels < 0 ? way : -way) || !tries) return
  const zoom = state.zoom
  const drawn = () => state.data.zoom === zoom // the server was quicker: what it has drawn is as near as was asked for
  setTimeout(() => { if (!state.moved && state.zoom === zoom && !drawn() && state.chart.isConnected) go(state, levels, tries - 1) }, 100)
}

/** Turn the wheel in the middle of the map, which is how deck.gl is told to zoom. */
function turn(state, deltaY) {
  state.moved = true
  wheel(state, deltaY)
}

/** Whether deck.gl has heard it. */
function wheel(state, deltaY) {
  const canvas = state.chart.querySelector("canvas")
  const box = canvas.getBoundingClientRect()
  return !canvas.dispatchEvent(new WheelEvent("wheel", {
    deltaY, ctrlKey: true, bubbles: true, cancelable: true, clientX: box.x + box.width / 2, clientY: box.y + box.height / 2,
  }))
}

/** Whether the map is all there is to see, so that the wheel has no page to scroll. */
function fills(chart) {
  return chart.clientHeight > 0.9 * innerHeight && chart.clientWidth > 0.9 * innerWidth
}
