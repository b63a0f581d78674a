// A run's spans as a tree, and where each stands in space. What a span is never depends on how it is drawn.

import { KINDS, STATES, STEPS } from './words.js';

/** The spans in the order a person reads them, each within its parent: [{ thought, level, within }]. */
export function tree(thoughts) {
  const ids = new Set(thoughts.map((thought) => thought.id));
  const under = Map.groupBy(thoughts, (thought) => (ids.has(thought.parent) ? thought.parent : null));
  const grown = (parent, level) => (under.get(parent) ?? [])
    .map((thought) => ({ thought, level, within: grown(thought.id, level + 1) }));
  return grown(null, 0);
}

/** What kind of thought it is, such as "Candidate". */
export const title = ({ name }) => STEPS[name] ?? KINDS[name] ?? name;

/** What a span under way really is when its run is not. */
export const state = (thought, isRunning) => (thought.state === 'running' && !isRunning ? 'cut' : thought.state);

export const stateWord = (thought, isRunning) => {
  const now = state(thought, isRunning);
  return thought.facts.verdict && now !== 'running' ? thought.facts.verdict : STATES[now] ?? now;
};

/** How many of what came out, such as "1 plausible, 140 rejected"; empty where there is nothing to count. */
export function outcome({ within }, isRunning) {
  const words = all(within).filter(({ thought }) => thought.name === 'candidate').map(({ thought }) => stateWord(thought, isRunning));
  const counts = Map.groupBy(words, (word) => word);
  return ['plausible', 'doubtful', 'rejected', ...counts.keys()].filter((word, i, each) => each.indexOf(word) === i && counts.has(word))
    .map((word) => `${counts.get(word).length} ${word}`).join(', ');
}

const all = (nodes) => nodes.flatMap((node) => [node, ...all(node.within)]);

const STEP = 30; // of the axis, from one step to the next
const AROUND = 30; // from the axis to the first ring
const CROWD = 40; // siblings, from where on they stand half as far from each other, and wider around
const GOLDEN = 0.618034;

/** From a quarter turn on, where in its ring a span of a state may stand: what led on is above, what did not below. */
const SECTORS = { ok: [0.1, 0.4], running: [0.42, 0.5], left: [0.92, 1], cut: [0.92, 1], failed: [0.52, 0.58], refused: [0.58, 0.92] };

/**
 * Where the spans stand. Time runs along x: a span begins right of all that began before it, the further the later, so that
 * what comes later moves nothing. Steps are on the axis, what is within them on rings around it.
 */
export function places(thoughts, isRunning) {
  const byId = new Map(thoughts.map((thought) => [thought.id, thought]));
  const level = (thought) => (byId.has(thought.parent) ? 1 + level(byId.get(thought.parent)) : 0);
  const placed = new Map();
  const siblings = new Map();
  let [x, before, turn] = [0, null, 0];
  for (const thought of [...thoughts].sort((a, b) => a.started - b.started)) {
    const depth = level(thought);
    const nth = siblings.get(thought.parent) ?? 0;
    siblings.set(thought.parent, nth + 1);
    const waited = before === null ? 0 : Math.max(0, thought.started - before);
    before = thought.started;
    const far = Math.min(4, 1.2 * Math.log10(1 + waited / 10));
    x += depth === 0 ? STEP + far : (2 + far) / (1 + nth / CROWD);
    turn = (turn + GOLDEN) % 1;
    const [from, to] = SECTORS[state(thought, isRunning)] ?? SECTORS.left;
    const angle = 2 * Math.PI * (from + turn * (to - from));
    const radius = depth === 0 ? 0 : AROUND * (0.4 + 0.6 * depth) + (14 + nth / 3) * ((turn * 7) % 1);
    placed.set(thought.id, { x, y: radius * Math.sin(angle), z: radius * Math.cos(angle), depth });
  }
  return placed;
}
