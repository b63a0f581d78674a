// The fixes, the newest first.

import { call } from './api.js';
import { origin } from './format.js';
import { Loaded } from './loaded.jsx';
import { Chip, Empty } from './parts.jsx';
import { link } from './router.js';

export const FixesView = () => (
  <Loaded load={() => call('fixes')} name="fixes" title="Fixes">
    {({ fixes }) => (
      <>
        <h1>Fixes</h1>
        {fixes.length > 0 ? <ul class="list">{fixes.map((fix) => <Row key={fix.id} fix={fix} />)}</ul> : (
          <Empty title="No fix yet">
            <p>A fix appears here when a crash was reproduced as a failing test and a patch turned that test green.</p>
          </Empty>)}
      </>)}
  </Loaded>
);

const Row = ({ fix }) => (
  <li>
    <a class="row" href={link('fixes', fix.id)}>
      <span class="what">
        <strong>{fix.patch.rationale}</strong>
        <span class="dim">{fix.id} · {fix.title} · {origin(fix.patch.origin)}</span>
      </span>
      <span class="chips"><Chip kind={fix.status}>{fix.status === 'waiting' ? 'waits for you' : fix.status}</Chip></span>
    </a>
  </li>
);
