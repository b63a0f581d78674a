// Where people moved the thoughts of a run in its graph: kept in the issue's room, for all who look at it.

import { useEffect, useMemo, useState } from 'preact/hooks';
import { useEntries, useRoom } from './shared.js';

const FAR = 10_000; // the furthest place along an axis
const PLACES_MAX = 500; // of an issue; then those of its other runs go
const AXES = ['x', 'y', 'z'];

const isPlace = (at) => AXES.every((axis) => Number.isFinite(at?.[axis]) && Math.abs(at[axis]) <= FAR);

/** A place of whole numbers, which are short to send. */
const near = (at) => Object.fromEntries(AXES.map((axis) => [axis, Math.round(Math.min(FAR, Math.max(-FAR, at[axis])))]));

/**
 * The places that differ from the computed ones: { moved, move, reset, changed, isShared, state, reason }. What others wrote
 * is taken only in the shape that it should have. Where the room cannot be entered, a move is seen here only; until
 * it is entered, it waits.
 *
 * moved: id → { x, y, z }; changed: how many of them reset() would take back
 */
export function useLayout(issue, thoughts) {
  const { room, state, reason } = useRoom(`issue:${issue}`);
  const map = room?.map('layout');
  const entries = useEntries(map);
  const [own, setOwn] = useState(new Map());
  const isShared = room !== null && state !== 'refused';
  const ids = useMemo(() => new Set(thoughts.map((thought) => thought.id)), [thoughts]);
  const moved = useMemo(
    () => new Map([...entries, ...own].filter(([id, at]) => ids.has(id) && isPlace(at)).map(([id, { x, y, z }]) => [id, { x, y, z }])),
    [entries, own, ids],
  );
  useEffect(() => {
    if (!isShared || own.size === 0) return;
    own.forEach((at, id) => put(map, id, at, ids));
    setOwn(new Map());
  }, [isShared, own]);
  /** Gives the place as it is kept from now on; null where no more can be. */
  const move = (id, at) => {
    const place = near(at);
    if (isShared) return put(map, id, place, ids) ? place : null;
    setOwn((old) => new Map([...old, [id, place]]));
    return place;
  };
  const reset = () => {
    setOwn(new Map());
    if (isShared) map.doc.transact(() => ids.forEach((id) => map.delete(id)));
  };
  return { moved, move, reset, changed: isShared ? moved.size : own.size, isShared, state, reason };
}

/** Whether there was room for it. */
function put(map, id, place, ids) {
  return map.doc.transact(() => {
    if (map.size >= PLACES_MAX) {
      for (const [other, at] of [...map.entries()]) if (!ids.has(other) || !isPlace(at)) map.delete(other);
    }
    const fits = map.has(id) || map.size < PLACES_MAX;
    if (fits) map.set(id, place);
    return fits;
  });
}
