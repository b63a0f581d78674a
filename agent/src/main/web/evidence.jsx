// What a fix was seen to do: the test red before and green after, and the whole suite.

import { Facts, Section } from './parts.jsx';

export const Evidence = ({ fix, evidence }) => (
  <Section title="Evidence">
    <p>
      The test <code>{fix.reproduction.testId}</code> was red {fix.reproduction.redRuns} times in a row on the deployed
      commit <code>{fix.commit.slice(0, 12)}</code>
      {fix.reproduction.from === 'snapshot' ? ', with the captured values,' : ', with values found by search,'} and is green with the change.
    </p>
    <Log kind="red" title="Red, before" text={evidence.redLog} open />
    <Log kind="green" title="Green, after" text={evidence.greenLog} />
    <Log kind="" title={`The test, ${fix.reproduction.file}`} text={evidence.testSource} />
    <Suites before={evidence.before} after={evidence.after} />
    <Facts of={[['Sandbox', <code>{evidence.sandbox}</code>]]} />
  </Section>
);

const Log = ({ kind, title, text, open }) => (
  <details class={`log ${kind}`} open={open}><summary>{title}</summary><pre tabindex="0" aria-label={title}>{text}</pre></details>
);

const Suites = ({ before, after }) => (
  <table>
    <caption>Whole test suite</caption>
    <thead><tr>{['', 'passed', 'failed', 'skipped'].map((name) => <th scope="col" key={name}>{name}</th>)}</tr></thead>
    <tbody><Suite name="before" counts={before} /><Suite name="after" counts={after} /></tbody>
  </table>
);

const Suite = ({ name, counts }) => (
  <tr><th scope="row">{name}</th><td>{counts.passed}</td><td>{counts.failed}</td><td>{counts.skipped}</td></tr>
);
