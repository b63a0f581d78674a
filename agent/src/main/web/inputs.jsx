// The daemon's health, and its inputs: what each took in, and what was refused or cut, why, and the last sample.

import { call } from './api.js';
import { plural } from './format.js';
import { Loaded } from './loaded.jsx';
import { Chip, Empty, Facts, Section, Time } from './parts.jsx';
import { link } from './router.js';
import { Snippets } from './snippets.jsx';

export const InputsView = () => (
  <Loaded load={() => Promise.all([call('inputs'), call('status')])} name="inputs" title="Inputs">
    {([{ inputs, ofNoIssue = {} }, daemon]) => (
      <>
        <h1>Inputs</h1>
        <Health daemon={daemon} />
        <p class="dim">Since the daemon started. What was refused or cut is counted here; nothing is in silence. <code>nexa doctor</code> tries each part.</p>
        <OfNoIssue counts={Object.entries(ofNoIssue)} />
        {inputs.length > 0 ? (
          <>
            {inputs.map((input) => <Input key={input.name} input={input} />)}
            <Section title="One more"><Snippets daemon={daemon} /></Section>
          </>) : <Empty title="Nothing came in yet"><p>Point what you have at this daemon:</p><Snippets daemon={daemon} /></Empty>}
      </>)}
  </Loaded>
);

const Health = ({ daemon }) => (
  <Facts of={[
    ['Nexa', daemon.version],
    ['Up since', <Time iso={daemon.started} />],
    ['Home', <code>{daemon.home}</code>],
    ['Watched', plural(daemon.jvms, 'JVM')],
    ['Open', plural(daemon.issuesOpen, 'issue')],
    ['Remembered', plural(daemon.cases, 'case')],
  ]} />
);

const OfNoIssue = ({ counts }) => (counts.length === 0 ? null : (
  <p>
    Errors that are no crash, and so of no issue:{' '}
    {counts.map(([name, count]) => <><a key={name} href={link('inputs', name)}>{count} by {name}</a> </>)}
  </p>
));

const list = (counts) => Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', ');

const Input = ({ input }) => (
  <Section title={input.name} aside={<Standing input={input} />}>
    <Facts of={[
      ['Events', String(input.received)],
      ['Last', input.last ? <Time iso={input.last} /> : 'none'],
      ['From', input.client],
      ['Senders', input.senders],
      ['Told of no error', list(input.skipped)],
      ['Lines', list(input.layouts)],
    ]} />
    {(input.troubles ?? []).map((trouble) => (
      <p key={trouble.source}>
        <Chip kind="failed">cannot read</Chip> <code>{trouble.source}</code> {trouble.reason}. <span class="dim">{trouble.nextStep}.</span>
      </p>))}
    <Lost losses={input.refused} what="refused" kind="failed" />
    <Lost losses={input.cut} what="cut" kind="waiting" />
  </Section>
);

function Standing({ input }) {
  if (input.troubles?.length > 0) return <Chip kind="failed">cannot read some</Chip>;
  if (input.refused.length > 0) return <Chip kind="failed">refuses some</Chip>;
  return input.received > 0 ? <Chip kind="applied">takes all</Chip> : <Chip kind="">quiet</Chip>;
}

/** What was not taken, or not whole: how often, why, and what the last one was. */
const Lost = ({ losses, what, kind }) => (losses.length === 0 ? null : (
  <ul class="plain losses">
    {losses.map((lost) => (
      <li key={lost.reason}>
        <Chip kind={kind}>{`${lost.count} ${what}`}</Chip> {lost.reason} <span class="dim"><Time iso={lost.last} /></span>
        {lost.sample ? <pre tabindex="0" aria-label="Sample">{lost.sample}</pre> : null}
      </li>))}
  </ul>
));
