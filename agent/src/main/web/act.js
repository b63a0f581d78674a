// Changes that a person orders, and what became of them.

import { useState } from 'preact/hooks';
import { post } from './api.js';

/** { busy, notice, say, act }: act sends, by post unless told, says what was refused, and gives the answer, or null. */
export function useAct(reload) {
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState(null);
  const act = async (path, body, explain = explained, send = post) => {
    setBusy(true);
    try {
      const answer = await send(path, body);
      setNotice(null);
      return answer;
    } catch (error) {
      setNotice({ kind: 'bad', text: explain(error) });
      return null;
    } finally {
      setBusy(false);
      reload();
    }
  };
  return { busy, notice, say: (text) => setNotice({ kind: 'bad', text }), act };
}

export const explained = (error) => (error.status === undefined
  ? 'The daemon does not answer. Nothing was changed; try again when it is back.'
  : `${error.message} ${error.hint}`);
