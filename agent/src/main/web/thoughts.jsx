// The Thought Stream: the spans of a healing run as a list, which is the truth, and beside it as a graph.

import { useEffect, useRef, useState } from 'preact/hooks';
import { call, segment } from './api.js';
import { duration, plural } from './format.js';
import { standing, StepFacts } from './healing.jsx';
import { useKeys } from './keys.js';
import { Loaded } from './loaded.jsx';
import { Chip, Clock, Empty } from './parts.jsx';
import { link } from './router.js';
import { Stream } from './stream.jsx';
import { outcome, state, stateWord, title, tree } from './thought-model.js';

const NARROW = '(max-width: 700px)';
const SAY_MILLIS = 4000;

export function ThoughtsView({ id, query }) {
  const path = `issues/${segment(id)}/thoughts?run=${segment(query.get('run') ?? 'newest')}`;
  return (
    <Loaded load={() => call(path)} name={path} title={({ title: issue }) => `Thoughts: ${issue}`}>
      {(found) => <Thoughts id={id} query={query} {...found} />}
    </Loaded>
  );
}

function Thoughts({ id, query, title: issue, runs, thoughts }) {
  const run = runs.find((each) => each.id === thoughts[0]?.run) ?? runs.at(-1);
  const isRunning = run?.status === 'running';
  const chosen = thoughts.find((thought) => thought.id === query.get('thought')) ?? null;
  const drawn = query.get('graph') ? query.get('graph') === 'on' : !matchMedia(NARROW).matches;
  const to = (changes) => link('thoughts', id, { ...Object.fromEntries(query), ...changes });
  const choose = (thought) => { location.replace(to({ thought: thought?.id ?? '' })); };
  return (
    <>
      <p class="crumbs"><a href={link('issues')}>Inbox</a> / <a href={link('issues', id)}>{id}</a> / Thoughts</p>
      <div class="head">
        <h1>{issue}</h1>
        {run ? <Chip kind={run.outcome ?? run.status}>{standing(run)}</Chip> : null}
        {thoughts.length > 0
          ? <div class="actions"><a class="switch-graph" href={to({ graph: drawn ? 'off' : 'on' })}>{drawn ? 'Hide the graph' : 'Show the graph'}</a></div> : null}
      </div>
      {run?.reason ? <p class="lead dim">{run.reason}</p> : null}
      <Runs runs={runs} run={run} id={id} />
      {thoughts.length === 0 ? <Nothing id={id} isRunning={isRunning} /> : (
        <div class={drawn ? 'stream drawn' : 'stream'}>
          <List thoughts={thoughts} isRunning={isRunning} chosen={chosen} to={to} choose={choose} />
          {drawn ? <Stream issue={id} thoughts={thoughts} isRunning={isRunning} chosen={chosen} choose={choose} /> : null}
        </div>)}
    </>
  );
}

const Runs = ({ runs, run, id }) => (runs.length < 2 ? null : (
  <nav class="tabs runs" aria-label="Runs">
    {runs.map((each, i) => (
      <a key={each.id} href={link('thoughts', id, { run: each.id })} aria-current={each === run ? 'true' : null}>run {i + 1}</a>))}
  </nav>
));

const Nothing = ({ id, isRunning }) => (
  <Empty title={isRunning ? 'The first thought is on its way' : 'No thought yet'}>
    <p>
      When Nexa heals this issue, each step stands here as it happens: where it looked, which past cases came to mind,
      which patches it tried, and why it turned most of them down.
    </p>
    <p class="dim"><a href={link('issues', id)}>The issue</a> says whether a run begins by itself, and its button Heal begins one now.</p>
  </Empty>
);

function List({ thoughts, isRunning, chosen, to, choose }) {
  const list = useRef(null);
  const said = useSaid(thoughts, isRunning);
  const links = () => [...list.current.querySelectorAll('a.thought')];
  const go = (by) => () => {
    const at = links().indexOf(document.activeElement);
    const from = at >= 0 ? at + by : Math.max(0, links().findIndex((each) => each.ariaCurrent === 'true'));
    links()[Math.min(Math.max(from, 0), thoughts.length - 1)]?.focus();
  };
  const inList = (act) => ({ shiftKey }) => (!shiftKey && list.current.contains(document.activeElement) ? act() : false);
  useKeys({
    j: go(1), k: go(-1), ArrowDown: inList(go(1)), ArrowUp: inList(go(-1)),
    Home: inList(go(-Infinity)), End: inList(go(Infinity)), Escape: () => (chosen ? choose(null) : false),
  });
  useEffect(() => {
    const link = list.current.querySelector('[aria-current]');
    link?.parentElement.querySelector('.inside')?.scrollIntoView({ block: 'nearest' });
    link?.scrollIntoView({ block: 'nearest' });
  }, [chosen?.id]);
  const isStop = chosen ?? thoughts[0];
  return (
    <section class="thoughts" ref={list} aria-label="Thoughts">
      <div class="title"><h2>{plural(thoughts.length, 'thought')}</h2><Legend /></div>
      <p class="unseen" role="status" aria-live="polite">{said}</p>
      <Nodes nodes={tree(thoughts)} isRunning={isRunning} chosen={chosen} stop={isStop.id} to={to} />
    </section>
  );
}

const Nodes = ({ nodes, ...rest }) => (
  <ol>{nodes.map((node) => <Node key={node.thought.id} node={node} {...rest} />)}</ol>
);

function Node({ node, isRunning, chosen, stop, to }) {
  const { thought, level, within } = node;
  const isChosen = thought.id === chosen?.id;
  const now = state(thought, isRunning);
  const { what, reason, verdict, ...facts } = thought.facts;
  return (
    <li class={`level-${level}`}>
      <a class="thought" href={to({ thought: isChosen ? '' : thought.id })} aria-current={isChosen ? 'true' : null}
        tabindex={thought.id === stop ? 0 : -1} data-id={thought.id}>
        <span class={`dot ${now}`} aria-hidden="true" />
        <span class="said">
          <strong>{title(thought)}</strong>{what ? <span>{what}</span> : null}
          {reason && !isChosen ? <span class="dim why-not">{reason}</span> : null}
          {level === 0 && outcome(node, isRunning) ? <span class="dim">{outcome(node, isRunning)}</span> : null}
        </span>
        <span class="ended"><Chip kind={`thought-${now}`}>{stateWord(thought, isRunning)}</Chip><Took thought={thought} /></span>
      </a>
      {isChosen ? (
        <div class="inside">
          {reason ? <p>{reason}</p> : null}
          <StepFacts entries={Object.entries(facts)} />
          <p class="dim">Began <Clock iso={new Date(thought.started).toISOString()} />, span <code>{thought.id}</code></p>
        </div>) : null}
      {within.length > 0 ? <Nodes nodes={within} isRunning={isRunning} chosen={chosen} stop={stop} to={to} /> : null}
    </li>
  );
}

const Took = ({ thought }) => (thought.ended === null ? null : <span class="dim">{duration(thought.ended - thought.started)}</span>);

const Legend = () => (
  <ul class="legend" aria-label="Colours">
    {[['ok', 'led on'], ['running', 'running'], ['refused', 'turned down'], ['failed', 'failed']].map(([kind, word]) => (
      <li key={kind}><span class={`dot ${kind}`} aria-hidden="true" />{word}</li>))}
  </ul>
);

/** What is told to those who listen: how many thoughts came and the last of them, every few seconds at most. */
function useSaid(thoughts, isRunning) {
  const [said, setSaid] = useState('');
  const seen = useRef(null);
  const due = useRef(null);
  const latest = useRef(null);
  latest.current = thoughts;
  useEffect(() => {
    const told = () => {
      due.current = null;
      const news = latest.current.filter((thought) => !seen.current.has(`${thought.id} ${thought.state}`));
      seen.current = marks(latest.current);
      const last = news.at(-1);
      if (last) setSaid(`${plural(news.length, 'change')}. ${title(last)}${last.facts.what ? `, ${last.facts.what}` : ''}: ${stateWord(last, isRunning)}.`);
    };
    if (seen.current === null) seen.current = marks(thoughts);
    else due.current ??= setTimeout(told, SAY_MILLIS);
  }, [thoughts]);
  useEffect(() => () => clearTimeout(due.current), []);
  return said;
}

const marks = (thoughts) => new Set(thoughts.map((thought) => `${thought.id} ${thought.state}`));
