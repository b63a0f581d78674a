// The inbox: the issues, the last seen or the most urgent first. However many there are, only those in
// sight are fetched and drawn.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useAct } from './act.js';
import { call, segment } from './api.js';
import { useKeys } from './keys.js';
import { useLoad } from './live.js';
import { Refused } from './loaded.jsx';
import { plural } from './format.js';
import { Chip, Copyable, Empty, Notice, Time } from './parts.jsx';
import { Pinned, usePins } from './pins.jsx';
import { link } from './router.js';
import { agentArgument } from './snippets.jsx';
import { rowHeight, useIssues, useSight } from './sight.js';
import { URGENCIES } from './words.js';

const TABS = ['open', 'resolved', 'ignored', 'all'];

/** Where each list was left, by its query: coming back from an issue leads to its row. */
const left = new Map();

export function InboxView({ query }) {
  const shown = {
    status: query.get('status') ?? 'open', service: query.get('service') ?? '', q: query.get('q') ?? '', sort: query.get('sort') ?? 'seen',
  };
  const asked = Object.entries(shown).filter(([name, value]) => value !== '' && !(name === 'status' && value === 'all'));
  const wanted = String(new URLSearchParams(asked));
  const pins = usePins();
  useEffect(() => { document.title = 'Inbox · Nexa'; }, []);
  return (
    <>
      <h1>Inbox</h1>
      <Pinned pins={pins} />
      <Filters shown={shown} />
      <Issues key={wanted} wanted={wanted} shown={shown} pins={pins} />
    </>
  );
}

function Filters({ shown }) {
  const { data } = useLoad(() => call('services'), 'services');
  const services = (data?.services ?? []).map((service) => service.name);
  const to = (change) => link('issues', '', { ...shown, ...change });
  const go = (change) => { location.hash = to(change); };
  const Tab = ({ children, ...change }) => (
    <a href={to(change)} aria-current={Object.entries(change).every(([name, value]) => shown[name] === value) ? 'true' : null}>
      {children}
    </a>
  );
  return (
    <div class="filters">
      <div class="tabs" role="group" aria-label="Status">{TABS.map((status) => <Tab key={status} status={status}>{status}</Tab>)}</div>
      <div class="tabs" role="group" aria-label="Order"><Tab sort="seen">latest</Tab><Tab sort="urgency">most urgent</Tab></div>
      {services.length > 1 || shown.service ? (
        <select aria-label="Service" value={shown.service} onChange={(event) => go({ service: event.target.value })}>
          <option value="">all services</option>
          {services.map((name) => <option key={name} value={name}>{name}</option>)}
        </select>) : null}
      <input type="search" id="search" value={shown.q} placeholder="Search  /" aria-label="Search issues"
        onChange={(event) => go({ q: event.target.value })} />
    </div>
  );
}

function Issues({ wanted, shown, pins }) {
  const list = useRef(null);
  const [total, setTotal] = useState(null);
  const sight = useSight(list, total ?? 0);
  const issues = useIssues(wanted, sight);
  const { data: fixes } = useLoad(() => call('fixes'), 'fixes');
  const doing = useAct(issues.reload);
  useEffect(() => setTotal(issues.total), [issues.total]);
  const [at, setAt] = useState(left.get(wanted)?.at ?? 0);
  useReturn(wanted, at, total);
  useRows(list, at, setAt, issues, doing, pins);
  if (issues.error) return <Refused error={issues.error} />;
  if (issues.total === null) return <p class="loading dim">Loading…</p>;
  if (issues.total === 0) return <NoIssues shown={shown} />;
  const rows = Array.from({ length: Math.max(0, Math.min(sight.to, issues.total) - sight.from) }, (_, i) => sight.from + i);
  const stop = rows.includes(at) ? at : Math.min(sight.from, issues.total - 1); // where Tab leads
  return (
    <>
      <Notice notice={doing.notice} />
      <ul class="list window" ref={list} aria-label={plural(issues.total, 'issue')} style={{ height: `calc(var(--row) * ${issues.total})` }}>
        {rows.map((index) => {
          const issue = issues.at(index);
          return (
            <li key={issue?.id ?? index} aria-setsize={issues.total} aria-posinset={index + 1} style={{ top: `calc(var(--row) * ${index})` }}>
              {issue ? (
                <Row issue={issue} index={index} fix={fixes?.fixes.find((fix) => fix.issue === issue.id)} shown={shown}
                  isPinned={pins.has(issue.id)} isStop={index === stop} focused={() => setAt(index)} />) : <span class="blank" />}
            </li>
          );
        })}
      </ul>
      <p class="dim foot">{plural(issues.total, 'issue')}</p>
    </>
  );
}

/** Leaves a list where it was left before, and notes where it is. */
function useReturn(wanted, at, total) {
  const position = useRef(0);
  const known = total !== null;
  useLayoutEffect(() => {
    if (known && left.has(wanted)) scrollTo(0, left.get(wanted).scroll);
  }, [known]);
  useEffect(() => {
    const moved = () => { position.current = scrollY; };
    addEventListener('scroll', moved, { passive: true });
    return () => removeEventListener('scroll', moved);
  }, []);
  const row = useRef(at);
  row.current = at;
  useEffect(() => () => { left.set(wanted, { scroll: position.current, at: row.current }); }, [wanted]);
}

/** One row is a stop of Tab; keys go on from it. */
function useRows(list, at, setAt, issues, doing, pins) {
  const due = useRef(null); // the row to focus as soon as it is there
  const row = () => list.current?.querySelector(`[data-index="${due.current}"]`);
  useEffect(() => {
    if (due.current === null || !row()) return;
    row().focus();
    due.current = null;
  });
  const focus = (index) => {
    if (!list.current) return;
    due.current = Math.min(Math.max(index, 0), issues.total - 1);
    if (!row()) scrollTo(0, list.current.offsetTop + due.current * rowHeight(list.current, issues.total) - innerHeight / 2);
    setAt(due.current);
    if (due.current === at) row()?.focus(); // nothing is drawn again
  };
  const isFocused = () => list.current?.contains(document.activeElement);
  const next = () => { if (list.current) focus(isFocused() ? at + 1 : inSight(list.current, issues.total, at)); };
  const inList = (act) => () => (isFocused() ? act() : false);
  useKeys({
    j: next,
    k: () => focus(at - 1),
    ArrowDown: inList(next),
    ArrowUp: inList(() => focus(at - 1)),
    Home: inList(() => focus(0)),
    End: inList(() => focus(issues.total - 1)),
    p: inList(() => (pins.isReady && issues.at(at) ? pins.toggle(issues.at(at)) : false)),
    e: inList(() => { doing.act(`issues/${segment(issues.at(at).id)}/resolve`); }),
  });
}

/** The row to begin at: the one left last, or the topmost when that one is out of sight. */
function inSight(list, total, at) {
  const top = list.getBoundingClientRect().top;
  const height = rowHeight(list, total);
  const y = top + at * height;
  return y >= 0 && y < innerHeight ? at : Math.ceil(Math.max(0, -top) / height);
}

const Row = ({ issue, index, fix, shown, isPinned, isStop, focused }) => (
  <a class="row" href={link('issues', issue.id)} data-index={index} tabindex={isStop ? 0 : -1} onFocus={focused}>
    <span class="what">
      <strong title={issue.title}>{issue.title}</strong>
      <span class="dim" title={issue.topFrame}>{issue.id} · {issue.service} · {issue.topFrame}</span>
    </span>
    <span class="chips">
      {isPinned ? <Chip>pinned</Chip> : null}
      {issue.urgency === 'now' || issue.urgency === 'high'
        ? <Chip kind={`urgency-${issue.urgency}`}>{URGENCIES[issue.urgency]}</Chip> : null}
      {issue.priority === 'raised' ? <Chip kind="waiting">alert fires</Chip> : null}
      {fix ? <Chip kind={fix.status}>{fix.status === 'waiting' ? 'fix waits' : `fix ${fix.status}`}</Chip> : null}
      {shown.status === 'all' ? <Chip>{issue.status}</Chip> : null}
    </span>
    <span class="count" title="how often it was seen">{issue.count.toLocaleString('en')}×</span>
    <span class="when dim"><Time iso={issue.lastSeen} /></span>
  </a>
);

function NoIssues({ shown }) {
  const { data: daemon } = useLoad(() => call('status'), 'status');
  if (shown.q !== '' || shown.service !== '' || shown.status !== 'open') {
    return <Empty title="Nothing matches"><p>No issue is like that. <a href={link('issues')}>Show the open ones.</a></p></Empty>;
  }
  if (!daemon) return null;
  if (daemon.jvms > 0) {
    return (
      <Empty title="No open issue">
        <p>{plural(daemon.jvms, 'JVM is', 'JVMs are')} watched. The next crash appears here by itself.</p>
      </Empty>
    );
  }
  return (
    <Empty title="Nothing is watched yet">
      <p>Start a service with the javaagent; its crashes then appear here by themselves:</p>
      <Copyable text={agentArgument(daemon)} label="Argument of the JVM" />
      <p class="dim">Logs, OpenTelemetry, Sentry’s SDKs and alerts lead here too: <a href={link('inputs')}>Inputs</a> has the line for each.</p>
    </Empty>
  );
}
