// Keys that do something. A key alone never acts while a person types, nor when keys are switched off.

import { useLayoutEffect } from 'preact/hooks';

const OFF = 'nexa.keys.off';

export const areOn = () => localStorage.getItem(OFF) === null;

export function switchKeys(on) {
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, 'yes');
}

const isTyping = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

const CHORD_MILLIS = 1500;

/** What is pressed, with the key that only began it: "j", or "g j" soon after g. */
let pressed = '';
let begun = { by: '', at: 0 };

addEventListener('keydown', ({ key, target }) => {
  const isSecond = begun.by !== '' && performance.now() - begun.at < CHORD_MILLIS;
  pressed = isSecond ? `${begun.by} ${key}` : key;
  begun = { by: key === 'g' && !isSecond && !isTyping(target) ? key : '', at: performance.now() };
}, true);

/** Calls what belongs to a key from the moment the part is shown. */
export function useKeys(keys) {
  useLayoutEffect(() => {
    const heard = (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.length === 1 && (isTyping(event.target) || !areOn())) return;
      const act = Object.hasOwn(keys, pressed) ? keys[pressed] : null;
      if (!act || act(event) === false) return;
      event.preventDefault();
    };
    addEventListener('keydown', heard);
    return () => removeEventListener('keydown', heard);
  });
}
