const KEPT = "outreach-scenes"
const listening = new WeakMap()

export default function ({ parentElement, data, setStateValue }) {
  const kept = () => { try { const found = JSON.parse(localStorage.getItem(KEPT) ?? "[]"); return Array.isArray(found) ? found : [] } catch { return [] } }
  const tell = () => { const said = kept(); if (JSON.stringify(said) !== JSON.stringify(data.known)) setStateValue("scenes", said) }
  const other = event => { if (event.key === KEPT) tell() }
  window.removeEventListener("storage", listening.get(parentElement))
  listening.set(parentElement, other)
  window.addEventListener("storage", other)
  tell()
  return () => window.removeEventListener("storage", listening.get(parentElement))
}
