const players = new WeakMap()
const CHANNEL = "outreach-briefing", BEGAN = "outreach-briefing-began", ROOM = "outreach-briefing-room"
const LONGEST = 6 * 3600 * 1000  // a talk that began longer ago than this is over
const DRAWN = [1920, 1080]

export default function ({ parentElement, data, setStateValue }) {
  const known = players.get(parentElement)
  const player = known ?? new Player(parentElement)
  players.set(parentElement, player)
  player.take(data, setStateValue)
  return () => { player.end(); players.delete(parentElement) }
}

class Player {
  constructor(root) {
    this.root = root
    this.number = 0
    this.typed = ""
    this.frame = root.querySelector(".frame")
    this.stage = root.querySelector(".stage")
    this.part = name => root.querySelector(`.${name}`)
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null
    if (this.channel) this.channel.onmessage = ({ data }) => this.hear(data)
    this.onKey = event => this.key(event)
    window.addEventListener("keydown", this.onKey)
    this.sizes = new ResizeObserver(() => this.scale())
    this.sizes.observe(this.frame)
    this.part("edge.back").onclick = () => this.step(-1)
    this.part("edge.on").onclick = () => this.step(1)
    this.part("notes").onclick = () => this.notes()
    this.part("start").onclick = () => this.fill()
    this.onFilled = () => this.filled()
    document.addEventListener("fullscreenchange", this.onFilled)
    this.onMoved = () => this.moved()
    this.frame.addEventListener("pointermove", this.onMoved)
    this.part("blank").onclick = () => this.blank(false)
    this.clock = setInterval(() => this.tick(), 500)
  }

  end() {
    window.removeEventListener("keydown", this.onKey)
    document.removeEventListener("fullscreenchange", this.onFilled)
    document.documentElement.classList.remove(PLAYING)
    clearTimeout(this.resting)
    this.sizes.disconnect()
    this.channel?.close()
    clearInterval(this.clock)
    clearTimeout(this.telling)
  }

  take(data, setStateValue) {
    this.setStateValue = setStateValue
    const before = this.data
    this.data = data
    const turned = before && before.tone !== data.tone && data.tone !== this.tone
    if (before && before.key === data.key && before.full === data.full && !turned) return
    if (!before || turned) this.tone = data.tone
    const wanted = before ? this.slides[this.number]?.id : data.scene
    this.slides = data.slides
    this.words = data.words
    this.number = Math.max(0, this.slides.findIndex(one => one.id === wanted))
    this.frame.classList.toggle("full", data.full)
    quiet(data.full)
    if (data.full && !before) this.frame.focus({ preventScroll: true })
    this.build()
    if (wanted && !this.slides.some(one => one.id === wanted)) this.say(this.words.unknown.replace("{scene}", wanted))
    this.show()
  }

  build() {
    this.frame.classList.toggle("dark", this.tone === "dark")
    this.part("slides").innerHTML = this.slides.map(one => `<article class="slide ${one.kind ?? ""}" data-id="${one.id}">
      <h1></h1><p class="takeaway"></p><p class="reading"></p><div class="body">${this.coloured(one.body)}</div><p class="source"></p></article>`).join("")
    this.drawn = [...this.part("slides").children]
    this.drawn.forEach((slide, i) => {
      slide.querySelector("h1").append(...clauses(this.slides[i].title))
      slide.querySelector(".takeaway").append(...clauses(this.slides[i].takeaway))
      slide.querySelector(".source").textContent = this.slides[i].source
      slide.querySelector(".reading").textContent = this.slides[i].reading ?? ""
      for (const part of ["takeaway", "reading"]) if (!this.slides[i][part]) slide.querySelector(`.${part}`).remove()
      slide.querySelector(".aside")?.prepend(...slide.querySelectorAll(".takeaway, .reading"))
      fit(slide)
    })
    this.part("name").textContent = this.data.name
    this.part("edge.back").setAttribute("aria-label", this.words.back)
    this.part("edge.on").setAttribute("aria-label", this.words.on)
    this.part("tools").hidden = this.data.full
    this.part("notes").hidden = !this.data.notes
    for (const name of ["start", "notes"]) this.part(name).textContent = this.words[name]
    this.part("hint").textContent = this.words.hint
    this.part("grid").replaceChildren(...this.drawn.map((slide, i) => this.thumb(slide, i)))
    this.scale()
  }

  thumb(slide, i) {
    const button = document.createElement("button"), small = document.createElement("span"), label = document.createElement("span")
    button.className = "thumb"
    small.className = "small"
    small.setAttribute("aria-hidden", "true")
    const copy = slide.cloneNode(true)
    copy.classList.remove("shown")
    small.append(copy)
    label.className = "label"
    label.textContent = `${i + 1}　${this.slides[i].title}`
    button.append(small, label)
    button.onclick = () => { this.overview(false); this.go(i) }
    return button
  }

  coloured(html) {
    return this.tone === "dark" ? html.replace(/#[0-9a-f]{6}\b/gi, one => this.data.dark[one.toLowerCase()] ?? one) : html
  }

  scale() {
    const [wide, high] = DRAWN, { clientWidth, clientHeight } = this.frame
    const by = Math.min(clientWidth / wide, clientHeight / high)
    this.stage.style.transform = `translate(${(clientWidth - wide * by) / 2}px, ${(clientHeight - high * by) / 2}px) scale(${by})`
  }

  go(number) {
    const last = this.slides.length - 1
    const to = Math.min(Math.max(number, 0), last)
    if (to === this.number) return
    this.number = to
    this.show()
  }

  fills() { return Boolean(document.fullscreenElement?.contains(this.frame) || this.root.fullscreenElement || document.fullscreenElement?.shadowRoot?.contains(this.frame)) }

  fill() {  // the slide alone becomes the screen, with the keys and the clock
    if (document.fullscreenElement) return document.exitFullscreen()
    this.frame.focus({ preventScroll: true })
    this.frame.requestFullscreen?.().catch(() => {})
  }

  filled() {
    const on = Boolean(document.fullscreenElement)
    this.frame.classList.toggle("filling", on)
    quiet(on || this.data?.full)
    if (!on) return this.frame.classList.remove("resting")
    this.frame.focus({ preventScroll: true })
    if (!this.began()) this.begin()
    this.moved()
  }

  moved() {  // the pointer hides when it rests
    this.frame.classList.remove("resting")
    clearTimeout(this.resting)
    if (this.data?.full || this.fills()) this.resting = setTimeout(() => this.frame.classList.add("resting"), 2500)
  }

  step(by) { this.go(this.number + by) }

  show() {
    const one = this.slides[this.number]
    if (!one) return
    this.drawn.forEach((slide, i) => slide.classList.toggle("shown", i === this.number))
    this.part("spoken").textContent = `${this.number + 1}/${this.slides.length} ${one.title}`
    this.part("foot .number").textContent = `${this.number + 1} / ${this.slides.length}`
    this.part("bar").style.width = `${100 * (this.number + 1) / this.slides.length}%`
    if ((this.data.full || this.fills()) && !this.began()) this.begin()
    this.stamp = Date.now()
    this.address("scene", one.id)
    this.tell()
    clearTimeout(this.telling)
    this.telling = setTimeout(() => this.setStateValue("at", this.at()), 350)
    this.tick()
  }

  at() {
    return { room: this.room(), scene: this.slides[this.number].id, began: this.began(), stamp: this.stamp ?? Date.now(), tone: this.tone }
  }

  tell() { this.channel?.postMessage({ kind: "at", ...this.at() }) }

  hear(message) {
    if (message.room !== this.room()) return
    if (message.kind === "ask") this.tell()
    if (message.kind === "step") this.step(message.by)
  }

  room() {
    if (!sessionStorage.getItem(ROOM)) sessionStorage.setItem(ROOM, Math.random().toString(36).slice(2, 8).padEnd(6, "0"))
    return sessionStorage.getItem(ROOM)
  }

  notes() {
    if (!this.data.notes) return
    const url = new URL(this.data.notes, window.location.href)
    url.searchParams.set("room", this.room())
    window.open(url, "outreach-notes", "popup,width=1000,height=720")
  }

  address(name, value) {
    const url = new URL(window.location.href)
    url.searchParams.set(name, value)
    window.history.replaceState(window.history.state, "", url)
  }

  began() {
    const said = Number(sessionStorage.getItem(BEGAN))
    return said && Date.now() - said < LONGEST ? said : 0
  }

  begin() {
    sessionStorage.setItem(BEGAN, Date.now())
    this.tick()
    this.tell()
  }

  tick() {
    const began = this.began()
    this.part("foot .time").textContent = began ? elapsed(Date.now() - began) : ""
    this.part("foot .lost").textContent = away() ? this.words.lost : ""
  }

  blank(on) { this.part("blank").style.display = on ? "block" : "none"; this.blanked = on }

  overview(on) {
    this.help(false)
    this.part("over.all").classList.toggle("open", on)
    this.open = on
    if (!on) return
    const thumbs = [...this.part("grid").children]
    thumbs.forEach((one, i) => one.setAttribute("aria-current", i === this.number))
    thumbs[this.number]?.focus()
  }

  help(on) {
    const help = this.part("over.help")
    help.classList.toggle("open", on)
    this.helping = on
    if (!on) return
    help.innerHTML = "<h2></h2><table></table>"
    help.querySelector("h2").textContent = this.words.keys
    for (const [key, meaning] of this.words.key_list) {
      const row = help.querySelector("table").insertRow()
      row.insertCell().textContent = key
      row.insertCell().textContent = meaning
    }
  }

  say(text) {
    const said = this.part("said")
    said.textContent = text
    said.style.display = "block"
    clearTimeout(this.saying)
    this.saying = setTimeout(() => { said.style.display = "none" }, 4000)
  }

  type(text) {
    this.typed = text
    const typed = this.part("typed")
    typed.textContent = text
    typed.style.display = text ? "block" : "none"
  }

  turn() {
    this.tone = this.tone === "dark" ? "light" : "dark"
    this.address("tone", this.tone)
    this.build()
    this.show()
    clearTimeout(this.telling)
    this.setStateValue("at", this.at())  // at once: the page's own control of the ground follows
  }

  key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const on = event.composedPath()[0]
    if (on instanceof Element && (on.closest("input, textarea, select, [contenteditable], [role=combobox], [role=listbox], [role=slider]"))) return
    const own = on instanceof Element && this.frame.contains(on)
    if ([" ", "Enter"].includes(event.key) && !own && on instanceof Element && on.closest("button, a, summary, [role=button], [role=radio]")) return
    if (this.press(event.key, event.shiftKey)) { event.preventDefault(); event.stopPropagation() }
  }

  press(key, shift) {
    const forward = ["PageDown", "ArrowRight", "ArrowDown"], back = ["PageUp", "ArrowLeft", "ArrowUp", "Backspace"]
    if (this.blanked) {
      if (key === "Shift") return false
      this.blank(false)
      return true
    }
    if (this.open) return this.pressInOverview(key)
    if (this.helping && (key === "Escape" || key === "?")) { this.help(false); return true }
    if (/^[0-9]$/.test(key)) { this.type((this.typed + key).slice(-3)); return true }
    if (key === "Enter" && this.typed) { const to = Number(this.typed); this.type(""); this.jump(to); return true }
    if (key === "Backspace" && this.typed) { this.type(this.typed.slice(0, -1)); return true }
    if (key === "Escape" && this.typed) { this.type(""); return true }
    if (key === " ") this.step(shift ? -1 : 1)
    else if (forward.includes(key)) this.step(1)
    else if (back.includes(key)) this.step(-1)
    else if (key === "Home") this.go(0)
    else if (key === "End") this.go(this.slides.length - 1)
    else if (key === "o" || key === "O" || key === "Escape") this.overview(true)
    else if (key === "b" || key === "B" || key === ".") this.blank(true)
    else if (key === "?" || key === "？") this.help(!this.helping)
    else if (key === "t" || key === "T") this.begin()
    else if (key === "d" || key === "D") this.turn()
    else if ((key === "n" || key === "N") && this.data.notes) this.notes()
    else if (key === "f" || key === "F") this.fill()
    else return false
    return true
  }

  jump(to) {
    if (to < 1 || to > this.slides.length) return this.say(this.words.no_number.replace("{number}", to).replace("{n}", this.slides.length))
    this.help(false)
    this.go(to - 1)
  }

  pressInOverview(key) {
    const thumbs = [...this.part("grid").children]
    const at = Math.max(0, thumbs.indexOf(this.root.activeElement ?? this.root.getRootNode().activeElement))
    const move = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 4, ArrowUp: -4, PageDown: 1, PageUp: -1, Home: -at, End: thumbs.length - 1 - at }[key]
    if (move !== undefined) thumbs[Math.min(Math.max(at + move, 0), thumbs.length - 1)].focus()
    else if (key === "Enter" || key === " ") thumbs[at].click()
    else if (key === "Escape" || key === "o" || key === "O") this.overview(false)
    else return false
    return true
  }
}

const PLAYING = "outreach-playing"

function quiet(on) {  // no box of the frame's own over a slide: the slide's foot says when the server is away
  if (!document.getElementById(PLAYING)) {
    const style = document.createElement("style")
    style.id = PLAYING
    style.textContent = `.${PLAYING} [data-testid="stDialog"], .${PLAYING} [data-testid="stStatusWidget"] { display: none !important }`
    document.head.append(style)
  }
  document.documentElement.classList.toggle(PLAYING, Boolean(on))
}

function away() {
  const state = document.querySelector('[data-testid="stApp"]')?.dataset.testConnectionState
  return Boolean(state) && !["CONNECTED", "STATIC_CONNECTED"].includes(state)
}

export function elapsed(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000), two = one => String(one).padStart(2, "0")
  const hours = Math.floor(seconds / 3600)
  return `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

function clauses(text) {  // a Chinese sentence breaks after a comma or before a bracket where it can, not within a word
  return text.split(/(?<=[，；：。、！？])|(?=（)/).map(part => Object.assign(document.createElement("span"), { className: "clause", textContent: part }))
}

function closer(legend) {  // one group after another in the same lines, no heading apart from its first entry
  legend.classList.add("closer")
  for (const head of legend.querySelectorAll("b")) {
    const first = document.createElement("span"), entry = head.nextElementSibling
    first.className = "first"
    head.before(first)
    first.append(head, ...(entry ? [entry] : []))
  }
}

function fit(slide) {
  const takeaway = slide.querySelector(":scope > .takeaway")
  for (let size = 38; takeaway && size > 28 && takeaway.scrollHeight > 2.1 * 1.4 * size; size -= 2) takeaway.style.fontSize = `${size - 2}px`
  const points = slide.querySelector(".points"), body = slide.querySelector(".body")
  for (let size = 44; points && size > 28 && points.scrollHeight > body.clientHeight; size -= 2) points.style.fontSize = `${size - 2}px`
  for (const aside of slide.querySelectorAll(".aside")) {  // the legend closes up before what is read aloud gets small
    const over = () => aside.scrollHeight > aside.clientHeight + 1
    const said = aside.querySelector(".takeaway"), legend = aside.querySelector(".legend"), reading = aside.querySelector(".reading")
    for (let size = 36; said && size > 32 && over(); size -= 1) said.style.fontSize = `${size - 1}px`
    if (legend && over()) legend.classList.add("close")
    if (legend && over()) closer(legend)
    for (let size = parseFloat(said?.style.fontSize || 36); said && size > 28 && over(); size -= 1) said.style.fontSize = `${size - 1}px`
    for (let size = 24; legend && size > 22 && over(); size -= 1) legend.style.fontSize = `${size - 1}px`
    for (let size = 28; reading && size > 24 && over(); size -= 1) reading.style.fontSize = `${size - 1}px`
  }
  for (const table of slide.querySelectorAll(".table")) {  // its letters were planned without this machine's font
    const over = () => table.scrollHeight > table.clientHeight + 1 || table.scrollWidth > table.clientWidth + 1
    for (let size = parseFloat(table.style.fontSize); size > 24 && over(); size -= 1) table.style.fontSize = `${size - 1}px`
  }
}
