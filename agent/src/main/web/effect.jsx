// What a fix did to its issue: how often it happened before, and since.

import { plural } from './format.js';
import { Chip, Section, Time } from './parts.jsx';

const STATES = {
  watched: 'is watched', fixed: 'it holds', failing: 'still failing', worse: 'made it worse', unknown: 'cannot be told', reverted: 'reverted',
};

export const Effect = ({ effect }) => (effect ? (
  <Section title="What it did" aside={<Chip kind={`effect-${effect.state}`}>{STATES[effect.state] ?? effect.state}</Chip>}>
    <p>
      The issue happened {plural(effect.before, 'time')} in the {plural(Math.round(effect.hoursBefore), 'hour')} before,
      and {plural(effect.after, 'time')} since the fix runs everywhere (<Time iso={effect.since} />).
    </p>
    <p class="dim">{effect.reason}</p>
  </Section>
) : null);
