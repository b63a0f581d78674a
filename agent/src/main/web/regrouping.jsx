// What an issue is made of, and what a person may say of it: another issue's, or not this one's.

import { useRef } from 'preact/hooks';
import { Section, Time } from './parts.jsx';
import { link } from './router.js';

export function Regrouping({ issue, path, doing }) {
  const field = useRef(null);
  const merge = async () => {
    const into = field.current.value.trim();
    if (into === '') {
      doing.say('Name the issue that it is the same as.');
      field.current.focus();
      return;
    }
    const left = await doing.act(`${path}/merge`, { into });
    if (left) location.hash = link('issues', left.id);
  };
  return (
    <Section title="One issue?">
      <ul class="plain parts">
        {issue.parts.map((part) => (
          <Part key={part.id} part={part} alone={issue.parts.length < 2} doing={doing}
            split={() => doing.act(`${path}/split`, { part: part.id })} />))}
      </ul>
      <div class="merge">
        <label for="into">The same as</label>
        <input id="into" ref={field} autocomplete="off" placeholder="SHOP-1" />
        <button type="button" class="quiet" id="merge" disabled={doing.busy} onClick={merge}>Merge into it</button>
      </div>
    </Section>
  );
}

const Part = ({ part, alone, doing, split }) => (
  <li>
    {part.events}× {part.said}{' '}
    <span class="dim">{part.methods.map((method) => method.split('.').slice(-2).join('.')).join(' < ')}, last <Time iso={part.lastSeen} /></span>
    {part.splittable && !alone
      ? <>{' '}<button type="button" class="quiet split" title={part.because} disabled={doing.busy} onClick={split}>Split off</button></> : null}
  </li>
);
