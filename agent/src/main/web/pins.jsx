// Issues that somebody pinned, for everybody: they stand before the inbox.

import { link } from './router.js';
import { useEntries, useRoom } from './shared.js';

const PINS_MAX = 20;
const TITLE_MAX = 200;

/** { isReady, all, has, toggle }. What others wrote is taken only in the shape that it should have. */
export function usePins() {
  const { room, state } = useRoom('page');
  const pins = room?.map('pins');
  const entries = useEntries(pins);
  const all = [...entries]
    .filter(([, pin]) => typeof pin?.title === 'string' && typeof pin.by === 'string')
    .map(([id, { title, by }]) => ({ id, title: title.slice(0, TITLE_MAX), by: by.slice(0, TITLE_MAX) }))
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  const toggle = ({ id, title }) => {
    if (pins.has(id)) pins.delete(id);
    else if (pins.size < PINS_MAX) pins.set(id, { title: title.slice(0, TITLE_MAX), by: room.user });
  };
  return { isReady: room !== null && state !== 'refused' && state !== 'connecting', all, has: (id) => entries.has(id), toggle };
}

export const Pinned = ({ pins }) => (pins.all.length === 0 ? null : (
  <section class="pinned" aria-labelledby="pinned">
    <h2 id="pinned">Pinned</h2>
    <ul>
      {pins.all.slice(0, PINS_MAX).map((pin) => (
        <li key={pin.id}>
          <a href={link('issues', pin.id)}>{pin.title}</a>
          <span class="dim">{pin.id}, by {pin.by}</span>
          <button type="button" class="quiet" aria-label={`Unpin ${pin.id}`} onClick={() => pins.toggle(pin)}>Unpin</button>
        </li>))}
    </ul>
  </section>
));

/** A button that pins an issue, or takes the pin out. */
export function PinButton({ issue }) {
  const pins = usePins();
  if (!pins.isReady) return null;
  return (
    <button type="button" class="quiet" id="pin" aria-pressed={pins.has(issue.id)} onClick={() => pins.toggle(issue)}>
      {pins.has(issue.id) ? 'Pinned' : 'Pin'}
    </button>
  );
}
