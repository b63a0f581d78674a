// What this browser shares with others: rooms, each a document of texts, maps and lists that merges what everybody
// writes, also what was written while the line was down. The rooms: 'page', and 'issue:ID' of each issue.
// Parts in use: page/pins, page/console; issue/notes, and issue/layout, where people moved thoughts in the graph:
// span id → { x, y, z }.

import { useEffect, useState } from 'preact/hooks';
import { call } from './api.js';

/** The rooms that somebody here is in, or that have something unsent: { entered, users }. */
const open = new Map();

/** Scopes that may write. */
const WRITERS = ['decide', 'admin'];

addEventListener('beforeunload', (event) => {
  if ([...open.values()].some(({ room }) => room?.hasUnsent())) event.preventDefault(); // the browser asks
});

/** Enters a room. Whoever does also leaves it: { room, leave }. Fails where this session may not write. */
export async function room(name) {
  const held = open.get(name) ?? { users: 0, room: null, entered: entering(name) };
  open.set(name, held);
  held.users += 1;
  try {
    held.room = await held.entered;
  } catch (error) {
    open.delete(name);
    throw error;
  }
  return { room: held.room, leave: () => leave(name, held) };
}

async function entering(name) {
  const [{ user, scope }, { enter }] = await Promise.all([call('session'), import('./sync.js')]).catch((error) => {
    throw error.status === undefined ? new Error('The daemon does not answer. Come back to this view when it does.') : error;
  });
  if (!WRITERS.includes(scope)) throw new Error('This session may only read. What is shared needs one that may decide.');
  return { ...enter(name, user), user };
}

/** The last to leave ends it, once the daemon has got all that was written. */
function leave(name, held) {
  held.users -= 1;
  const endIfDone = () => {
    if (held.users > 0 || held.room.hasUnsent() || open.get(name) !== held) return;
    open.delete(name);
    held.room.end();
  };
  if (held.users === 0 && held.room.hasUnsent()) held.room.watch(() => setTimeout(endIfDone, 1000));
  else endIfDone();
}

/** A room while a part of the page is shown: { room, state, reason, others }; room is null until it is entered. */
export function useRoom(name) {
  const [shown, setShown] = useState({ room: null, state: 'connecting', reason: '', others: [] });
  useEffect(() => {
    let end = null;
    let isOver = false;
    room(name).then(({ room: entered, leave: left }) => {
      if (isOver) {
        left();
        return;
      }
      const show = () => setShown({ room: entered, ...entered.status() });
      const unwatch = entered.watch(show);
      end = () => {
        unwatch();
        left();
      };
      show();
    }, (error) => { if (!isOver) setShown({ room: null, state: 'refused', reason: error.message, others: [] }); });
    return () => {
      isOver = true;
      end?.();
    };
  }, [name]);
  return shown;
}

/** What a map of a room holds, kept true: a Map; empty while there is none. */
export function useEntries(map) {
  const [entries, setEntries] = useState(new Map());
  useEffect(() => {
    if (!map) return undefined;
    const show = () => setEntries(new Map(map.entries()));
    map.observe(show);
    show();
    return () => map.unobserve(show);
  }, [map]);
  return entries;
}
