// The review of one fix: its diff beside its evidence, and the decision.

import { call, segment } from './api.js';
import { useAct } from './act.js';
import { Decision } from './decision.jsx';
import { Diff } from './diff.jsx';
import { Evidence } from './evidence.jsx';
import { origin } from './format.js';
import { Loaded } from './loaded.jsx';
import { Chip, Facts, Section } from './parts.jsx';
import { link } from './router.js';
import { LiveSwaps } from './swaps.jsx';

export function FixView({ id }) {
  const path = `fixes/${segment(id)}`;
  const load = () => Promise.all([call(path), call(`${path}/diff`), call(`${path}/evidence`)]);
  return (
    <Loaded load={load} name={path} title={([fix]) => `${fix.id}: ${fix.title}`}>
      {([fix, diff, evidence], reload) => <Fix fix={fix} diff={diff} evidence={evidence} path={path} reload={reload} />}
    </Loaded>
  );
}

function Fix({ fix, diff, evidence, path, reload }) {
  const doing = useAct(reload);
  return (
    <>
      <p class="crumbs"><a href={link('fixes')}>Fixes</a> / {fix.id} / <a href={link('issues', fix.issue)}>{fix.issue}</a></p>
      <div class="head"><h1>{fix.title}</h1><Chip kind={fix.status}>{fix.status === 'waiting' ? 'waits for you' : fix.status}</Chip></div>
      <p class="lead">{fix.patch.rationale}</p>
      <Decision fix={fix} path={path} doing={doing} />
      <LiveSwaps fix={fix} path={path} doing={doing} />
      <div class="columns wide">
        <div><Section title="Change"><Diff text={diff} /></Section><Alternatives patches={fix.alternatives} /></div>
        <div><Evidence fix={fix} evidence={evidence} /><Provenance fix={fix} /></div>
      </div>
    </>
  );
}

const Alternatives = ({ patches }) => (patches.length === 0 ? null : (
  <Section title="Alternatives">
    <ul class="plain">
      {patches.map((patch, i) => (
        <li key={i}>{patch.rationale}<span class="dim"> {origin(patch.origin)}</span><Risks risks={patch.risks} /></li>))}
    </ul>
  </Section>
));

const Risks = ({ risks }) => (risks.length === 0 ? null : (
  <span class="chips">{risks.map((risk) => <Chip key={risk} kind="risk">{risk}</Chip>)}</span>
));

const Provenance = ({ fix }) => (
  <Section title="Where it comes from">
    <Facts of={[
      ['Origin', origin(fix.patch.origin)],
      ['Files', fix.patch.files.map((file) => <div key={file}><code>{file}</code></div>)],
      ['Branch', <code>{fix.branch}</code>],
      ['Risks', fix.patch.risks.length > 0 ? <Risks risks={fix.patch.risks} /> : 'none known'],
    ]} />
  </Section>
);
