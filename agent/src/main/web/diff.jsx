// A diff in colour, one below the other or side by side.

import { useMemo } from 'preact/hooks';
import { Line, pieces, useColour } from './code.jsx';
import { changes, parse } from './diff-model.js';

export function Diff({ text, split }) {
  const colour = useColour();
  const files = useMemo(() => parse(text), [text]);
  return files.map((file) => <File key={file.path} file={file} colour={colour} split={split} />);
}

function File({ file, colour, split }) {
  const slash = file.path.lastIndexOf('/') + 1;
  return (
    <details class="file" open>
      <summary>
        <span class="path"><span class="dim">{file.path.slice(0, slash)}</span><strong>{file.path.slice(slash)}</strong></span>
        {file.isNew ? <span class="chip">new</span> : null}{file.isGone ? <span class="chip">deleted</span> : null}
        <span class="size"><span class="good">+{file.added}</span> <span class="bad">−{file.removed}</span></span>
      </summary>
      <div class="code" tabindex="0" role="group" aria-label={`Changes in ${file.path.slice(slash)}`}>
        <table class={split ? 'diff split' : 'diff'}>
          {split ? <colgroup><col class="number" /><col /><col class="number" /><col /></colgroup> : null}
          {file.hunks.map((hunk, i) => <Hunk key={i} file={file} hunk={hunk} colour={colour} split={split} />)}
        </table>
      </div>
    </details>
  );
}

function Hunk({ file, hunk, colour, split }) {
  const lines = useMemo(() => inColour(file.path, hunk.lines, colour), [hunk, colour]);
  return (
    <tbody>
      {hunk.lines[0]?.before > 1 ? <tr class="hunk"><td colspan={split ? 4 : 3}>⋯ {hunk.header}</td></tr> : null}
      {split ? <Split lines={lines} /> : lines.map((line, i) => <Unified key={i} line={line} />)}
    </tbody>
  );
}

/** Each side is coloured as a whole, so that a comment of many lines is one. */
function inColour(path, lines, colour) {
  const side = (other) => {
    const mine = lines.filter((line) => line.kind !== other);
    return new Map(pieces(colour, path, mine.map((line) => line.text).join('\n')).map((of, i) => [mine[i], of]));
  };
  const [before, after] = [side('added'), side('removed')];
  return lines.map((line) => ({ ...line, of: (line.kind === 'removed' ? before : after).get(line) ?? [] }));
}

const SIGNS = { added: '+', removed: '−', same: ' ' };

const Unified = ({ line }) => (
  <tr class={line.kind}>
    <td class="number">{line.before}</td>
    <td class="number">{line.after}</td>
    <Code line={line} />
  </tr>
);

const Code = ({ line, kind = '' }) => (
  <td class={`text ${kind}`}><span class="sign">{SIGNS[line.kind]}</span><code><Line of={line.of} marks={line.marks} /></code></td>
);

const Split = ({ lines }) => changes(lines).flatMap(({ same, removed, added }, run) => {
  if (same) return [<SplitRow key={run} left={same} right={same} />];
  return Array.from({ length: Math.max(removed.length, added.length) }, (_, i) => (
    <SplitRow key={`${run} ${i}`} left={removed[i]} right={added[i]} />));
});

const SplitRow = ({ left, right }) => <tr><Side line={left} number={left?.before} /><Side line={right} number={right?.after} /></tr>;

const Side = ({ line, number }) => (line
  ? <><td class={`number ${line.kind}`}>{number}</td><Code line={line} kind={line.kind} /></>
  : <><td class="number none" /><td class="text none" /></>);
