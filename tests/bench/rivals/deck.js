// Draws a pydeck spec with the plain deck.gl bundle: enough of its expressions for our own maps.
window.drawDeck = function (spec, parent) {
  const value = (text) => {
    if (text && typeof text === "object" && !Array.isArray(text)) return Object.fromEntries(Object.entries(text).map(([name, one]) => [name, value(one)]));
    if (typeof text !== "string" || !text.startsWith("@@=")) return text;
    const body = text.slice(3);
    return body === "-" ? (row) => row : new Function("row", `with (row) { return ${body} }`);
  };
  const layers = spec.layers.map((layer) => {
    const { "@@type": type, data, iconAtlas, iconMapping, ...rest } = layer;
    return new deck[type]({ ...value(rest), data, ...(iconAtlas && { iconAtlas, iconMapping }) });
  });
  const view = spec.initialViewState;
  const known = parent.deckPicture;
  if (known) { known.setProps({ layers }); return; }
  parent.deckPicture = new deck.Deck({ parent, layers, controller: true, initialViewState: view, style: { position: "relative" }, width: "100%", height: 500 });
};
window.drawChart = function (spec, parent) { vegaEmbed(parent, spec, { actions: false, renderer: "canvas" }); };
