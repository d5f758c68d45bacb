const KEPT = "outreach-scenes", BEFORE = "outreach-scenes-before", MOST = 60
const listening = new WeakMap()

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "[]")
    return Array.isArray(found) ? found : []
  } catch { return [] }
}

export default function ({ parentElement, data, setStateValue }) {
  const page = parentElement
  const list = page.querySelector("ol"), words = data.words
  const tell = () => { const said = kept(); if (JSON.stringify(said) !== JSON.stringify(data.known ?? [])) setStateValue("scenes", said) }
  const keep = scenes => {
    sessionStorage.setItem(BEFORE, localStorage.getItem(KEPT) ?? "[]")
    localStorage.setItem(KEPT, JSON.stringify(scenes))
    draw()
    tell()
  }
  const back = () => {  // the last change is taken back; once more, and it is made again
    const before = sessionStorage.getItem(BEFORE)
    if (before !== null) keep(JSON.parse(before))
  }
  const appended = (scenes, more) => {  // what was put together stays: the district's scenes come after it
    const ids = new Set(scenes.map(one => one.id)), found = [...scenes]
    for (const one of more) {
      let id = one.id, number = 2
      while (ids.has(id)) id = `${one.id}-${number++}`
      ids.add(id)
      found.push({ ...one, id })
    }
    return found.slice(0, MOST)
  }
  const title = `title_${data.language}`
  const button = (text, label, act, off) => {
    const made = document.createElement("button")
    made.textContent = text
    made.title = label
    made.setAttribute("aria-label", label)
    made.disabled = Boolean(off)
    made.onclick = act
    return made
  }
  const moved = (scenes, from, to) => { const next = [...scenes]; next.splice(to, 0, ...next.splice(from, 1)); return next }
  const shown = scene => data.titles[scene.id] ?? (/\{/.test(scene[title] ?? "") ? data.pages[scene.page] ?? scene.page : scene[title])
  function draw() {
    const scenes = kept()
    page.querySelector(".start").textContent = scenes.length ? words.append : words.start
    page.querySelector(".back").hidden = sessionStorage.getItem(BEFORE) === null
    page.querySelector("p").textContent = scenes.length ? words.have.replace("{n}", scenes.length) : words.none
    list.replaceChildren(...scenes.map((scene, i) => {
      const row = document.createElement("li"), number = document.createElement("span"), name = document.createElement("input"), picture = document.createElement("select")
      row.dataset.id = scene.id
      number.className = "number"
      number.textContent = i + 1
      name.value = shown(scene)
      name.setAttribute("aria-label", words.retitle)
      name.onchange = () => keep(kept().map((one, k) => k === i ? { ...one, [title]: name.value.trim() || one[title] } : one))
      for (const [id, text] of data.shown[scene.id] ?? data.exhibits[scene.page] ?? []) picture.append(new Option(text, id))
      for (const id of scene.exhibits ?? []) if (![...picture.options].some(one => one.value === id)) picture.append(new Option(words.absent, id))
      picture.value = scene.exhibits?.[0] ?? picture.options[0]?.value ?? ""
      picture.setAttribute("aria-label", words.picture)
      picture.style.visibility = scene.kind ? "hidden" : ""  // a cover and a closing have none
      picture.onchange = () => keep(kept().map((one, k) => {
        if (k !== i) return one
        const texts = Object.fromEntries(["zh", "en"].flatMap(to => [[`title_${to}`, `{${picture.value}.title}`], [`takeaway_${to}`, `{${picture.value}}`]]))
        const { columns: _columns, point: _point, otherwise: _otherwise, ...rest } = one
        return { ...rest, exhibits: [picture.value], ...texts }
      }))
      const up = button("↑", words.up, () => keep(moved(scenes, i, i - 1)), i === 0), down = button("↓", words.down, () => keep(moved(scenes, i, i + 1)), i === scenes.length - 1)
      const out = button("✕", words.remove, () => keep(scenes.filter((_, k) => k !== i)))
      row.append(number, name, picture, up, down, out)
      return row
    }))
  }
  page.querySelector(".start").onclick = () => keep(appended(kept(), data.district))
  page.querySelector(".back").textContent = words.back
  page.querySelector(".back").onclick = back
  page.querySelector(".clear").textContent = words.clear
  page.querySelector(".clear").onclick = () => { if (window.confirm(words.sure)) keep([]) }
  if (!list.querySelector("input:focus")) draw()  // a name that is being typed stays as it is
  tell()
  const other = event => { if (event.key === KEPT) { draw(); tell() } }
  window.removeEventListener("storage", listening.get(parentElement))
  listening.set(parentElement, other)
  window.addEventListener("storage", other)
  return () => window.removeEventListener("storage", listening.get(parentElement))
}
