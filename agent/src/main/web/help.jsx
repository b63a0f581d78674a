// The keys that do something, in a dialog.

import { useEffect, useRef, useState } from 'preact/hooks';
import { areOn, switchKeys } from './keys.js';

const KEYS = [
  ['j k', 'next, previous row'],
  ['Enter', 'open it'],
  ['/', 'search; in the console, the command line'],
  ['e', 'resolve the issue in focus'],
  ['p', 'pin the issue in focus for everybody, or unpin it'],
  ['a', 'approve the fix; Enter confirms'],
  ['x', 'reject the fix; 1 to 4 say why'],
  ['c', 'ask for another fix, and say why'],
  ['Shift ← ↑ → ↓', 'move the chosen thought in the graph'],
  ['s', 'diff side by side, or in one column'],
  ['g i', 'to the inbox; g f fixes, g j JVMs, g r trust, g m memory, g d inputs, g a audit, g c console'],
  ['u', 'who you are, and the way out'],
  ['t', 'light, dark, or as the system has it'],
  ['Esc', 'back'],
  ['?', 'this'],
];

export function Help({ close }) {
  const dialog = useRef(null);
  const [on, setOn] = useState(areOn());
  useEffect(() => dialog.current.showModal(), []);
  const toggle = (event) => {
    switchKeys(event.target.checked);
    setOn(event.target.checked);
  };
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="help">
      <h2 id="help">Keys</h2>
      <dl class="shortcuts">
        {KEYS.map(([keys, does]) => (
          <><dt key={keys}>{keys.split(' ').map((key) => <kbd key={key}>{key}</kbd>)}</dt><dd>{does}</dd></>))}
      </dl>
      <p><label><input type="checkbox" checked={on} onChange={toggle} /> Single keys act</label></p>
      <p class="dim">The page is made with these <a href="/licenses.txt">libraries</a>.</p>
      <form method="dialog"><button type="submit">Close</button></form>
    </dialog>
  );
}
