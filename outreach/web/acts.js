const WAIT = 450 // milliseconds after the last letter
const held = new WeakMap()

export default function ({ parentElement, data, setTriggerValue }) {
  const page = parentElement.ownerDocument
  let state = held.get(parentElement)
  if (!state) {
    held.set(parentElement, (state = { ends: [], timer: null }))
    for (const [kind, heard] of Object.entries({ click, input, keydown, scroll })) {
      page.addEventListener(kind, heard, true)
      state.ends.push(() => page.removeEventListener(kind, heard, true))
    }
    const watch = new MutationObserver(fill)
    watch.observe(page.body, { childList: true, subtree: true })
    state.ends.push(() => watch.disconnect())
  }
  if (data.page !== state.data?.page || (state.sought && data.chosen !== state.data.chosen)) Object.assign(state, { seek: data.chosen !== "", sought: false })
  state.data = data
  state.tell = (act, value) => setTriggerValue("act", { act, value, at: Date.now() })
  for (const field of page.querySelectorAll("input[data-sift]")) delete field.dataset.set
  fill()

  function click(event) {
    if (event.target.closest?.("[class*=-found] a")) state.sought = true
    const answer = event.target.closest?.("[data-see]")
    if (answer) return see(page.querySelector(`.stMain .st-key-${answer.dataset.see}`))
    const term = event.target.closest?.(".outreach-term")
    if (!event.target.closest?.(".outreach-means")) explain(term)
    if (term || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return
    const row = event.target.closest?.("tr[data-leads]")
    const one = event.target.closest?.("[data-act]") ?? (row && !String(page.getSelection()) ? row.querySelector("a[data-act]") : null)
    if (!one || event.target.closest("input, summary")) return
    event.preventDefault()
    state.tell(one.dataset.act, one.dataset.value)
    if (one.dataset.act === "go") page.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0)
  }

  function input(event) {
    const field = event.target.closest?.("input[data-sift]")
    if (!field) return
    clearTimeout(state.timer)
    state.timer = setTimeout(() => state.tell("sift", `${field.dataset.sift}.${field.value}`), WAIT)
  }

  function keydown(event) {
    const term = event.target.closest?.(".outreach-term")
    if (event.key === "Escape") explain(null)
    else if (term && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); explain(term) }
  }

  function scroll() { explain(null) }

  /** Go to what an answer says whole, to read on from there. */
  function see(whole) {
    if (!whole) return
    whole.tabIndex = -1
    whole.focus({ preventScroll: true })
    show(whole)
  }

  /** Have it begin under the head of the page. */
  function show(part) {
    part.classList.add("outreach-seen")
    part.scrollIntoView()
  }

  /** What was chosen elsewhere, by a link or in the search, is answered in sight too; what is chosen on the page moves nothing. */
  function seek() {
    const answer = state.seek && page.querySelector(".outreach-answers:has(.outreach-answer)")
    if (!answer) return
    state.seek = false
    const box = answer.getBoundingClientRect()
    if (box.height && (box.bottom > innerHeight + 1 || box.top < 0)) show(answer.closest('[class*="st-key-exhibit-"]'))
  }

  /** Fields that have just come say what the address says. */
  function fill() {
    seek()
    for (const field of page.querySelectorAll("input[data-sift]:not([data-set])")) {
      field.dataset.set = ""
      if (page.activeElement !== field) field.value = state.data.sift[field.dataset.sift] ?? ""
    }
  }

  /** What a term means, under it; the same one again, or none, takes it away. */
  function explain(term) {
    const open = page.querySelector(".outreach-means")
    open?.remove()
    if (!term || open?.term === term) return
    const box = page.createElement("div")
    box.className = "outreach-means"
    box.setAttribute("role", "note")
    box.term = term
    box.textContent = term.dataset.means
    page.body.append(box)
    const at = term.getBoundingClientRect()
    box.style.left = `${Math.max(8, Math.min(at.left, innerWidth - box.offsetWidth - 8))}px`
    box.style.top = `${at.bottom + box.offsetHeight + 8 < innerHeight ? at.bottom + 4 : Math.max(8, at.top - box.offsetHeight - 4)}px`
  }

  return () => {
    for (const end of state.ends) end()
    page.querySelector(".outreach-means")?.remove()
    held.delete(parentElement)
  }
}
