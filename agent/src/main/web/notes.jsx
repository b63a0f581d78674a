// Notes on an issue that everybody writes together, and who else looks at it.

import { useEffect, useRef } from 'preact/hooks';
import { edit, moved } from './edits.js';
import { plural } from './format.js';
import { Chip, Section } from './parts.jsx';
import { useRoom } from './shared.js';

const LENGTH_MAX = 20_000;

const SAYS = {
  connecting: 'Connecting…',
  live: 'Shared as you type, and kept by the daemon.',
  offline: 'Not connected. What you write stays in this tab, and is merged when the daemon is back: leave it open.',
};

export function Notes({ issue }) {
  const { room, state, reason, others } = useRoom(`issue:${issue}`);
  return (
    <Section title="Notes" class="notes" aside={<Others names={others} self={room?.user} />}>
      {room ? <SharedText text={room.text('notes')} label="Notes on this issue" isOff={state === 'refused'} /> : null}
      <p class={`dim ${state}`} role="status" id="notes-state">
        {state === 'refused' ? reason : SAYS[state]}
      </p>
    </Section>
  );
}

const Others = ({ names, self }) => (
  <span class="others" role="status">
    {names.length === 0 ? null : (
      <><span class="dim">also here: </span>
        {names.slice(0, 5).map((name) => <Chip key={name} kind="person">{name === self ? `${name}, elsewhere` : name}</Chip>)}
        {names.length > 5 ? <span class="dim"> and {plural(names.length - 5, 'other')}</span> : null}
      </>)}
  </span>
);

/** A text field whose text is a shared one. */
function SharedText({ text, label, isOff }) {
  const field = useRef(null);
  useEffect(() => {
    field.current.value = text.toString();
    const heard = ({ delta }, { origin }) => {
      if (origin !== field) show(field.current, text.toString(), delta);
    };
    text.observe(heard);
    return () => text.unobserve(heard);
  }, [text]);
  const typed = () => {
    const { at, removed, inserted } = edit(text.toString(), field.current.value, field.current.selectionEnd);
    text.doc.transact(() => {
      if (removed > 0) text.delete(at, removed);
      if (inserted !== '') text.insert(at, inserted);
    }, field);
  };
  return (
    <textarea ref={field} rows="5" maxlength={LENGTH_MAX} aria-label={label} aria-describedby="notes-state" placeholder={label}
      readonly={isOff} onInput={typed} />
  );
}

/** Shows somebody else's change, with caret and selection where they were in the text. */
function show(field, value, delta) {
  const { selectionStart, selectionEnd, scrollTop } = field;
  field.value = value;
  if (document.activeElement === field) field.setSelectionRange(moved(selectionStart, delta), moved(selectionEnd, delta));
  field.scrollTop = scrollTop;
}
