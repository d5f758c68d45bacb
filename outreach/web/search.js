const WAIT = 250 // milliseconds after the last letter
const SETTLED = 300
const TRIES = 40 // an Enter waits so often for the ways of its text, on a slow line

export default function ({ parentElement, data, setStateValue }) {
  const field = parentElement.querySelector("input")
  const links = () => parentElement.ownerDocument.querySelectorAll(`.st-key-${data.seat}-found a`)
  if (field.placeholder !== data.hint) { field.placeholder = data.hint; field.setAttribute("aria-label", data.label) }
  const go = (left = TRIES) => {
    const first = links()[0]
    if (!field.going) return
    if (first || !left) { field.going = false; first?.click() } else setTimeout(go, SETTLED / 2, left - 1)
  }
  if (field.going && data.asked === field.value) setTimeout(() => go(), SETTLED) // the links of this text come right after
  field.oninput = () => { field.going = false; clearTimeout(field.waiting); field.waiting = setTimeout(() => setStateValue("asked", field.value), WAIT) }
  field.onkeydown = event => {
    if (event.key === "Enter") { field.going = true; if (data.asked === field.value) go(); else { clearTimeout(field.waiting); setStateValue("asked", field.value) } }
    else if (event.key === "ArrowDown" && links().length) { event.preventDefault(); links()[0].focus() }
    else if (event.key === "Escape") { field.value = ""; field.oninput() }
  }
}
