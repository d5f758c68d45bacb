const windows = new WeakMap()
const CHANNEL = "outreach-briefing"

export default function ({ parentElement, data }) {
  const known = windows.get(parentElement)
  const notes = known ?? new Notes(parentElement)
  windows.set(parentElement, notes)
  notes.take(data)
  return () => { notes.end(); windows.delete(parentElement) }
}

class Notes {
  constructor(root) {
    this.part = name => root.querySelector(name)
    this.at = { scene: null, began: 0, stamp: 0 }
    this.channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null
    if (this.channel) this.channel.onmessage = ({ data }) => { if (data.kind === "at" && data.room === this.data?.room) this.hear(data) }
    this.onKey = event => {
      const by = { PageDown: 1, ArrowRight: 1, ArrowDown: 1, " ": 1, PageUp: -1, ArrowLeft: -1, ArrowUp: -1, Backspace: -1 }[event.key]
      if (!by || event.ctrlKey || event.altKey || event.metaKey) return
      event.preventDefault()
      this.step(by)
    }
    window.addEventListener("keydown", this.onKey)
    this.part(".back").onclick = () => this.step(-1)
    this.part(".on").onclick = () => this.step(1)
    this.clock = setInterval(() => this.tick(), 500)
  }

  end() {
    window.removeEventListener("keydown", this.onKey)
    this.channel?.close()
    clearInterval(this.clock)
  }

  take(data) {
    const first = !this.data
    this.data = data
    for (const [name, text] of [[".elapsed_word", data.words.elapsed], [".clock_word", data.words.clock], [".back", data.words.back], [".on", data.words.on]]) this.part(name).textContent = text
    if (data.at) this.hear(data.at)
    this.show()
    if (first) this.channel?.postMessage({ kind: "ask", room: data.room })
  }

  hear(at) {
    if (at.stamp < this.at.stamp) return
    this.at = { scene: at.scene, began: at.began, stamp: at.stamp }
    if (this.data) this.show()
  }

  step(by) { this.channel?.postMessage({ kind: "step", by, room: this.data.room }) }

  show() {
    const { slides, words } = this.data
    const number = Math.max(0, slides.findIndex(one => one.id === this.at.scene))
    const one = slides[number], next = slides[number + 1]
    this.part(".far").textContent = this.at.stamp ? "" : words.waiting
    if (!one) return
    this.part(".number").textContent = `${number + 1} / ${slides.length}`
    this.part("h1").textContent = one.title
    this.part(".takeaway").textContent = one.takeaway
    this.part(".note").textContent = one.note || words.no_note
    this.part(".next").innerHTML = "<span></span> <b></b>"
    this.part(".next span").textContent = words.next
    this.part(".next b").textContent = next ? next.title : words.end
    this.tick()
  }

  tick() {
    const two = one => String(one).padStart(2, "0"), now = new Date()
    this.part(".clock").textContent = `${two(now.getHours())}:${two(now.getMinutes())}`
    const seconds = Math.max(0, Math.floor((Date.now() - this.at.began) / 1000)), hours = Math.floor(seconds / 3600)
    this.part(".elapsed").textContent = this.at.began ? `${hours ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}` : "00:00"
  }
}
