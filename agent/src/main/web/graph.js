// The stream drawn by 3d-force-graph. Every place is computed or was chosen by a person, so nothing drifts.

import ForceGraph3D from '3d-force-graph';
import { flyTo, overlook } from './graph-camera.js';
import { hand } from './graph-hand.js';
import { label } from './graph-label.js';
import { places, state, title } from './thought-model.js';

const IDLE_MILLIS = 10_000; // then drawing stops until something happens
const FLIGHT_MILLIS = 700;
const STATES = ['ok', 'running', 'refused', 'left', 'failed', 'cut'];
const MANY = 80; // nodes whose lines would hide what is behind them

const still = matchMedia('(prefers-reduced-motion: reduce)');
const dark = matchMedia('(prefers-color-scheme: dark)');

/**
 * Draws into an element: { show, nudge, end }. Throws when the browser cannot.
 *
 * @param choose called with the span that was clicked, or null
 * @param move called with a span's id and the place a person gave it; gives the place as it is kept, or null
 * @param lost called when the browser takes the drawing away
 */
export function draw(box, { choose, move, lost }) {
  const nodes = new Map();
  let colours = null;
  let chosen = null;
  let follows = true; // until the person looks around
  let count = 0;
  let shown = ['', ''];
  let asked = [[], false, null, new Map()];
  const graph = new ForceGraph3D(box, { controlType: 'orbit', rendererConfig: { antialias: true, alpha: true } })
    .backgroundColor('rgba(0,0,0,0)')
    .showNavInfo(false)
    .nodeLabel(null).linkLabel(null)
    .nodeResolution(8).nodeRelSize(2).nodeOpacity(1)
    .nodeVal((node) => (node.id === chosen ? 2.4 : 1) * (node.depth === 0 ? 14 : node.state === 'refused' ? 1.2 : 3))
    .nodeColor((node) => (node.id === chosen ? colours.chosen : colours[node.state]))
    .nodeThreeObjectExtend(true)
    .nodeThreeObject((node) => (node.depth === 0 || node.id === chosen ? label(node, colours, graph.camera().fov, box.clientHeight) : null))
    .linkColor((line) => (line.isStream ? colours.stream : colours.line))
    .linkWidth((line) => (line.isStream ? 1.6 : 0)).linkResolution(4)
    .linkHoverPrecision(0)
    .warmupTicks(0).cooldownTicks(0)
    .onNodeClick((node) => choose(node.thought))
    .onBackgroundClick(() => choose(null));
  const canvas = graph.renderer().domElement;
  canvas.addEventListener('webglcontextlost', lost);
  const wake = awake(graph, box);
  const held = hand(graph, box, put, (node) => {
    show(...asked);
    if (node) choose(node.thought);
  });
  const stays = () => { follows &&= held.isFull(); };
  ['pointerdown', 'wheel'].forEach((name) => box.addEventListener(name, stays, { passive: true }));
  const fitted = new ResizeObserver(() => {
    graph.width(box.clientWidth).height(box.clientHeight).refresh(); // labels keep their size
    if (follows && chosen === null && count > 0) overlook(graph, box, graph.graphData().nodes, 0);
    wake();
  });
  fitted.observe(box);
  graph.width(box.clientWidth).height(box.clientHeight);
  box.graph = graph; // for tests and the curious

  /** Shows spans, one of them chosen, and those that were moved in their places: id → { x, y, z }. */
  function show(...args) {
    asked = args;
    if (held.isFull()) return; // shown when it is let go
    const [thoughts, isRunning, id, moved] = args;
    const at = places(thoughts, isRunning);
    let isOther = false; // somebody else moved something
    const hadChosen = chosen;
    chosen = id;
    colours = coloursOf(box);
    let step = 0;
    const all = thoughts.map((thought) => {
      const { depth, ...computed } = at.get(thought.id);
      const isMoved = moved.has(thought.id);
      const { x, y, z } = isMoved ? moved.get(thought.id) : computed;
      const node = nodes.get(thought.id) ?? { id: thought.id };
      nodes.set(thought.id, node); // the library knows a node by its object
      isOther ||= (isMoved || node.isMoved === true) && Math.hypot(node.x - x, node.y - y, node.z - z) > 1;
      const isStep = depth === 0;
      return Object.assign(node, {
        x, y, z, fx: x, fy: y, fz: z, depth, isMoved, thought, state: state(thought, isRunning),
        step: isStep ? step++ : 0, text: isStep ? thought.name : thought.facts.what ?? title(thought),
      });
    });
    const [hadLook, hadNodes] = shown;
    shown = [JSON.stringify([colours, chosen]), JSON.stringify(all.map((node) => [node.id, node.state]))];
    if (shown[0] !== hadLook || shown[1] !== hadNodes) {
      graph.linkOpacity(all.length > MANY ? 0.3 : 0.6).graphData({ nodes: all, links: links(all) });
    }
    if (shown[0] !== hadLook) graph.refresh(); // makes every part anew, labels too
    graph.d3ReheatSimulation(); // draws what was moved where it is
    const millis = still.matches || count === 0 ? 0 : FLIGHT_MILLIS;
    if (nodes.has(chosen)) {
      if (chosen !== hadChosen) flyTo(graph, nodes.get(chosen), millis);
    } else if (all.length > 0 && (hadChosen !== null || (follows && (isOther || all.length !== count)))) {
      overlook(graph, box, all, millis);
    }
    count = all.length;
    wake();
  }

  /** What a person moved is shown where it is kept, before the layout says so. */
  function put(node) {
    const [thoughts, isRunning, id, moved] = asked;
    const place = move(node.id, node);
    show(thoughts, isRunning, id, place ? new Map([...moved, [node.id, place]]) : moved);
  }

  /** Moves the node of a span a step to the right and up, as one sees it. */
  function nudge(id, right, up) {
    if (!nodes.has(id)) return;
    held.nudge(nodes.get(id), right, up);
    wake();
  }

  const recolour = () => show(...asked);
  dark.addEventListener('change', recolour);

  function end() {
    held.end();
    dark.removeEventListener('change', recolour);
    fitted.disconnect();
    ['pointerdown', 'wheel'].forEach((name) => box.removeEventListener(name, stays));
    wake.end();
    canvas.removeEventListener('webglcontextlost', lost);
    graph._destructor();
    graph.renderer().forceContextLoss();
    box.replaceChildren();
    delete box.graph;
    delete window.scene; // the library leaves it there
  }
  return { show, nudge, end };
}

/** Each step leads to the next, and to what is within it. */
function links(nodes) {
  const ids = new Set(nodes.map((node) => node.id));
  const steps = nodes.filter((node) => node.depth === 0);
  return [
    ...steps.slice(1).map((step, i) => ({ source: steps[i].id, target: step.id, isStream: true })),
    ...nodes.filter((node) => ids.has(node.thought.parent)).map((node) => ({ source: node.thought.parent, target: node.id, isStream: false })),
  ];
}

/** The page's own colours, as the element's parts have them now. */
function coloursOf(box) {
  const probe = document.createElement('span');
  box.append(probe);
  const of = (name) => {
    probe.className = `dot ${name}`;
    return getComputedStyle(probe).backgroundColor;
  };
  const colours = Object.fromEntries([...STATES, 'chosen', 'stream', 'line', 'text', 'ground'].map((name) => [name, of(name)]));
  probe.remove();
  return colours;
}

/** Has the graph drawn only while something happens: call it when something did. */
function awake(graph, box) {
  let due = null;
  const wake = () => {
    clearTimeout(due);
    graph.resumeAnimation();
    due = setTimeout(() => graph.pauseAnimation(), IDLE_MILLIS);
  };
  const heard = ['pointermove', 'pointerdown', 'wheel', 'touchmove'];
  heard.forEach((name) => box.addEventListener(name, wake, { passive: true }));
  wake.end = () => {
    clearTimeout(due);
    heard.forEach((name) => box.removeEventListener(name, wake));
  };
  return wake;
}
