// The fixes: those that wait first, then the newest.

import { call } from './api.js';
import { origin } from './format.js';
import { Standing } from './fix.jsx';
import { List } from './list.jsx';
import { Loaded } from './loaded.jsx';
import { Empty } from './parts.jsx';
import { link } from './router.js';

export const FixesView = () => (
  <Loaded load={() => call('fixes')} name="fixes" title="Fixes">
    {({ fixes }) => (
      <>
        <h1>Fixes</h1>
        {fixes.length > 0 ? <List items={waitingFirst(fixes)} label="Fixes">{(fix, stop) => <Row fix={fix} stop={stop} />}</List> : (
          <Empty title="No fix yet">
            <p>A fix appears here when a crash was reproduced as a failing test and a patch turned that test green.</p>
          </Empty>)}
      </>)}
  </Loaded>
);

const waitingFirst = (fixes) => fixes.toSorted((a, b) => (b.status === 'waiting') - (a.status === 'waiting'));

const Row = ({ fix, stop }) => (
  <a class="row" href={link('fixes', fix.id)} {...stop}>
    <span class="what">
      <strong>{fix.patch.rationale}</strong>
      <span class="dim">{fix.id} · {fix.service} · {fix.title} · {origin(fix.patch.origin)}</span>
    </span>
    <span class="chips"><Standing fix={fix} /></span>
  </a>
);
