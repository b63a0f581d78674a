// The daemon's feed. A change only says that what is shown may be old; however many come, views are
// told at most once a second, and not at all while nobody looks.

import { useEffect, useRef, useState } from 'preact/hooks';

const FEED = ['issue.opened', 'issue.updated', 'issue.resolved', 'thought.added', 'run.ended',
  'fix.waiting', 'fix.approved', 'fix.rejected', 'fix.applied', 'fix.failed', 'fix.rolled_back',
  'swap.ordered', 'swap.provisional', 'swap.settled', 'swap.refused', 'swap.gone', 'swap.deployed',
  'jvm.connected', 'jvm.lost', 'input.rejected'];
const FIRST_MILLIS = 150;
const PAUSE_MILLIS = 1000;

const views = new Set();
let due = null;
let toldAt = -PAUSE_MILLIS;

function changed() {
  due ??= setTimeout(tell, Math.max(FIRST_MILLIS, toldAt + PAUSE_MILLIS - performance.now()));
}

function tell() {
  due = null;
  if (document.hidden) return; // becoming visible tells
  toldAt = performance.now();
  views.forEach((view) => view());
}

document.addEventListener('visibilitychange', () => { if (!document.hidden) changed(); });

/** Listens to the feed: whether it is 'connecting', 'live' or 'lost'. */
export function useFeed() {
  const [state, setState] = useState('connecting');
  useEffect(() => {
    const feed = new EventSource('/api/v1/events');
    feed.onopen = () => { setState('live'); changed(); };
    feed.onerror = () => setState('lost');
    FEED.forEach((name) => feed.addEventListener(name, changed));
    return () => feed.close();
  }, []);
  return state;
}

/**
 * What a function loads, loaded anew whenever something changed: { data, error, reload }. One load at a
 * time; when the daemon is slow, the pause before the next grows with it. What did not change is not
 * drawn again, and what was shown stays while the daemon is away.
 */
export function useLoad(load, key) {
  const [shown, setShown] = useState({ key: null, data: null, error: null });
  const latest = useRef(null);
  useEffect(() => {
    const loading = loader(load, (data, error) => setShown({ key, data, error }));
    latest.current = loading;
    views.add(loading.ask);
    loading.ask();
    return () => {
      views.delete(loading.ask);
      loading.end();
    };
  }, [key]);
  const reload = () => latest.current?.ask();
  return shown.key === key ? { ...shown, reload } : { key, data: null, error: null, reload };
}

/** One load at a time; asked again meanwhile, it loads once more. */
function loader(load, show) {
  let ended = false;
  let busy = false;
  let again = false;
  let last = null;
  const ask = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    const started = performance.now();
    const [data, error] = await load().then((loaded) => [loaded, null], (failure) => [null, failure]);
    if (ended) return;
    const text = error ? `${error.status} ${error.message}` : JSON.stringify(data);
    const away = error && error.status === undefined && last !== null;
    if (!away && text !== last) {
      last = text;
      show(data, error);
    }
    if (again) await new Promise((resolve) => { setTimeout(resolve, performance.now() - started); });
    busy = false;
    if (again && !ended) {
      again = false;
      ask();
    }
  };
  return { ask, end: () => { ended = true; } };
}
