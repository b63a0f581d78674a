// Moving a node of the graph, by pointer or keys.

import { Vector3 } from 'three';

const CLICK_PIXELS = 4; // who moves it less has clicked it
const STEP = 6; // by a key
const KEY_MILLIS = 400; // so long after the last key it is let go

/**
 * A person's hand: { isFull, nudge, end }. While it is full nothing must be drawn anew: the library would go on with the
 * old picture of what is held.
 *
 * @param letGo called with a node that was moved, when it is held no more
 * @param back called with a node that was held and not moved to speak of, or with null
 */
export function hand(graph, box, letGo, back) {
  const canvas = graph.renderer().domElement;
  let isDragging = false;
  let keyed = null; // { node, due }: what keys move, and the timer of its end
  graph.enableNodeDrag(true).onNodeDragEnd((node, way) => {
    isDragging = false;
    const from = graph.graph2ScreenCoords(node.x + way.x, node.y + way.y, node.z + way.z);
    const to = graph.graph2ScreenCoords(node.x, node.y, node.z);
    if (Math.hypot(from.x - to.x, from.y - to.y) < CLICK_PIXELS) back(node);
    else letGo(node);
  });
  const down = () => { isDragging ||= canvas.classList.contains('grabbable'); }; // by now the library holds a node
  const up = () => {
    if (!isDragging) return;
    isDragging = false;
    back(null);
  };

  function keysEnd() {
    if (!keyed) return;
    const { node, due } = keyed;
    clearTimeout(due);
    keyed = null;
    letGo(node);
  }

  const heard = [['pointerdown', keysEnd, true], ['pointerdown', down], ['pointerup', up], ['pointerleave', up]];
  heard.forEach((each) => box.addEventListener(...each));

  /** Moves a node a step to the right and up, as one sees it. */
  function nudge(node, right, up) {
    if (isDragging) return;
    if (keyed?.node !== node) keysEnd();
    const [aside, above] = [0, 1].map((column) => new Vector3().setFromMatrixColumn(graph.camera().matrixWorld, column));
    const { x, y, z } = new Vector3(node.x, node.y, node.z).addScaledVector(aside, STEP * right).addScaledVector(above, STEP * up);
    Object.assign(node, { x, y, z, fx: x, fy: y, fz: z });
    graph.d3ReheatSimulation(); // draws it there
    clearTimeout(keyed?.due);
    keyed = { node, due: setTimeout(keysEnd, KEY_MILLIS) };
  }

  /** Lets go what is held. */
  function end() {
    keysEnd();
    if (isDragging) canvas.dispatchEvent(new PointerEvent('pointerup'));
    heard.forEach((each) => box.removeEventListener(...each));
  }

  return { isFull: () => isDragging || keyed !== null, nudge, end };
}
