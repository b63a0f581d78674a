// The connected JVMs: what the agent does in them, what is swapped into them.

import { call } from './api.js';
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
  const verb = daemon.paused ? 'resume' : 'pause';
  return (
    <>
      <div class="head">
        <h1>JVMs</h1>{daemon.paused ? <Chip kind="waiting">paused</Chip> : null}
        <div class="actions">
          <button type="button" class="quiet" id={verb} disabled={doing.busy} onClick={() => doing.act(verb)}>
            {daemon.paused ? 'Resume' : 'Pause everything'}
          </button>
        </div>
      </div>
      <Notice notice={doing.notice} />
      {jvms.length > 0 ? jvms.map((jvm) => <Jvm key={jvm.agent} jvm={jvm} />) : (
        <Empty title="No javaagent is connected">
          <p>Add this to the service’s command line:</p>
          <Copyable text={agentArgument(daemon)} label="Argument of the JVM" />
        </Empty>)}
    </>
  );
}

const Jvm = ({ jvm }) => (
  <Section title={`${jvm.service} (process ${jvm.pid})`}>
    <Facts of={[
      ['Java', jvm.version],
      ['Main', <code>{jvm.main}</code>],
      ['Release', jvm.release ? <code>{jvm.release.slice(0, 12)}</code> : 'not named'],
      ['Connected', <Time iso={jvm.connected} />],
      ['Events', `${jvm.sent} sent, ${jvm.dropped} dropped`],
      ['Errors', String(jvm.errors)],
      ['Overhead', `${jvm.overhead.cpuPercent.toFixed(3)} % of a core, ${jvm.overhead.hookMicrosPerSecond.toFixed(0)} µs/s in hooks`],
      ['Paused', jvm.paused],
      ['Hot-swap', jvm.swap],
      ['Refused orders', jvm.refusedOrders > 0 ? `${jvm.refusedOrders}, the last: ${jvm.lastRefusal ?? 'unknown'}` : null],
      ['Armed', jvm.armed.length > 0 ? jvm.armed.map((method) => <div key={method}><code>{method}</code></div>) : 'none'],
      ['Swapped', jvm.swaps.length > 0 ? jvm.swaps.map((swap) => <Swapped key={swap.id} swap={swap} />) : 'none'],
    ]} />
  </Section>
);

const Swapped = ({ swap }) => (
  <div>
    <a href={link('fixes', swap.id)}>{swap.id}</a> <Chip kind={swap.state}>{SWAPS[swap.state] ?? swap.state}</Chip>
    {swap.reason ? `: ${swap.reason}` : null}
    <span class="dim"> {swap.watch.calls} calls, {swap.watch.thrown} thrown, {swap.watch.failed} of {swap.watch.requests} requests failed</span>
    {swap.methods.map((method) => <div key={method}><code>{method}</code></div>)}
  </div>
);
