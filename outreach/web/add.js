const KEPT = "outreach-scenes", BEFORE = "outreach-scenes-before", MOST = 60
const listening = new WeakMap()

export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button"), words = data.words
  const kept = () => { try { const found = JSON.parse(localStorage.getItem(KEPT) ?? "[]"); return Array.isArray(found) ? found : [] } catch { return [] } }
  const draw = () => { button.textContent = `${words.add}${kept().length ? ` (${kept().length})` : ""}` }
  button.onclick = () => {
    const scenes = kept()
    if (scenes.length >= MOST) { button.textContent = words.full; return }
    let number = 1
    while (scenes.some(one => one.id === `${data.scene.page}-${number}`)) number += 1
    sessionStorage.setItem(BEFORE, JSON.stringify(scenes))  // the list takes back what was done last, wherever it was done
    localStorage.setItem(KEPT, JSON.stringify([...scenes, { ...data.scene, id: `${data.scene.page}-${number}` }]))
    button.textContent = words.added
    setTimeout(draw, 1200)
  }
  draw()
  window.removeEventListener("storage", listening.get(parentElement))
  listening.set(parentElement, draw)
  window.addEventListener("storage", draw)
  return () => window.removeEventListener("storage", listening.get(parentElement))
}
