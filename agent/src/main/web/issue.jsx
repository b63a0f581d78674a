// One issue: what crashed, with which values, what is done about it.

import { call, segment } from './api.js';
import { useAct } from './act.js';
import { isWeb } from './format.js';
import { Healing } from './healing.jsx';
import { Loaded } from './loaded.jsx';
import { Notes } from './notes.jsx';
import { Chip, Facts, Notice, Section, Time } from './parts.jsx';
import { PinButton } from './pins.jsx';
import { Regrouping } from './regrouping.jsx';
import { link } from './router.js';
import { CapturedValues, Trace } from './trace.jsx';
import { URGENCIES } from './words.js';

export function IssueView({ id }) {
  const path = `issues/${segment(id)}`;
  return (
    <Loaded load={() => Promise.all([call(path), call(`${path}/thoughts`)])} name={path} title={([issue]) => issue.title}>
      {([issue, { thoughts }], reload) => <Issue issue={issue} thoughts={thoughts} path={path} reload={reload} />}
    </Loaded>
  );
}

function Issue({ issue, thoughts, path, reload }) {
  const doing = useAct(reload);
  return (
    <>
      <p class="crumbs"><a href={link('issues')}>Inbox</a> / {issue.id}</p>
      <div class="head"><h1>{issue.title}</h1><Chip>{issue.status}</Chip><Actions issue={issue} path={path} doing={doing} /></div>
      <Notice notice={doing.notice} />
      <IssueFacts issue={issue} />
      {issue.alerts.map((alert) => <Alert key={alert.id} alert={alert} />)}
      {issue.fixes.map((fix) => (
        <a key={fix.id} class={`callout ${fix.status}`} href={link('fixes', fix.id)}>
          <strong>{fix.status === 'waiting' ? 'A fix waits for your decision' : `The fix is ${fix.status}`}</strong>
          <span>{fix.id} →</span>
        </a>))}
      <div class="columns">
        <div>
          <Section title="Stack trace">{issue.traces.map((trace, i) => <Trace key={i} trace={trace} isCause={i > 0} />)}</Section>
          <CapturedValues frames={issue.snapshot} because={issue.capturedBecause} />
        </div>
        <div>
          <Section title="Healing" aside={thoughts.length > 0 ? <a class="more" href={link('thoughts', issue.id)}>Thought Stream →</a> : null}><Healing runs={issue.runs} route={issue.route} thoughts={thoughts} /></Section>
          <Notes issue={issue.id} />
          <Reasons issue={issue} />
          <Regrouping issue={issue} path={path} doing={doing} />
        </div>
      </div>
    </>
  );
}

function Actions({ issue, path, doing }) {
  const busy = issue.runs.some((run) => run.status === 'running' || run.status === 'waiting');
  const Act = ({ verb, children }) => (
    <button type="button" class="quiet" disabled={doing.busy} onClick={() => doing.act(`${path}/${verb}`)}>{children}</button>
  );
  return (
    <div class="actions">
      <PinButton issue={issue} />
      {busy ? null : <Act verb="heal">Heal</Act>}
      {issue.status === 'open' ? <><Act verb="resolve">Resolve</Act><Act verb="ignore">Ignore</Act></> : <Act verb="reopen">Reopen</Act>}
    </div>
  );
}

const IssueFacts = ({ issue }) => (
  <Facts of={[
    ['Service', issue.service],
    ['Seen', `${issue.count.toLocaleString('en')}×`],
    ['Last', <Time iso={issue.lastSeen} />],
    ['First', <Time iso={issue.firstSeen} />],
    ['Release', issue.release ? <code>{issue.release.slice(0, 12)}</code> : null],
    ['Urgency', `${URGENCIES[issue.urgency]} (${issue.urgencyScore})`],
    ['Owner', issue.route.owners.join(', ') || 'not known'],
    ['Kind', kind(issue)],
    ['By', issue.inputs.join(', ')],
  ]} />
);

/** Every judgement with its reason. */
const Reasons = ({ issue }) => (
  <Section title="Why Nexa sees it so">
    <dl class="reasons">
      {issue.urgentBecause.length > 0 ? <Because of="Urgency">{issue.urgentBecause.join(', ')}</Because> : null}
      <Because of="Kind">{issue.classifiedBecause}</Because>
      <Because of="Owner">{issue.route.ownedBecause}</Because>
      <Because of={issue.route.path === 'heal' ? 'Can be healed' : 'Not to be healed'}>{issue.route.because}</Because>
      <Because of="One issue">{issue.groupedBecause}{issue.joined.map((because) => <div key={because}>{because}</div>)}</Because>
      {issue.unauthenticated
        ? <Because of="Trust">Only senders that showed no key told of it: a fix is proposed at most, never swapped in.</Because> : null}
    </dl>
    <Facts of={[
      ['Message', issue.templates.map((template) => (
        <div key={template.id}><code>{template.text}</code> <span class="dim">seen {template.count}×</span></div>))],
      ['Logger', issue.logger],
      ['Thread', issue.threadName],
      ['Trace', issue.traceId ? <code>{issue.traceId}</code> : null],
    ]} />
  </Section>
);

const Because = ({ of, children }) => <div><dt>{of}</dt><dd>{children}</dd></div>;

/** What it is taken for; said as a guess where the classifier is not sure. */
export function kind(issue) {
  const fault = { code: ', the code’s fault', outside: ', not the code’s fault', unsure: '' }[issue.fault];
  return `${issue.confidence < 0.5 ? 'perhaps ' : ''}${issue.category}${fault}`;
}

/** An alert is the monitoring system's: its address is opened only as a link. */
const Alert = ({ alert }) => (
  <p>
    <Chip kind={alert.ends ? 'applied' : 'waiting'}>{alert.ends ? 'alert resolved' : 'alert fires'}</Chip>{' '}
    {isWeb(alert.link) ? <a href={alert.link} rel="noreferrer" target="_blank">{alert.name}</a> : alert.name}
    {alert.summary ? `: ${alert.summary} ` : ' '}
    <span class="dim">
      {alert.input}, since <Time iso={alert.starts} />{alert.ends ? <>, until <Time iso={alert.ends} /></> : null}
    </span>
  </p>
);
