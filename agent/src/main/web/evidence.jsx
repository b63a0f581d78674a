// What a fix was seen to do: the test red before and green after, with which values, and the whole suite.

import { Source } from './code.jsx';
import { plural } from './format.js';
import { Section, ShortId } from './parts.jsx';
import { CapturedFrame } from './trace.jsx';

/** The claim in one line: red, green, nothing lost, and the values it stands on. */
export function ProofStrip({ fix, evidence }) {
  const { before, after } = evidence;
  const isWhole = after.failed <= before.failed && after.passed >= before.passed;
  return (
    <ul class="proof" aria-label="Proof">
      <Claim kind="red" title={`Red ${fix.reproduction.redRuns}×`}>on the deployed commit <ShortId text={fix.commit} /></Claim>
      <Claim kind="green" title="Green">with this change</Claim>
      <Claim kind={isWhole ? 'green' : 'red'} title={`${before.passed} → ${after.passed} tests pass`}>
        {after.failed === 0 ? 'none fails' : plural(after.failed, 'test fails', 'tests fail')}
      </Claim>
      {fix.reproduction.from === 'snapshot'
        ? <Claim kind="neutral" title="Real values">captured in the running service</Claim>
        : <Claim kind="neutral" title="Searched values">found by trying small inputs</Claim>}
    </ul>
  );
}

const Claim = ({ kind, title, children }) => <li class={kind}><strong>{title}</strong><span>{children}</span></li>;

export const Evidence = ({ fix, evidence, frames }) => (
  <Section title="Evidence">
    {frames.length > 0
      ? <Fold title="The values that broke it" open>{frames.map((frame, i) => <CapturedFrame key={i} frame={frame} />)}</Fold> : null}
    <Fold kind="red" title="Red, before" open><Log text={evidence.redLog} label="Red, before" /></Fold>
    <Fold kind="green" title="Green, after" open={evidence.greenLog.length < 200}><Log text={evidence.greenLog} label="Green, after" /></Fold>
    <Fold title="The test">
      <p class="dim"><code>{fix.reproduction.testId}</code></p>
      <Source file={fix.reproduction.file} text={evidence.testSource} label="The test" />
    </Fold>
    <Fold title="Whole test suite"><Suites before={evidence.before} after={evidence.after} /></Fold>
    <p class="dim sandbox">Run in {evidence.sandbox.split(' ').map((word) => <>{' '}<Digest text={word} /></>)}</p>
    {evidence.jdk ? <p class="dim sandbox">On JDK {evidence.jdk.split(' ').map((word) => <>{' '}<Digest text={word} /></>)}</p> : null}
  </Section>
);

/** An image's digest by its first digits. */
const Digest = ({ text }) => (/^sha256:[0-9a-f]{16,}$/.test(text) ? <code title={text}>{text.slice(0, 19)}</code> : text);

const Fold = ({ kind = '', title, open, children }) => (
  <details class={`fold ${kind}`} open={open}><summary>{title}</summary>{children}</details>
);

const Log = ({ text, label }) => <pre class="log" tabindex="0" aria-label={label}>{text}</pre>;

const Suites = ({ before, after }) => (
  <table class="figures">
    <thead><tr><td />{['passed', 'failed', 'skipped'].map((name) => <th scope="col" key={name}>{name}</th>)}</tr></thead>
    <tbody><Suite name="before" counts={before} /><Suite name="after" counts={after} /></tbody>
  </table>
);

const Suite = ({ name, counts }) => (
  <tr><th scope="row">{name}</th><td>{counts.passed}</td><td>{counts.failed}</td><td>{counts.skipped}</td></tr>
);
