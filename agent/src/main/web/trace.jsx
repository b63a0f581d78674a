// A stack trace with the service's own frames open, library frames folded, and the values of the failing calls.

import { Line, pieces, useColour } from './code.jsx';
import { place, plural, short } from './format.js';
import { Facts, Section } from './parts.jsx';

export const Trace = ({ trace, isCause }) => (
  <div class="trace">
    <p class="throwable">
      {isCause ? 'Caused by ' : null}<strong>{short(trace.exceptionType)}</strong>{trace.message ? `: ${trace.message}` : null}
    </p>
    {groups(trace.frames).map((group, i) => (group.own
      ? <OwnFrame key={i} frame={group.frames[0]} /> : <Folded key={i} frames={group.frames} />))}
  </div>
);

/** Each own frame alone, library frames between them together. */
function groups(frames) {
  const all = [];
  for (const frame of frames) {
    if (!frame.inApp && all.length > 0 && !all.at(-1).own) all.at(-1).frames.push(frame);
    else all.push({ own: frame.inApp, frames: [frame] });
  }
  return all;
}

const OwnFrame = ({ frame }) => (
  <div class="frame own"><FrameLine frame={frame} />{frame.source ? <Excerpt frame={frame} /> : null}</div>
);

const Folded = ({ frames }) => (
  <details class="folded">
    <summary>{plural(frames.length, 'library frame')}</summary>
    {frames.map((frame, i) => <div class="frame" key={i}><FrameLine frame={frame} /></div>)}
  </details>
);

const FrameLine = ({ frame }) => (
  <div class="at">
    <code>{place(frame)}</code>
    <span class="dim">{frame.file ? `${frame.file}${frame.line > 0 ? `:${frame.line}` : ''}` : 'unknown source'}</span>
  </div>
);

function Excerpt({ frame }) {
  const { file, firstLine, lines } = frame.source;
  const colour = useColour();
  return (
    <div class="source" tabindex="0" role="group" aria-label={file}>
      {pieces(colour, file, lines.join('\n')).map((line, i) => (
        <div class={firstLine + i === frame.line ? 'line hit' : 'line'} key={i}>
          <span class="number" aria-hidden="true">{firstLine + i}</span><code><Line of={line} /></code>
        </div>))}
    </div>
  );
}

export const CapturedValues = ({ frames, because }) => (
  <Section title="Captured values">
    {frames.length === 0
      ? <p class="dim">{because ?? 'None yet. The javaagent captures receiver and arguments when the crash happens again.'}</p>
      : frames.map((frame, i) => <CapturedFrame key={i} frame={frame} />)}
  </Section>
);

export const CapturedFrame = ({ frame }) => (
  <div class="captured">
    <div class="at"><code>{place(frame)}</code></div>
    <Facts of={[
      ['this', frame.receiver === null ? null : <code>{frame.receiver}</code>],
      ...frame.arguments.map((argument) => [argument.name, <code>{argument.value}</code>]),
    ]} />
  </div>
);
