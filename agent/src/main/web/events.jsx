// The errors that one input told of and that belong to no issue.

import { call, segment } from './api.js';
import { Loaded } from './loaded.jsx';
import { Chip, Empty, Time } from './parts.jsx';
import { link } from './router.js';

export function EventsView({ id }) {
  const path = `inputs/${segment(id)}/events`;
  return (
    <Loaded load={() => call(path)} name={path} title={id}>
      {({ events, total }) => (
        <>
          <p class="crumbs"><a href={link('inputs')}>Inputs</a> / {id}</p>
          <h1>Errors of no issue</h1>
          {events.length === 0 ? <Empty title="None"><p>All that this input told of belongs to an issue.</p></Empty> : (
            <>
              <p class="dim">
                The newest {events.length} of {total}. They came without a stack trace, and no crash shares their trace; nothing can be healed by them.
              </p>
              <ul class="list">{events.map((event) => <Event key={event.id} event={event} />)}</ul>
            </>)}
        </>)}
    </Loaded>
  );
}

const Event = ({ event }) => (
  <li class="row">
    <span class="what">
      <strong>{event.message}</strong>
      <span class="dim">{[event.service, event.context?.logger, request(event.http)].filter(Boolean).join(' · ')}</span>
    </span>
    <span class="chips"><Chip kind="">{event.severity.toLowerCase()}</Chip></span>
    <span class="when dim"><Time iso={event.time} /></span>
  </li>
);

const request = (http) => (http ? `${http.method} ${http.path} ${http.status}` : null);
