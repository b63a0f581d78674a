// Keys that do something. A key alone never acts while a person types, nor when keys are switched off.

import { useLayoutEffect } from 'preact/hooks';

const OFF = 'nexa.keys.off';

export const areOn = () => localStorage.getItem(OFF) === null;

export function switchKeys(on) {
  if (on) localStorage.removeItem(OFF);
  else localStorage.setItem(OFF, 'yes');
}

const isTyping = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

/** Calls what belongs to a key from the moment the part is shown. */
export function useKeys(keys) {
  useLayoutEffect(() => {
    const pressed = (event) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.length === 1 && (isTyping(event.target) || !areOn())) return;
      const act = Object.hasOwn(keys, event.key) ? keys[event.key] : null;
      if (!act || act(event) === false) return;
      event.preventDefault();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  });
}
