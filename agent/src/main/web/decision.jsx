// The plan of a fix, and the decision on it, bound to the digest of what is shown.

import { useRef } from 'preact/hooks';
import { Notice } from './parts.jsx';

export const Decision = ({ fix, path, doing }) => (
  <section class={`decision ${fix.status}`}>
    <h2>Plan</h2>
    <ol class="plan">{fix.actions.map((action, i) => <li key={i}>{action}</li>)}</ol>
    <p class="dim">Digest <code>{fix.digest}</code></p>
    <Notice notice={doing.notice} />
    {fix.status === 'waiting' ? <Choice fix={fix} path={path} doing={doing} /> : <p role="status"><Decided fix={fix} /></p>}
  </section>
);

function Choice({ fix, path, doing }) {
  const reasonField = useRef(null);
  const confirmField = useRef(null);
  const decide = (verb) => {
    const reason = reasonField.current.value;
    const confirm = confirmField.current?.value.trim() ?? '';
    if (verb === 'reject' && reason.trim() === '') {
      doing.say('Say why you reject it.');
      reasonField.current.focus();
    } else if (verb === 'approve' && fix.confirm && confirm !== fix.id) {
      doing.say(`It goes into running JVMs. Type ${fix.id} to approve it.`);
      confirmField.current.focus();
    } else {
      doing.act(`${path}/decision`, { decision: verb, digest: fix.digest, reason, confirm });
    }
  };
  return (
    <>
      <label for="reason">Reason</label>
      <textarea id="reason" ref={reasonField} rows="2" maxlength="2000" placeholder="Needed to reject; it is remembered." />
      {fix.confirm ? (
        <>
          <label for="confirm">To approve, type {fix.id}: it goes into running JVMs</label>
          <input id="confirm" ref={confirmField} autocomplete="off" placeholder={fix.id} />
        </>) : null}
      <div class="buttons">
        <button type="button" class="approve" disabled={doing.busy} onClick={() => decide('approve')}>Approve</button>
        <button type="button" class="reject" disabled={doing.busy} onClick={() => decide('reject')}>Reject</button>
      </div>
    </>
  );
}

function Decided({ fix }) {
  const by = fix.decidedBy ? ` by ${fix.decidedBy}` : '';
  switch (fix.status) {
    case 'approved': return `Approved${by}. It is being carried out.`;
    case 'applied': return (
      <>Approved{by} and carried out: commit {fix.change ? <code>{fix.change.commit.slice(0, 12)}</code> : 'unknown'} on <code>{fix.branch}</code>.</>
    );
    case 'rejected': return `Rejected${by}: ${fix.reason || 'no reason given'}`;
    default: return `Approved${by}, but carrying it out failed. The issue’s run says why.`;
  }
}
