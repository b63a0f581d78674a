// Who is logged in: their name, what they may do, by what way they came, and the way out. Whoever logs out in
// one tab does so in all of this browser.

import { useEffect, useRef } from 'preact/hooks';
import { useAct } from './act.js';
import { call } from './api.js';
import { useKeys } from './keys.js';
import { useLoad } from './live.js';
import { Facts, Notice } from './parts.jsx';
import { SCOPES, WAYS } from './words.js';

export const useSelf = () => useLoad(() => call('session'), 'session').data;

const tabs = new BroadcastChannel('nexa.session');

/** A tab is drawn anew, so that nothing that was shown is left in it. */
tabs.onmessage = () => location.reload();

function changed() {
  tabs.postMessage('changed');
  location.reload();
}

/** The button that says who is logged in. */
export function Self({ self, open }) {
  const button = useRef(null);
  useKeys({
    u: () => {
      if (!self) return false;
      button.current.focus(); // where the keyboard goes back to
      return open();
    },
  });
  return self ? (
    <button type="button" id="who" ref={button} aria-haspopup="dialog" aria-label={`You are ${self.user}`} title={`You are ${self.user}`} onClick={open}>
      {self.user}
    </button>) : null;
}

export function Who({ self, close }) {
  const dialog = useRef(null);
  const doing = useAct(() => {});
  useEffect(() => dialog.current.showModal(), []);
  const logout = async () => {
    if (await doing.act('logout', {}, (error) => {
      if (error.status === 401) changed(); // it had ended already
      return error.status === undefined
        ? 'The daemon does not answer, so you are still logged in. Try again when it is back.' : error.message;
    })) changed();
  };
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="self">
      <h2 id="self">You are {self.user}</h2>
      <p class="dim">This name stands in the audit log and in commits for what you decide.</p>
      <Facts of={[
        ['You may', SCOPES[self.scope] ?? self.scope],
        ['You came', WAYS[self.way] ?? self.way],
        ['Until', self.expires ? new Date(self.expires).toLocaleString() : null],
      ]} />
      <Notice notice={doing.notice} />
      <form method="dialog" class="buttons">
        <button type="submit" class="quiet">Close <kbd>Esc</kbd></button>
        <button type="button" id="logout" class="reject" disabled={doing.busy} onClick={logout}>Log out</button>
      </form>
    </dialog>
  );
}
