// A mark is what an eye can see: a canvas drawn upon, or the document changed, but for its head and for attributes that paint
// nothing (data-* and aria-*). An act begins when the browser says the button or finger was lifted. Quiet is counted in ticks of
// the page's own: a page that is at work cannot tick, and is not taken for one that rests. The same holds for every rival.
(() => {
  Object.assign(window, { lastMark: 0, lastAnswer: 0, firstAnswer: 0, acted: 0, idle: 0, frames: [] });
  setInterval(() => { window.idle += 1; }, TICK_MS);
  const mark = () => { window.lastMark = performance.now(); window.idle = 0; };
  const answer = () => {
    window.lastAnswer = performance.now();
    window.firstAnswer ||= window.lastAnswer;
    window.idle = 0;
  };

  // A frame of a map: all that is drawn on its canvas in one go, and how many vertices that is. What is drawn elsewhere, to find
  // out what the pointer is over, is none.
  const canvases = [];
  const target = new WeakMap(), frame = new WeakMap();
  const drawn = (gl, vertices) => {
    mark();
    if (target.get(gl)) return;
    let now = frame.get(gl);
    if (!now) {
      if (!canvases.includes(gl.canvas)) canvases.push(gl.canvas);
      now = { at: 0, canvas: canvases.indexOf(gl.canvas), vertices: 0 };
      frame.set(gl, now);
      queueMicrotask(() => { now.at = performance.now(); frame.delete(gl); window.frames.push(now); });
    }
    now.vertices += vertices;
  };
  const counted = {
    drawArrays: (_mode, _first, count) => count,
    drawElements: (_mode, count) => count,
    drawArraysInstanced: (_mode, _first, count, many) => count * many,
    drawElementsInstanced: (_mode, count, _type, _offset, many) => count * many,
    drawArraysInstancedANGLE: (_mode, _first, count, many) => count * many,
    drawElementsInstancedANGLE: (_mode, count, _type, _offset, many) => count * many,
  };
  for (const kind of [WebGLRenderingContext, WebGL2RenderingContext]) {
    for (const [name, count] of Object.entries(counted)) {
      const draw = kind.prototype[name];
      if (draw) kind.prototype[name] = function (...given) { drawn(this, count(...given)); return draw.apply(this, given); };
    }
    const bind = kind.prototype.bindFramebuffer;
    kind.prototype.bindFramebuffer = function (which, buffer) {
      if (which !== this.READ_FRAMEBUFFER) target.set(this, buffer);
      return bind.call(this, which, buffer);
    };
  }
  for (const name of ["fillText", "stroke", "fill", "drawImage"]) {
    const draw = CanvasRenderingContext2D.prototype[name];
    CanvasRenderingContext2D.prototype[name] = function (...given) { mark(); return draw.apply(this, given); };
  }
  const unseen = (one) => (one.type === "attributes" && /^(data|aria)-/.test(one.attributeName)) || document.head?.contains(one.target);
  new MutationObserver((all) => { if (!all.every(unseen)) mark(); })
    .observe(document, { childList: true, subtree: true, attributes: true, characterData: true });
  document.addEventListener("pointerup", (event) => { window.acted = event.timeStamp; window.firstAnswer = 0; }, { capture: true });
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket { constructor(...given) { super(...given); this.addEventListener("message", answer); } };
  const fetched = window.fetch;
  window.fetch = (...given) => fetched(...given).then((found) => { answer(); return found; });

  // When the map was first as it is at rest: its first frame since then with just as much on it as the last one has. Where it had
  // as much before, its first one after the server's first answer.
  window.mapAt = (since) => {
    const after = window.frames.filter((one) => one.at > since);
    const main = after.at(-1)?.canvas;
    const ours = after.filter((one) => one.canvas === main);
    const last = ours.at(-1)?.vertices;
    const before = window.frames.findLast((one) => one.at <= since && one.canvas === main)?.vertices;
    const from = before === last ? window.firstAnswer : since;
    return ours.find((one) => one.vertices === last && one.at > from)?.at ?? null;
  };
})();
