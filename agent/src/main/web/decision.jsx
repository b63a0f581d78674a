// The decision on a fix, always in reach at the foot of its review, and bound to the digest of what is shown.
// A key and Enter approve, a key and a digit reject: with the link that led here, three presses. Asking for a
// change turns the fix down and has another one sought.

import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { explained } from './act.js';
import { useKeys } from './keys.js';
import { Notice, ShortId } from './parts.jsx';

const REASONS = ['Wrong cause', 'Too wide a change', 'Hides the failure', 'I mend it by hand'];

export function DecisionBar({ fix, path, doing }) {
  const waited = useRef(fix.status === 'waiting'); // when it was first shown
  return (
    <section class={`bar ${fix.status}`} aria-label="Decision" aria-live="polite">
      <Notice notice={doing.notice} />
      {fix.status === 'waiting' ? <Choice fix={fix} path={path} doing={doing} /> : <Outcome fix={fix} isNew={waited.current} />}
    </section>
  );
}

/** What should be otherwise: this fix is turned down, and the next candidate sought. */
function Request({ doing, decide, done, back, first }) {
  const ask = async (event) => {
    event.preventDefault();
    const reason = first.current.value.trim();
    if (reason === '') doing.say('Say what should change.');
    else if (await decide('request_changes', { reason })) done();
  };
  return (
    <form onSubmit={ask}>
      <p><strong>What should change?</strong> <span class="dim">This fix is turned down for good, and another one sought.</span></p>
      <div class="own">
        <input id="request" ref={first} maxlength="2000" autocomplete="off" aria-label="What should change" />
        <button type="submit" disabled={doing.busy}>Ask</button>
        {back}
      </div>
    </form>
  );
}

/** Takes the keyboard over from the button that was pressed. */
function Outcome({ fix, isNew }) {
  const text = useRef(null);
  useLayoutEffect(() => {
    if (isNew && document.activeElement === document.body) text.current.focus({ preventScroll: true });
  }, []);
  return <p role="status" tabindex="-1" ref={text}><Decided fix={fix} /></p>;
}

/** What a person who was too late, or saw something else, is told. */
function raced(error) {
  switch (error.status) {
    case 409: return `Somebody was faster: ${error.message} Your decision was not taken.`;
    case 412: return 'The fix changed while you looked, so your decision was not taken. What is shown now is the new one: look again, then decide.';
    default: return explained(error);
  }
}

const takesRemarks = (fix) => fix.reviews !== undefined;

function Choice({ fix, path, doing }) {
  const [wanted, setAsked] = useState(null); // 'approve', 'reject', 'change' or null
  const mayApprove = !fix.approvals.refusal; // by the daemon's rules of who is a second person
  const asked = wanted === 'approve' && !mayApprove ? null : wanted;
  const decide = (decision, rest) => doing.act(`${path}/decision`, { decision, digest: fix.digest, ...rest }, raced);
  const first = useRef(null); // where the keyboard goes when what is asked changes
  const before = useRef(asked);
  useLayoutEffect(() => {
    if (before.current !== asked) first.current?.focus();
    before.current = asked;
  }, [asked]);
  useKeys({
    a: () => (mayApprove ? setAsked('approve') : false),
    x: () => setAsked('reject'),
    c: () => (takesRemarks(fix) ? setAsked('change') : false),
    Escape: () => (asked ? setAsked(null) : false),
  });
  const back = <button type="button" class="quiet" onClick={() => setAsked(null)}>Back <kbd>Esc</kbd></button>;
  switch (asked) {
    case 'approve': return <Approval fix={fix} doing={doing} decide={decide} done={() => setAsked(null)} back={back} first={first} />;
    case 'reject': return <Rejection doing={doing} decide={decide} back={back} first={first} />;
    case 'change': return <Request doing={doing} decide={decide} done={() => setAsked(null)} back={back} first={first} />;
    default: return <Buttons fix={fix} doing={doing} mayApprove={mayApprove} ask={setAsked} first={first} />;
  }
}

const Buttons = ({ fix: { approvals, digest, reviews }, doing, mayApprove, ask, first }) => (
  <div class="buttons">
    {approvals.needed > 1 ? <Approvals approvals={approvals} /> : null}
    {mayApprove
      ? <button type="button" class="approve" ref={first} disabled={doing.busy} onClick={() => ask('approve')}>Approve{ofTwo(approvals)} <kbd>a</kbd></button> : null}
    <button type="button" class="reject" ref={mayApprove ? null : first} disabled={doing.busy} onClick={() => ask('reject')}>Reject <kbd>x</kbd></button>
    {takesRemarks({ reviews })
      ? <button type="button" class="change" disabled={doing.busy} onClick={() => ask('change')}>Ask for a change <kbd>c</kbd></button> : null}
    <span class="dim">Decides exactly what is shown: digest <ShortId text={digest} /></span>
  </div>
);

const ofTwo = ({ needed, first }) => (needed > 1 ? ` (${first ? 2 : 1} of ${needed})` : '');

/** Who of the two approved, and what is missing. Whether who looks is another person, the daemon says. */
function Approvals({ approvals: { first, refusal } }) {
  if (!first) return <p class="two" role="status">It needs two persons: yours would be the first of two approvals.</p>;
  const until = new Date(first.until).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  return (
    <p class="two" role="status">
      <strong>Approved by {first.by}, needs one more.</strong>{' '}
      {refusal
        ? <>It waits for another person until {until}. <span class="dim">{refusal}</span></>
        : `Yours would be the second approval; it is waited for until ${until}.`}
    </p>
  );
}

/** What goes into running JVMs wants its name typed; anything else a second key. */
function Approval({ fix, doing, decide, done, back, first }) {
  const typed = useRef(null);
  const isFirst = fix.approvals.needed > 1 && !fix.approvals.first;
  const approve = async (event) => {
    event.preventDefault();
    const confirm = typed.current?.value.trim() ?? '';
    if (fix.confirm && confirm !== fix.id) {
      doing.say(`It goes into running JVMs. Type ${fix.id} to approve it.`);
      typed.current.focus();
      return;
    }
    if (await decide('approve', { confirm })) done(); // a first of two leaves it waiting
  };
  return (
    <form onSubmit={approve}>
      <p><strong>Approve?</strong> {isFirst ? 'When another person approves, too, Nexa does' : 'Nexa then does'}: {fix.actions.join('; ')}.</p>
      {fix.confirm ? (
        <label class="typed">To approve, type {fix.id}: it goes into running JVMs
          <input id="confirm" ref={(field) => { typed.current = field; first.current = field; }} autocomplete="off" placeholder={fix.id} />
        </label>) : null}
      <div class="buttons">
        <button type="submit" class="approve confirm" ref={fix.confirm ? null : first} disabled={doing.busy}>Yes, do it <kbd>Enter</kbd></button>
        {back}
      </div>
    </form>
  );
}

function Rejection({ doing, decide, back, first }) {
  const field = useRef(null);
  const reject = (reason) => decide('reject', { reason });
  useKeys(Object.fromEntries(REASONS.map((reason, i) => [String(i + 1), () => { reject(reason); }])));
  const own = (event) => {
    event.preventDefault();
    const reason = field.current.value.trim();
    if (reason !== '') {
      reject(reason);
      return;
    }
    doing.say('Say why you reject it.');
    field.current.focus();
  };
  return (
    <form onSubmit={own}>
      <p><strong>Why not?</strong> <span class="dim">It is remembered, so that the like is not proposed again.</span></p>
      <div class="buttons">
        {REASONS.map((reason, i) => (
          <button type="button" class="quiet why" key={reason} ref={i === 0 ? first : null} disabled={doing.busy}
            onClick={() => reject(reason)}><kbd>{i + 1}</kbd> {reason}</button>))}
      </div>
      <div class="own">
        <input id="reason" ref={field} maxlength="2000" autocomplete="off" aria-label="Another reason" placeholder="or in your words" />
        <button type="submit" class="reject" disabled={doing.busy}>Reject</button>
        {back}
      </div>
    </form>
  );
}

function Decided({ fix }) {
  const by = fix.decidedBy ? ` by ${fix.decidedBy}` : '';
  switch (fix.status) {
    case 'approved': return `Approved${by}. It is being carried out.`;
    case 'applied': return (
      <>Approved{by} and carried out: commit {fix.change ? <ShortId text={fix.change.commit} /> : 'unknown'} on <code>{fix.branch}</code>{fix.change?.moved ? <> and <code>{fix.change.moved}</code></> : null}.{fix.change?.left ? ` The deployed branch was left: ${fix.change.left}.` : null}</>
    );
    case 'rejected': return `Rejected${by}: ${fix.reason || 'no reason given'}`;
    default: return `Approved${by}, but carrying it out failed. The issue’s run says why.`;
  }
}
