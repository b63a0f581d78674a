// A room as Yjs has it: a document that merges what everybody writes, and who else is there. Loaded with the
// first room that somebody enters.

import { WebsocketProvider } from 'y-websocket';
import { Doc } from 'yjs';

/** Enters a room. Its state is 'connecting', 'live', 'offline', or 'refused' with the daemon's reason. */
export function enter(name, user) {
  const doc = new Doc();
  // Of all tabs each has a line of its own: the daemon then knows who left.
  const line = new WebsocketProvider(`${location.origin.replace(/^http/, 'ws')}/api/v1/sync`, encodeURIComponent(name), doc, { disableBc: true });
  const watchers = new Set();
  let state = 'connecting';
  let reason = '';
  let unsent = false;
  const changed = () => watchers.forEach((watcher) => watcher());
  const say = (now, why = '') => {
    if (now === state) return;
    state = now;
    reason = why;
    changed();
  };
  line.awareness.setLocalState({ user: { name: user } });
  line.on('status', ({ status }) => {
    if (status === 'connected') line.awareness.setLocalState(line.awareness.getLocalState()); // a new clock: here again
    if (status === 'disconnected' && state !== 'refused') say('offline');
  });
  line.on('connection-error', () => { if (state === 'connecting') say('offline'); });
  line.on('closed', (event) => say('refused', event.reason));
  line.on('sync', (synced) => {
    if (!synced) return;
    unsent = false;
    say('live');
  });
  line.awareness.on('change', changed);
  doc.on('update', (update, origin) => { if (origin !== line && state !== 'live') unsent = true; });
  return {
    text: (part) => doc.getText(part),
    map: (part) => doc.getMap(part),
    list: (part) => doc.getArray(part),
    /** { state, reason, others }: others are the names of who else is here, each once. */
    status: () => ({ state, reason, others: others(line.awareness, doc.clientID) }),
    /** Whether something was written that the daemon has not got. */
    hasUnsent: () => unsent,
    /** Calls a function after each change of status, until the returned one is called. */
    watch(watcher) {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    end() {
      line.destroy();
      line.awareness.destroy();
      doc.destroy();
    },
  };
}

function others(awareness, own) {
  const names = [...awareness.getStates()].filter(([client]) => client !== own).map(([, said]) => said?.user?.name);
  return [...new Set(names.filter((name) => typeof name === 'string'))].sort();
}
