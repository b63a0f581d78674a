// A view while its data is on the way, there, or refused.

import { useEffect } from 'preact/hooks';
import { useLoad } from './live.js';
import { Empty } from './parts.jsx';
import { Login } from './nowhere.jsx';
import { link } from './router.js';

/** Loads, then draws what was loaded: children is a function of the data and of reload. */
export function Loaded({ load, name, title, children }) {
  const { data, error, reload } = useLoad(load, name);
  const heading = data === null ? null : typeof title === 'function' ? title(data) : title;
  useEffect(() => { if (heading !== null) document.title = `${heading} · Nexa`; }, [heading]);
  if (error) return <Refused error={error} />;
  return data === null ? <p class="loading dim">Loading…</p> : children(data, reload);
}

export function Refused({ error }) {
  if (error.status === 401) return <Login />;
  return (
    <Empty title={error.status === 404 ? 'Not here' : 'That did not work'}>
      <p>{error.status === undefined ? 'The daemon does not answer.' : error.message}</p>
      {error.hint ? <p class="dim">{error.hint}</p> : null}
      <p><a href={link('issues')}>To the issues</a></p>
    </Empty>
  );
}
