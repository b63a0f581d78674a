// The audit log: who decided what, and whether somebody changed it since.

import { call } from './api.js';
import { Loaded } from './loaded.jsx';
import { plural } from './format.js';
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
          <div class="head">
            <h1>Audit</h1>
            <div class="actions">{audit.count > 0 ? <a href={`/api/v1/${path}`} download="nexa-audit.json">Download</a> : null}</div>
          </div>
          {audit.count === 0 ? (
            <Empty title="Nothing was decided yet">
              <p>Approvals, rejections, swaps, merges and pauses will stand here, each sealed with all before it.</p>
            </Empty>) : <Entries audit={audit} cursor={cursor} />}
        </>)}
    </Loaded>
  );
}

const Entries = ({ audit, cursor }) => (
  <>
    {audit.intact
      ? <p class="notice good">Whole: {plural(audit.count, 'entry', 'entries')} in an unbroken chain. Head <ShortId text={audit.head} /></p>
      : <p role="alert" class="notice bad">Changed: entry {audit.broken} does not follow from the one before it. Head <ShortId text={audit.head} /></p>}
    <ul class="list">{audit.entries.map((entry) => <Deed key={entry.hash} entry={entry} />)}</ul>
    <p class="pager">
      {cursor ? <a href={link('audit')}>Newest</a> : null}
      {audit.cursor ? <a href={link('audit', '', { cursor: audit.cursor })}>Older</a> : null}
    </p>
  </>
);

const Deed = ({ entry }) => (
  <li class="row">
    <span class="what"><strong>{entry.actor}: {DEEDS[entry.action] ?? entry.action}</strong><span class="dim"><Subject text={entry.subject} /></span></span>
    <span class="dim"><ShortId text={entry.hash} /></span>
    <span class="when dim"><Time iso={entry.time} /></span>
  </li>
);

/** The fix that an entry is about leads to its review. */
const Subject = ({ text }) => (/^F-[\w.-]+$/.test(text) ? <a href={link('fixes', text)}>{text}</a> : text);
