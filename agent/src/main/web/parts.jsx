// Small parts that every view is made of. Text from outside is always a child, so it becomes a text node.

import { useEffect, useState } from 'preact/hooks';
import { ago } from './format.js';

const clocks = new Set();
setInterval(() => clocks.forEach((tick) => tick(Date.now())), 30_000);

/** How long ago something was, kept true; the exact time is in the title. */
export function Time({ iso }) {
  const [, tick] = useState(0);
  useEffect(() => {
    clocks.add(tick);
    return () => clocks.delete(tick);
  }, []);
  return <time datetime={iso} title={new Date(iso).toLocaleString()}>{ago(iso)}</time>;
}

/** The time of day. */
export const Clock = ({ iso }) => (
  <time datetime={iso}>{new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}</time>
);

/** A state in a word; the kind chooses its colour. */
export const Chip = ({ kind, children }) => <span class={`chip ${kind ?? children}`}>{children}</span>;

/** A part of a view under a heading, with what may stand beside the heading. */
export const Section = ({ title, aside, children, ...rest }) => (
  <section {...rest}><div class="title"><h2>{title}</h2>{aside}</div>{children}</section>
);

const isNothing = (value) => value === null || value === undefined || value === '' || value.length === 0;

/** Named values; those that are empty are left out. */
export const Facts = ({ of }) => (
  <dl class="facts">
    {of.filter(([, value]) => !isNothing(value)).map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value}</dd></div>)}
  </dl>
);

/** A hash by its first digits; the rest is in its title. Anything else as it is. */
export const ShortId = ({ text }) => (/^[0-9a-f]{40,64}$/.test(text) ? <code title={text}>{text.slice(0, 12)}</code> : text);

/** Text to paste elsewhere. */
export function Copyable({ text, label }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <div class="copyable">
      <pre tabindex="0" aria-label={label}>{text}</pre>
      <button type="button" class="quiet" onClick={copy}>{copied ? 'Copied' : 'Copy'}</button>
    </div>
  );
}

/** A view with nothing in it, which says why and what to do. */
export const Empty = ({ title, children }) => <div class="empty"><h2>{title}</h2>{children}</div>;

export const Notice = ({ notice }) => (notice ? <p class={`notice ${notice.kind}`} role="alert">{notice.text}</p> : null);
