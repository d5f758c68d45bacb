// Streamlit's own English on a control, said in the visitor's language: the texts are put in place as they come.
const watched = new WeakMap();

export default function ({ parentElement, data }) {
  const page = parentElement.ownerDocument ?? document;
  const said = new Map(Object.values(data.words).map((text) => [text, true]));
  const speak = () => {
    for (const part of page.querySelectorAll(data.within)) {
      const walker = page.createTreeWalker(part, 4);
      while (walker.nextNode()) {
        const node = walker.currentNode;
        const text = node.nodeValue.trim();
        if (said.has(text)) continue;
        const size = text.match(/^(\d+)\s?MB (.*)/);
        const limit = size && data.limits.some((word) => size[2].startsWith(word));
        const to = limit ? data.words.most.replace("##", size[1]) : data.words[text];
        if (to) node.nodeValue = to;
      }
      for (const button of part.querySelectorAll("button[aria-label^=Remove]")) button.setAttribute("aria-label", data.words.Remove);
    }
  };
  watched.get(parentElement)?.disconnect();
  const observer = new (page.defaultView ?? window).MutationObserver(speak);
  observer.observe(page.body, { subtree: true, childList: true, characterData: true });
  watched.set(parentElement, observer);
  speak();
  return () => observer.disconnect();
}
