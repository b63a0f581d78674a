// Lines of code, in colour where the language is known.

import { useEffect, useState } from 'preact/hooks';

/** The highlighter, which is loaded when the first code is shown; until then code has no colour. */
export function useColour() {
  const [colour, setColour] = useState(null);
  useEffect(() => {
    let gone = false;
    import('./colour.js').then(({ coloured }) => { if (!gone) setColour(() => coloured); });
    return () => { gone = true; };
  }, []);
  return colour;
}

const COLOURED_MAX = 50_000; // characters; the highlighter's rules take their time

const hasColour = (file, text) => file.endsWith('.java') && text.length <= COLOURED_MAX;

/** The lines of a text as pieces { text, kind }. */
export const pieces = (colour, file, text) => (colour && hasColour(file, text)
  ? colour(text) : text.split('\n').map((line) => (line === '' ? [] : [{ text: line, kind: '' }])));

/** The pieces of one line, from marks[0] to marks[1] marked. */
export const Line = ({ of, marks }) => (of.length === 0 ? ' '
  : cut(of, marks).map(({ text, kind, marked }, i) => {
    const piece = kind ? <span class={kind} key={i}>{text}</span> : text;
    return marked ? <mark key={i}>{piece}</mark> : piece;
  }));

function cut(of, marks) {
  if (!marks) return of;
  const all = [];
  let at = 0;
  for (const { text, kind } of of) {
    const [from, to] = marks.map((mark) => Math.min(Math.max(mark - at, 0), text.length));
    for (const [part, marked] of [[text.slice(0, from), false], [text.slice(from, to), true], [text.slice(to), false]]) {
      if (part !== '') all.push({ text: part, kind, marked });
    }
    at += text.length;
  }
  return all;
}

/** A whole source file. */
export function Source({ file, text, label }) {
  const colour = useColour();
  return (
    <div class="source" tabindex="0" role="group" aria-label={label}>
      {pieces(colour, file, text.replace(/\n$/, '')).map((line, i) => (
        <div class="line" key={i}><span class="number" aria-hidden="true">{i + 1}</span><code><Line of={line} /></code></div>))}
    </div>
  );
}
