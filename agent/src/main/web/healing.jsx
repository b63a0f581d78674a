// The healing runs of an issue, step by step.

import { duration } from './format.js';
import { Chip, Facts, ShortId } from './parts.jsx';
import { FACTS, OUTCOMES, STATES, STEPS } from './words.js';

/** The steps alone; what went on within them is on the Thought Stream. */
export function Healing({ runs, route, thoughts }) {
  if (runs.length === 0) {
    return <p class="dim">{route.path === 'heal' ? 'No run yet. One begins by itself; Heal begins one now.' : `No run. ${route.because}`}</p>;
  }
  return [...runs].reverse().map((run) => (
    <Run key={run.id} run={run} thoughts={thoughts.filter((thought) => thought.run === run.id && thought.parent === null)} />));
}

const Run = ({ run, thoughts }) => (
  <div class="run">
    <p><Chip kind={run.outcome ?? run.status}>{standing(run)}</Chip>{run.reason ? <span class="reason">{run.reason}</span> : null}</p>
    <ol class="steps" aria-live="polite">
      {thoughts.map((thought) => <Step key={thought.id} thought={thought} running={run.status === 'running'} />)}
    </ol>
  </div>
);

export function standing(run) {
  if (run.outcome) return OUTCOMES[run.outcome] ?? run.outcome;
  return run.status === 'waiting' ? 'waits for a decision' : run.status;
}

function Step({ thought, running }) {
  const open = thought.ended === null;
  const took = open ? (running ? STATES[thought.state] : STATES.cut) : duration(thought.ended - thought.started);
  return (
    <li class={open ? 'open' : 'done'}>
      <div class="name"><span>{STEPS[thought.name] ?? thought.name}</span><span class="dim">{took}</span></div>
      <StepFacts entries={Object.entries(thought.facts)} />
    </li>
  );
}

/** A step's facts; those named by a number are a list. */
export function StepFacts({ entries }) {
  const isItem = ([name]) => Number.isInteger(Number(name));
  const items = entries.filter(isItem).sort(([a], [b]) => a - b);
  return (
    <>
      <Facts of={entries.filter((entry) => !isItem(entry)).map(([name, value]) => [FACTS[name] ?? name, <ShortId text={value} />])} />
      {items.length > 0 ? <ol class="items">{items.map(([name, value]) => <li key={name}>{value}</li>)}</ol> : null}
    </>
  );
}
