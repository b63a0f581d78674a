// How far Nexa may go by itself, service by service, beside the record that speaks for more or for less.

import { useRef, useState } from 'preact/hooks';
import { call, put, segment } from './api.js';
import { explained, useAct } from './act.js';
import { Loaded } from './loaded.jsx';
import { Chip, Empty, Notice, Section, Time } from './parts.jsx';
import { link } from './router.js';
import { LEVELS } from './words.js';

/** What a whole service can be set to; autonomous is for classes of patches only. */
const SETTABLE = ['observe', 'propose', 'commit', 'hotswap'];

export const TrustView = () => (
  <Loaded load={() => call('trust')} name="trust" title="Trust">
    {({ services }, reload) => (
      <>
        <h1>Trust</h1>
        <p class="dim">A person sets how far fixes go. Nexa proposes a raise where the record speaks for it, and lowers a level by itself after harm.</p>
        {services.length > 0 ? services.map((each) => <Service key={each.service} trust={each} reload={reload} />) : (
          <Empty title="No service is configured">
            <p>Name one under <code>services</code> in <code>nexa.yaml</code>, with its repository; until then its crashes are grouped and shown, and nothing is proposed.</p>
          </Empty>)}
      </>)}
  </Loaded>
);

function Service({ trust, reload }) {
  const doing = useAct(reload);
  const set = (body) => doing.act(`trust/${segment(trust.service)}`, body, explained, put);
  return (
    <Section title={trust.service} aside={<Chip kind={`level-${trust.level}`}>{trust.level}</Chip>}>
      <p>{LEVELS[trust.level]}{trust.level === trust.configured ? null : <span class="dim"> nexa.yaml says {trust.configured}.</span>}</p>
      <Notice notice={doing.notice} />
      <SetLevel trust={trust} doing={doing} set={set} />
      <Records records={trust.record} doing={doing} set={set} />
      <Grants service={trust.service} grants={trust.set} doing={doing} set={set} />
    </Section>
  );
}

/** What makes patches run in production is confirmed by the service's name. */
const isRaise = (level, before) => level === 'hotswap' && before !== 'hotswap';

function SetLevel({ trust, doing, set }) {
  const [level, setLevel] = useState(trust.level);
  const reason = useRef(null);
  const typed = useRef(null);
  const id = `trust-${trust.service}`;
  const submit = async (event) => {
    event.preventDefault();
    const done = await set({ level, reason: reason.current.value.trim(), confirm: typed.current?.value.trim() ?? '' });
    if (done) reason.current.value = '';
  };
  return (
    <form class="set" onSubmit={submit}>
      <label for={id}>Level</label>
      <select id={id} value={level} onChange={(event) => setLevel(event.target.value)}>
        {SETTABLE.map((each) => <option key={each} value={each}>{each}</option>)}
        <option value="default">as in nexa.yaml</option>
      </select>
      <input ref={reason} aria-label={`Why ${trust.service} is set so`} maxlength="200" autocomplete="off" placeholder="why" />
      {isRaise(level === 'default' ? trust.configured : level, trust.level) ? (
        <input ref={typed} aria-label={`To confirm, type ${trust.service}`} autocomplete="off" placeholder={`type ${trust.service}`} />) : null}
      <button type="submit" class="quiet" disabled={doing.busy || level === trust.level}>Set</button>
    </form>
  );
}

const Records = ({ records, doing, set }) => (records.length === 0 ? <p class="dim">No fix of this service was decided yet.</p> : (
  <div class="scrolls" tabindex="0" role="group" aria-label="Record">
    <table class="figures">
      <thead>
        <tr><th scope="col">patches by</th>{['level', 'approved', 'by itself', 'rejected', 'did harm'].map((name) => <th scope="col" key={name}>{name}</th>)}<td /></tr>
      </thead>
      <tbody>
        {records.map((each) => (
          <tr key={each.origin}>
            <th scope="row">{each.origin}</th>
            <td>{each.level}</td><td>{each.approved}</td><td>{each.unasked}</td><td>{each.rejected}</td>
            <td class={each.harmed > 0 ? 'bad' : ''}>{each.harmed}</td>
            <td>{each.raise && each.raise !== 'hotswap' ? (
              <button type="button" class="quiet" disabled={doing.busy}
                onClick={() => set({ origin: each.origin, level: each.raise, reason: `${each.approved} approved, none rejected` })}>
                Raise to {each.raise}
              </button>) : each.raise ? `speaks for ${each.raise}` : null}
            </td>
          </tr>))}
      </tbody>
    </table>
  </div>
));

const Grants = ({ service, grants, doing, set }) => (grants.length === 0 ? null : (
  <>
    <h3>Set so far</h3>
    <ul class="plain">
      {grants.map((grant) => (
        <li key={`${grant.origin} ${grant.inPackage}`}>
          <strong>{grant.level}</strong> for {grant.origin || 'all patches'}{grant.inPackage ? <> in <code>{grant.inPackage}</code></> : null}
          {grant.fix ? <>, lowered by the harm of <a href={link('fixes', grant.fix)}>{grant.fix}</a></> : `, by ${grant.by}`}
          {grant.reason ? `: ${grant.reason}` : null} <span class="dim"><Time iso={grant.time} /></span>{' '}
          <TakeBack service={service} grant={grant} doing={doing} set={set} />
        </li>))}
    </ul>
  </>
));

/** Where that would let patches into running JVMs again, the daemon wants the service's name, and says so. */
function TakeBack({ service, grant, doing, set }) {
  const [wants, setWants] = useState(false);
  const typed = useRef(null);
  const takeBack = async (event) => {
    event.preventDefault();
    const confirm = typed.current?.value.trim() ?? '';
    if (!await set({ origin: grant.origin, inPackage: grant.inPackage, level: 'default', confirm })) setWants(true);
  };
  return (
    <form class="inline" onSubmit={takeBack}>
      {wants ? <input ref={typed} aria-label={`To confirm, type ${service}`} autocomplete="off" placeholder={`type ${service}`} /> : null}
      <button type="submit" class="quiet" disabled={doing.busy}>Take back</button>
    </form>
  );
}
