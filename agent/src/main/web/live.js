// The daemon's feed. A change only says that what is shown may be old; however many come, views are
// told at most once a second, and not at all while nobody looks.

import { useEffect, useRef, useState } from 'preact/hooks';

const FEED = ['issue.opened', 'issue.updated', 'issue.resolved', 'thought.added', 'run.ended',
  'fix.waiting', 'fix.approved', 'fix.rejected', 'fix.applied', 'fix.failed', 'fix.rolled_back', 'fix.updated', 'fix.reviewed', 'fix.changes_requested', 'trust.changed',
  'swap.ordered', 'swap.provisional', 'swap.settled', 'swap.refused', 'swap.gone', 'swap.deployed',
  'jvm.connected', 'jvm.lost', 'input.rejected'];
const FIRST_MILLIS = 150;
const PAUSE_MILLIS = 1000;

const views = new Set();
let due = null;
let toldAt = -PAUSE_MILLIS;

/** Whether this is the first to be heard since the views were told. */
function changed() {
  if (due !== null) return false;
  due = setTimeout(tell, Math.max(FIRST_MILLIS, toldAt + PAUSE_MILLIS - performance.now()));
  return true;
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
    let stop = follow(setState);
    const hidden = () => stop(); // also when the browser keeps the page for a way back
    const shown = (event) => {
      if (!event.persisted) return;
      stop = follow(setState);
      changed(); // who was logged in may not be any more
    };
    addEventListener('pagehide', hidden);
    addEventListener('pageshow', shown);
    return () => {
      stop();
      removeEventListener('pagehide', hidden);
      removeEventListener('pageshow', shown);
    };
  }, []);
  return state;
}

/**
 * Follows the feed until the returned function is called. A browser has six connections to a host, and a
 * feed takes one for good, so of all tabs one holds it and passes on what the others need to know.
 */
function follow(setState) {
  const tabs = new BroadcastChannel('nexa.feed');
  const ended = new AbortController();
  tabs.onmessage = ({ data }) => {
    if (data === 'changed') changed();
    else if (data !== 'hello') setState(data);
  };
  tabs.postMessage('hello');
  const hold = () => new Promise((release) => {
    const feed = listen(tabs, setState);
    ended.signal.addEventListener('abort', () => {
      feed.close();
      release();
    });
  });
  if (navigator.locks) navigator.locks.request('nexa.feed', { signal: ended.signal }, hold).catch(() => {}); // stopped while waiting
  else hold();
  return () => {
    ended.abort();
    tabs.close();
  };
}

function listen(tabs, setState) {
  let state = 'connecting';
  const say = (now) => {
    state = now;
    setState(now);
    tabs.postMessage(now);
  };
  const heard = () => { if (changed()) tabs.postMessage('changed'); };
  tabs.addEventListener('message', ({ data }) => { if (data === 'hello') tabs.postMessage(state); });
  const feed = new EventSource('/api/v1/events');
  feed.onopen = () => { say('live'); heard(); };
  feed.onerror = () => say('lost');
  FEED.forEach((name) => feed.addEventListener(name, heard));
  return feed;
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
