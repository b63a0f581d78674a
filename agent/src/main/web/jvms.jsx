// The connected JVMs: what the agent does in them, what is swapped into them, and how to take it out.

import { call, segment } from './api.js';
import { useAct } from './act.js';
import { Loaded } from './loaded.jsx';
import { Chip, Copyable, Empty, Facts, Notice, Section, Time } from './parts.jsx';
import { link } from './router.js';
import { agentArgument } from './snippets.jsx';
import { SWAPS } from './words.js';

export const JvmsView = () => (
  <Loaded load={() => Promise.all([call('jvms'), call('status')])} name="jvms" title="JVMs">
    {([{ jvms }, daemon], reload) => <Jvms jvms={jvms} daemon={daemon} reload={reload} />}
  </Loaded>
);

function Jvms({ jvms, daemon, reload }) {
  const doing = useAct(reload);
  return (
    <>
      <div class="head">
        <h1>JVMs</h1>
        <div class="actions">
          {daemon.paused
            ? <button type="button" id="resume" disabled={doing.busy} onClick={() => doing.act('resume')}>Resume</button>
            : <button type="button" class="stop" id="pause" disabled={doing.busy} onClick={() => doing.act('pause')}>Pause everything</button>}
        </div>
      </div>
      <p class="dim">A pause takes every swap out of every JVM, and begins and carries out nothing until it ends.</p>
      <Notice notice={doing.notice} />
      {jvms.length > 0 ? jvms.map((jvm) => <Jvm key={jvm.agent} jvm={jvm} doing={doing} />) : (
        <Empty title="No javaagent is connected">
          <p>Add this to the service’s command line; failing calls then come with their values, and approved fixes can go in as it runs:</p>
          <Copyable text={agentArgument(daemon)} label="Argument of the JVM" />
        </Empty>)}
    </>
  );
}

const Jvm = ({ jvm, doing }) => (
  <Section title={`${jvm.service} (process ${jvm.pid})`} aside={<Swapping jvm={jvm} />}>
    <Facts of={[
      ['Java', jvm.version],
      ['Main', <code>{jvm.main}</code>],
      ['Release', jvm.release ? <code>{jvm.release.slice(0, 12)}</code> : 'not named'],
      ['Connected', <Time iso={jvm.connected} />],
      ['Events', `${jvm.sent} sent, ${jvm.dropped} dropped`],
      ['Errors', String(jvm.errors)],
      ['Overhead', `${jvm.overhead.cpuPercent.toFixed(3)} % of a core, ${jvm.overhead.hookMicrosPerSecond.toFixed(0)} µs/s in hooks`],
      ['Paused', jvm.paused],
      ['Refused orders', jvm.refusedOrders > 0 ? `${jvm.refusedOrders}, the last: ${jvm.lastRefusal ?? 'unknown'}` : null],
      ['Captures the values of', jvm.armed.map((method) => <div key={method}><code>{method}</code></div>)],
    ]} />
    {jvm.swaps.length > 0
      ? <ul class="swapped">{jvm.swaps.map((swap) => <Swapped key={swap.id} swap={swap} doing={doing} />)}</ul>
      : <p class="dim">Nothing is swapped in.</p>}
  </Section>
);

const Swapping = ({ jvm }) => <span class="dim">{jvm.swap === 'on' ? 'takes hot-swaps' : `takes no hot-swap: ${jvm.swap}`}</span>;

const isInside = (swap) => swap.state === 'provisional' || swap.state === 'settled';

const Swapped = ({ swap, doing }) => (
  <li>
    <div>
      <a href={link('fixes', swap.id)}>{swap.id}</a> <Chip kind={swap.state}>{SWAPS[swap.state] ?? swap.state}</Chip>
      {swap.reason ? `: ${swap.reason}` : null}
      <div class="dim">{swap.watch.calls} calls, {swap.watch.thrown} thrown, {swap.watch.failed} of {swap.watch.requests} requests failed</div>
      {swap.methods.map((method) => <div key={method}><code>{method}</code></div>)}
    </div>
    {isInside(swap) ? (
      <button type="button" class="reject rollback" disabled={doing.busy} aria-label={`Roll back ${swap.id}`}
        onClick={() => doing.act(`fixes/${segment(swap.id)}/rollback`)}>Roll back</button>) : null}
  </li>
);
