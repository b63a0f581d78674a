// What Nexa remembers: the closed cases, from which the next crash of a kind is healed.

import { call } from './api.js';
import { plural, short } from './format.js';
import { Loaded } from './loaded.jsx';
import { Chip, Empty, ShortId, Time } from './parts.jsx';
import { link } from './router.js';

const SHOWN_MAX = 200;
const OUTCOMES = ['all', 'approved', 'rejected', 'rolled back'];

export function CasesView({ query }) {
  const shown = { q: query.get('q') ?? '', outcome: query.get('outcome') ?? 'all' };
  return (
    <Loaded load={() => call('cases')} name="cases" title="Memory">
      {({ cases }) => (
        <>
          <h1>Memory</h1>
          {cases.length === 0 ? <Nothing /> : (
            <>
              <Filters shown={shown} />
              <Cases cases={cases.filter((past) => matches(past, shown))} />
            </>)}
        </>)}
    </Loaded>
  );
}

const Nothing = () => (
  <Empty title="Nothing remembered yet">
    <p>Every decided fix becomes a case; the next crash of its kind is healed quicker. What was rejected is remembered too.</p>
    <p class="dim">A repository’s past fixes are learned by <code>nexa learn DIR</code>.</p>
  </Empty>
);

const outcome = (past) => past.outcome.toLowerCase().replaceAll('_', ' ');

/** Whether a case is like a text q, and ended as wanted. */
export const matches = (past, { q, outcome: wanted }) => (wanted === 'all' || outcome(past) === wanted)
  && `${past.id} ${past.service} ${past.exceptionType} ${past.operator} ${past.context}`.toLowerCase().includes(q.toLowerCase());

function Filters({ shown }) {
  const to = (change) => link('cases', '', { ...shown, ...change });
  return (
    <div class="filters">
      <div class="tabs" role="group" aria-label="Outcome">
        {OUTCOMES.map((each) => <a key={each} href={to({ outcome: each })} aria-current={each === shown.outcome ? 'true' : null}>{each}</a>)}
      </div>
      <input type="search" id="search" value={shown.q} placeholder="Search  /" aria-label="Search cases"
        onChange={(event) => { location.hash = to({ q: event.target.value }); }} />
    </div>
  );
}

const Cases = ({ cases }) => (cases.length === 0
  ? <Empty title="Nothing matches"><p>No case is like that. <a href={link('cases')}>Show all.</a></p></Empty> : (
    <>
      <ul class="list">{cases.slice(0, SHOWN_MAX).map((past) => <Case key={past.id} past={past} />)}</ul>
      <p class="dim foot">{plural(cases.length, 'case')}{cases.length > SHOWN_MAX ? `, the first ${SHOWN_MAX} are shown: search for others` : null}</p>
    </>));

const Case = ({ past }) => (
  <li>
    <details class="case">
      <summary class="row">
        <span class="what">
          <strong>{short(past.exceptionType)}, {past.operator}</strong>
          <span class="dim">{past.id} · {past.service}</span>
        </span>
        <span class="chips"><Chip kind={outcome(past).replace(' ', '-')}>{outcome(past)}</Chip></span>
        <span class="when dim"><Time iso={past.closed} /></span>
      </summary>
      <div class="inside">
        <p class="dim">{past.recipe.shape.toLowerCase().replaceAll('_', ' ')}{past.commit ? <>, in commit <ShortId text={past.commit} /></> : null}</p>
        <pre tabindex="0" aria-label="The change, as it is remembered">{past.recipe.template}</pre>
        <pre tabindex="0" aria-label="What the crash looked like">{past.context}</pre>
      </div>
    </details>
  </li>
);
