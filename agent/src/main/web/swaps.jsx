// Where a fix runs, and how to take it out again.

import { plural } from './format.js';
import { Chip, Clock, Section, Time } from './parts.jsx';
import { SWAPS } from './words.js';

export function LiveSwaps({ fix, path, doing }) {
  if (fix.swaps.length === 0) return null;
  const inside = fix.swaps.filter((swap) => swap.state === 'provisional' || swap.state === 'settled');
  const act = (verb) => () => doing.act(`${path}/${verb}`);
  return (
    <Section title="Running JVMs" class="swaps">
      <p role="status"><Summary swaps={fix.swaps} inside={inside} /></p>
      <ul class="plain">{fix.swaps.map((swap, i) => <Swap key={i} swap={swap} />)}</ul>
      <div class="buttons">
        {inside.length > 0
          ? <button type="button" class="reject" id="rollback" disabled={doing.busy} onClick={act('rollback')}>Roll back</button> : null}
        {fix.status === 'applied'
          ? <button type="button" class="quiet" id="apply" disabled={doing.busy} onClick={act('apply')}>Swap in again</button> : null}
      </div>
    </Section>
  );
}

const Swap = ({ swap }) => (
  <li>
    <Chip kind={swap.state}>{SWAPS[swap.state] ?? swap.state}</Chip> process {swap.pid}
    {swap.state === 'provisional' && swap.until ? <>, the watch ends <Time iso={swap.until} /></> : null}
    {swap.reason ? `: ${swap.reason}` : null}
    <span class="dim"> by {swap.by}, <Time iso={swap.since} /></span>
  </li>
);

function Summary({ swaps, inside }) {
  const watched = inside.find((swap) => swap.state === 'provisional' && swap.until);
  const back = swaps.find((swap) => swap.state === 'rolled-back');
  if (inside.length > 0) {
    return <>Swapped into {plural(inside.length, 'JVM')}{watched ? <>, provisional until <Clock iso={watched.until} /></> : null}.</>;
  }
  return back ? `Rolled back: ${back.reason ?? 'no reason given'}` : 'In no running JVM.';
}
