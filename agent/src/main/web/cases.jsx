// The remembered cases.

import { call } from './api.js';
import { short } from './format.js';
import { Loaded } from './loaded.jsx';
import { Chip, Empty, Time } from './parts.jsx';

export const CasesView = () => (
  <Loaded load={() => call('cases')} name="cases" title="Cases">
    {({ cases }) => (
      <>
        <h1>Cases</h1>
        {cases.length > 0 ? <ul class="list">{cases.map((past) => <Case key={past.id} past={past} />)}</ul> : (
          <Empty title="Nothing remembered yet">
            <p>Every decided fix becomes a case; the next crash of its kind is healed quicker.</p>
          </Empty>)}
      </>)}
  </Loaded>
);

const Case = ({ past }) => (
  <li class="row">
    <span class="what">
      <strong>{short(past.exceptionType)}, {past.operator}</strong>
      <span class="dim">{past.id} · {past.service}</span>
    </span>
    <span class="chips"><Chip kind={past.outcome.toLowerCase()}>{past.outcome.toLowerCase().replaceAll('_', ' ')}</Chip></span>
    <span class="when dim"><Time iso={past.closed} /></span>
  </li>
);
