// The console: one line for commands that read, and above it what everybody ran and saw.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { complete, run } from './commands.js';
import { moment } from './format.js';
import { link } from './router.js';
import { useScrollback } from './scrollback.js';

const SAYS = {
  connecting: 'Connecting…',
  live: 'Whoever may decide sees what you run here, and what comes out.',
  offline: 'Not connected. What you run here stays in this tab, and is shared when the daemon is back: leave it open.',
};

export function ConsoleView() {
  const { entries, user, state, reason, add, clear } = useScrollback();
  const [isBusy, setIsBusy] = useState(false);
  const view = useRef(null);
  const log = useRef(null);
  const follows = useRef(true); // the newest entry, unless somebody scrolled up
  useEffect(() => { document.title = 'Console · Nexa'; }, []);
  useEffect(() => {
    view.current = new AbortController();
    return () => view.current.abort();
  }, []);
  useLayoutEffect(() => { if (log.current && follows.current) log.current.scrollTop = log.current.scrollHeight; }, [entries.length, entries.at(-1)?.key]);
  const scrolled = () => { follows.current = log.current.scrollHeight - log.current.scrollTop - log.current.clientHeight < 40; };
  const submit = async (line) => {
    const { signal } = view.current;
    setIsBusy(true);
    try {
      const told = await run(line, signal);
      if (signal.aborted) return; // nobody waits for it any more
      follows.current = true;
      if (told.clears) clear();
      add(told.clears ? { ...told, lines: ['The scrollback was cleared.'] } : told);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <>
      <div class="head"><h1>Console</h1></div>
      <section class="console" aria-label="Console">
        {state === 'connecting' ? <p class="loading dim">Loading…</p> : (
          <div class="log" role="log" aria-label="Scrollback" tabindex="0" ref={log} onScroll={scrolled}>
            {entries.length === 0 ? <p class="dim">Nothing was run yet. Type <code>help</code>.</p> : null}
            {entries.map((entry) => <Entry key={entry.key} entry={entry} />)}
          </div>)}
        <Prompt history={entries.filter(({ by }) => by === (user ?? 'you')).map(({ command }) => command)}
          isReady={state !== 'connecting'} isBusy={isBusy} submit={submit} leave={() => log.current?.focus()} />
      </section>
      <p class={`dim ${state}`} role="status" id="console-state">
        {state === 'refused' ? `${reason.replace(/\.?$/, '.')} What you run here, only you see.` : SAYS[state]}
      </p>
    </>
  );
}

const Entry = ({ entry: { by, at, command, lines, links, ok } }) => (
  <div class="entry">
    <p class="ran"><code>{command}</code><span class="dim"><strong>{by}</strong> <time datetime={new Date(at).toISOString()} title={new Date(at).toLocaleString()}>{moment(at)}</time></span></p>
    <div class={ok ? 'output' : 'output bad'}>
      {lines.map((line, i) => <div key={i}>{line === '' ? '\u00a0' : <Linked text={line} links={links} />}</div>)}
    </div>
  </div>
);

/** Words, without a full stop at their end. */
const WORDS = /([^\s,;:()]*[^\s,;:().])/;

/** A line in which the words that name something lead to it. */
const Linked = ({ text, links }) => text.split(WORDS).map((word, i) => (
  links.has(word) ? <a key={i} href={link(...links.get(word))}>{word}</a> : word));

/** The line that is typed: up and down go through what one ran before, Tab completes, Escape leaves. */
function Prompt({ history, isReady, isBusy, submit, leave }) {
  const field = useRef(null);
  const back = useRef({ steps: 0, draft: '' });
  const [hint, setHint] = useState('');
  const put = (text) => {
    field.current.value = text;
    field.current.setSelectionRange(text.length, text.length);
  };
  const recall = (by) => {
    const past = history.filter((command, i) => command !== history[i + 1]).reverse();
    const steps = Math.min(Math.max(back.current.steps + by, 0), past.length);
    back.current = { steps, draft: back.current.steps === 0 ? field.current.value : back.current.draft };
    put(steps === 0 ? back.current.draft : past[steps - 1]);
  };
  const completed = () => {
    const { value, selectionEnd } = field.current;
    const found = selectionEnd === value.length ? complete(value) : null;
    const told = found && found.options.length > 1 ? found.options.join(', ') : '';
    if (!found || (found.line === value && told === hint)) return false; // then Tab leads on
    put(found.line);
    setHint(told);
    return true;
  };
  const pressed = (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    switch (event.key) {
      case 'ArrowUp': recall(1); break;
      case 'ArrowDown': recall(-1); break;
      case 'Escape': leave(); break;
      case 'Tab': if (!completed()) return; break;
      default: return;
    }
    event.preventDefault();
  };
  const sent = (event) => {
    event.preventDefault();
    const line = field.current.value.trim();
    if (line === '' || !isReady || isBusy) return;
    back.current = { steps: 0, draft: '' };
    put('');
    setHint('');
    submit(line);
  };
  return (
    <form class="prompt" onSubmit={sent} aria-busy={isBusy}>
      <label for="command"><span aria-hidden="true">›</span><span class="unseen">Command</span></label>
      <input id="command" ref={field} maxlength="200" autocomplete="off" autocapitalize="off" spellcheck={false} enterkeyhint="go"
        placeholder="help  /" aria-describedby="console-state hint" onKeyDown={pressed} />
      <button type="submit" class="quiet" disabled={!isReady}>Run</button>
      <p class="dim hint" id="hint" role="status">{hint}</p>
    </form>
  );
}
