// The review of one fix: its diff beside its evidence, and the decision.

import { call, segment } from './api.js';
import { useAct } from './act.js';
import { DecisionBar } from './decision.jsx';
import { Diff } from './diff.jsx';
import { Effect } from './effect.jsx';
import { Evidence, ProofStrip } from './evidence.jsx';
import { isWeb, origin } from './format.js';
import { useKeys } from './keys.js';
import { Loaded } from './loaded.jsx';
import { Chip, Facts, Section, ShortId, Time } from './parts.jsx';
import { link } from './router.js';
import { LiveSwaps } from './swaps.jsx';

export function FixView({ id, query }) {
  const path = `fixes/${segment(id)}`;
  return (
    <Loaded load={() => load(path)} name={path} title={([fix]) => `${fix.id}: ${fix.title}`}>
      {([fix, diff, evidence, issue], reload) => (
        <Fix fix={fix} diff={diff} evidence={evidence} issue={issue} path={path} split={query.get('diff') === 'split'} reload={reload} />)}
    </Loaded>
  );
}

/** The fix may outlive its issue, which somebody merged into another. */
async function load(path) {
  const fix = await call(path);
  return Promise.all([fix, call(`${path}/diff`), call(`${path}/evidence`), call(`issues/${segment(fix.issue)}`).catch(() => null)]);
}

const STANDINGS = { waiting: 'waits for you', approved: 'being carried out', applied: 'carried out', rejected: 'rejected', failed: 'failed' };

export const Standing = ({ fix: { status, approvals } }) => (
  <Chip kind={status}>{status === 'waiting' && approvals.first ? 'approved by 1 of 2' : STANDINGS[status] ?? status}</Chip>
);

function Fix({ fix, diff, evidence, issue, path, split, reload }) {
  const doing = useAct(reload);
  const other = link('fixes', fix.id, { diff: split ? '' : 'split' });
  useKeys({ s: () => { location.replace(other); } });
  return (
    <article class="review">
      <p class="crumbs"><a href={link('fixes')}>Fixes</a> / {fix.id}</p>
      <div class="head"><h1>{fix.patch.rationale}</h1><Standing fix={fix} /></div>
      <p class="lead dim">
        <a href={link('issues', fix.issue)}>{fix.issue}</a> · {fix.title} · {fix.service} · {origin(fix.patch.origin)}
      </p>
      <Line fix={fix} />
      <ProofStrip fix={fix} evidence={evidence} />
      <Effect effect={fix.effect} />
      <LiveSwaps fix={fix} path={path} doing={doing} />
      <div class="columns wide">
        <div>
          <Section title="Change" class="change" aside={<a class="switch" href={other}>{split ? 'one column' : 'side by side'} <kbd>s</kbd></a>}>
            <Diff text={diff} split={split} />
          </Section>
          <Remarks reviews={fix.reviews ?? []} />
          <RunnersUp patches={fix.alternatives} />
        </div>
        <div>
          <Plan fix={fix} />
          <Evidence fix={fix} evidence={evidence} frames={issue?.snapshot ?? []} />
          <Provenance fix={fix} />
        </div>
      </div>
      <DecisionBar key={fix.digest} fix={fix} path={path} doing={doing} />
    </article>
  );
}

const Plan = ({ fix }) => (
  <Section title="Plan" class="planned">
    <ol class="plan">{fix.actions.map((action, i) => <li key={i}>{action}</li>)}</ol>
    {fix.approvals.needed > 1
      ? <><h3>Needs two persons</h3><ul class="plain two">{fix.approvals.because.map((why) => <li key={why}>{why}</li>)}</ul></> : null}
    {fix.patch.risks.length > 0
      ? <><h3>Look twice at</h3><Risks risks={fix.patch.risks} /></> : <p class="dim">No known risk.</p>}
    {fix.trust ? <Level trust={fix.trust} /> : null}
    {fix.reach?.methods.length > 0 ? <Reach reach={fix.reach} /> : null}
  </Section>
);

const Level = ({ trust }) => (
  <>
    <h3>Trusted to {trust.level.toLowerCase()}</h3>
    <ul class="plain">{trust.because.map((because) => <li key={because}>{because}</li>)}</ul>
  </>
);

/** Who runs through what is changed. */
const Reach = ({ reach }) => (
  <>
    <h3>Reaches</h3>
    <Facts of={[
      ['Methods', reach.methods.map((method) => <div key={method}><code>{method}</code></div>)],
      ['Callers', `${reach.callers}${reach.exposed ? ', and others’ code may call it' : ''}`],
      ['Routes', reach.routes.map((route) => <div key={route}><code>{route}</code></div>)],
      ['Other services', reach.services.join(', ')],
    ]} />
  </>
);

const Risks = ({ risks }) => <ul class="risks">{risks.map((risk) => <li key={risk}>{risk}</li>)}</ul>;

/** The fix that this one was asked for in place of, and the one that is in place of this. */
function Line({ fix: { replaces, successor } }) {
  return (
    <>
      {replaces ? <p class="line">In place of <a href={link('fixes', replaces)}>{replaces}</a>, of which somebody wanted another candidate.</p> : null}
      {successor ? (
        <p class="line" role="status">
          {successor.by} asked for another fix{successor.reason ? `: “${successor.reason}”` : ''}.{' '}
          <strong>{successor.fix && successor.state !== 'moot' ? <a href={link('fixes', successor.fix)}>{successor.fix} took its place →</a> : SOUGHT[successor.state]}</strong>{' '}
          {successor.because}
        </p>) : null}
    </>
  );
}

const SOUGHT = { sought: 'Another candidate is being sought.', none: 'No other candidate was found.', found: '', moot: 'None is needed any more.' };

/** What people said of the fix, here or on its pull request. */
const Remarks = ({ reviews }) => (reviews.length === 0 ? null : (
  <Section title="Said of it">
    <ul class="plain">
      {reviews.map((review) => (
        <li key={review.id}>
          <strong>{review.actor}</strong>{review.asks ? ' asks for a change' : ''}: {review.text}{' '}
          <span class="dim">{review.place ? <><code>{review.place}</code>, </> : null}<Time iso={review.time} /></span>
        </li>))}
    </ul>
  </Section>
));

/** Its address is the forge's: it is opened only as a link. */
const Publication = ({ publication }) => (
  <>
    {isWeb(publication.url)
      ? <a href={publication.url} rel="noreferrer" target="_blank">{publication.state}</a> : publication.state}
    {publication.by ? ` by ${publication.by}` : null}{publication.reason ? `: ${publication.reason}` : null}
  </>
);

const RunnersUp = ({ patches }) => (patches.length === 0 ? null : (
  <Section title="Runners-up">
    <p class="dim">They turned the test green too, and were ranked lower.</p>
    <ul class="plain">
      {patches.map((patch, i) => (
        <li key={i}>
          {patch.rationale} <span class="dim">{origin(patch.origin)}</span>
          {patch.risks.length > 0 ? <span class="dim">; {patch.risks.join(', ')}</span> : null}
        </li>))}
    </ul>
  </Section>
));

const Provenance = ({ fix }) => (
  <Section title="Where it comes from">
    <Facts of={[
      ['Origin', origin(fix.patch.origin)],
      ['Made on', <ShortId text={fix.commit} />],
      ['Branch', <code>{fix.branch}</code>],
      ['Published', fix.publication ? <Publication publication={fix.publication} /> : null],
      ['Files', fix.patch.files.map((file) => <div key={file}><code>{file}</code></div>)],
      ['Digest of all that is shown', <ShortId text={fix.digest} />],
    ]} />
  </Section>
);
