// The inbox: the issues, the last seen or the most urgent first.

import { call } from './api.js';
import { URGENCIES } from './words.js';
import { Chip, Copyable, Empty, Time } from './parts.jsx';
import { Loaded } from './loaded.jsx';
import { link } from './router.js';
import { agentArgument } from './snippets.jsx';

const TABS = ['open', 'resolved', 'ignored', 'all'];

export function InboxView({ query }) {
  const shown = { status: query.get('status') ?? 'open', q: query.get('q') ?? '', sort: query.get('sort') ?? 'seen' };
  const wanted = new URLSearchParams({ q: shown.q, sort: shown.sort });
  if (shown.status !== 'all') wanted.set('status', shown.status);
  const load = () => Promise.all([call(`issues?${wanted}`), call('fixes'), call('status')]);
  return (
    <Loaded load={load} name={String(wanted)} title="Issues">
      {([found, { fixes }, daemon]) => (
        <>
          <h1>Issues</h1>
          <Filters shown={shown} />
          {found.issues.length === 0 ? <NoIssues daemon={daemon} shown={shown} /> : (
            <ul class="list">
              {found.issues.map((issue) => (
                <Row key={issue.id} issue={issue} fix={fixes.find((fix) => fix.issue === issue.id)} shown={shown} />))}
            </ul>)}
        </>)}
    </Loaded>
  );
}

function Filters({ shown }) {
  const to = (change) => link('issues', '', { ...shown, ...change });
  const Tab = ({ children, ...change }) => (
    <a href={to(change)} aria-current={Object.entries(change).every(([name, value]) => shown[name] === value) ? 'true' : null}>
      {children}
    </a>
  );
  return (
    <div class="filters">
      <div class="tabs">{TABS.map((status) => <Tab key={status} status={status}>{status}</Tab>)}</div>
      <div class="tabs order" role="group" aria-label="Order"><Tab sort="seen">latest</Tab><Tab sort="urgency">most urgent</Tab></div>
      <input type="search" id="search" value={shown.q} placeholder="Search  /" aria-label="Search issues"
        onChange={(event) => { location.hash = to({ q: event.target.value }); }} />
    </div>
  );
}

const Row = ({ issue, fix, shown }) => (
  <li>
    <a class="row" href={link('issues', issue.id)}>
      <span class="what">
        <strong>{issue.title}</strong>
        <span class="dim">{issue.id} · {issue.service} · {issue.topFrame}</span>
      </span>
      <span class="chips">
        {issue.urgency === 'now' || issue.urgency === 'high'
          ? <Chip kind={`urgency-${issue.urgency}`}>{URGENCIES[issue.urgency]}</Chip> : null}
        {issue.priority === 'raised' ? <Chip kind="waiting">alert fires</Chip> : null}
        {fix ? <Chip kind={fix.status}>{fix.status === 'waiting' ? 'fix waits for you' : `fix ${fix.status}`}</Chip> : null}
        {shown.status === 'all' ? <Chip>{issue.status}</Chip> : null}
      </span>
      <span class="count" title="how often it was seen">{issue.count}×</span>
      <span class="when dim"><Time iso={issue.lastSeen} /></span>
    </a>
  </li>
);

function NoIssues({ daemon, shown }) {
  if (shown.q !== '' || shown.status !== 'open') {
    return <Empty title="Nothing matches"><p>No issue is like that. <a href={link('issues')}>Show the open ones.</a></p></Empty>;
  }
  if (daemon.jvms > 0) {
    return (
      <Empty title="No open issue">
        <p>{daemon.jvms} {daemon.jvms === 1 ? 'JVM is' : 'JVMs are'} watched. The next crash appears here by itself.</p>
      </Empty>
    );
  }
  return (
    <Empty title="Nothing is watched yet">
      <p>Start a service with the javaagent; its crashes then appear here by themselves:</p>
      <Copyable text={agentArgument(daemon)} label="Argument of the JVM" />
    </Empty>
  );
}
