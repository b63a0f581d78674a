// The audit log: who decided what, and whether somebody changed it since.

import { call } from './api.js';
import { Loaded } from './loaded.jsx';
import { Empty, ShortId, Time } from './parts.jsx';
import { link } from './router.js';
import { DEEDS } from './words.js';

export function AuditView({ query }) {
  const cursor = query.get('cursor');
  const path = cursor ? `audit?cursor=${encodeURIComponent(cursor)}` : 'audit';
  return (
    <Loaded load={() => call(path)} name={path} title="Audit">
      {(audit) => (
        <>
          <h1>Audit</h1>
          {audit.count === 0 ? (
            <Empty title="Nothing was decided yet">
              <p>Approvals, rejections, swaps, merges and pauses will stand here, each sealed with all before it.</p>
            </Empty>) : <Entries audit={audit} />}
        </>)}
    </Loaded>
  );
}

const Entries = ({ audit }) => (
  <>
    {audit.intact
      ? <p>Whole: each of {audit.count} entries follows from the one before it. Head <ShortId text={audit.head} /></p>
      : <p role="alert" class="notice bad">Changed: entry {audit.broken} does not follow from the one before it. Head <ShortId text={audit.head} /></p>}
    <ul class="list">{audit.entries.map((entry) => <Deed key={entry.hash} entry={entry} />)}</ul>
    {audit.cursor ? <p><a href={link('audit', '', { cursor: audit.cursor })}>Older</a></p> : null}
  </>
);

const Deed = ({ entry }) => (
  <li class="row">
    <span class="what"><strong>{entry.actor}: {DEEDS[entry.action] ?? entry.action}</strong><span class="dim">{entry.subject}</span></span>
    <span class="dim"><ShortId text={entry.hash} /></span>
    <span class="when dim"><Time iso={entry.time} /></span>
  </li>
);
