// What covers the page of a phone (the menu, the people): Back takes it away, instead of the page below it.

const layers = [];

// Gives `{ open, shut }`; `hide` is called whichever way it goes.
export function layer(hide) {
  return {
    open() {
      if (layers.includes(hide)) return;
      layers.push(hide);
      history.pushState({ layers: layers.length }, "");
    },
    // The page has its own place in the history again.
    shut() {
      const at = layers.indexOf(hide);
      if (at < 0) return hide();
      history.go(at - layers.length);
      uncover(at);
    },
  };
}

// Leaves so many, and hides those above.
function uncover(left) {
  for (const hide of layers.splice(left).reverse()) hide();
}

addEventListener("popstate", ({ state }) => uncover(state?.layers ?? 0));

// Come back to after leaving from a layer: it is not up any more, so its place in the history leads nowhere.
if (history.state?.layers) history.go(-history.state.layers);
