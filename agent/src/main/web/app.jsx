// The frame around the views: header, sections, keys, and the view that the address names.

import { useEffect, useRef, useState } from 'preact/hooks';
import { useAct } from './act.js';
import { call } from './api.js';
import { AuditView } from './audit.jsx';
import { CasesView } from './cases.jsx';
import { ConsoleView } from './console.jsx';
import { EventsView } from './events.jsx';
import { FixesView } from './fixes.jsx';
import { FixView } from './fix.jsx';
import { Help } from './help.jsx';
import { InboxView } from './inbox.jsx';
import { InputsView } from './inputs.jsx';
import { IssueView } from './issue.jsx';
import { JvmsView } from './jvms.jsx';
import { useKeys } from './keys.js';
import { useFeed, useLoad } from './live.js';
import { Login, Nowhere } from './nowhere.jsx';
import { link, useRoute } from './router.js';
import { useTheme } from './theme.js';
import { ThoughtsView } from './thoughts.jsx';
import { TrustView } from './trust.jsx';
import { Self, useSelf, Who } from './who.jsx';

/** The views by the name in the address: of all, and of one. */
const VIEWS = {
  issues: { all: InboxView, one: IssueView },
  thoughts: { one: ThoughtsView },
  fixes: { all: FixesView, one: FixView },
  jvms: { all: JvmsView },
  cases: { all: CasesView },
  trust: { all: TrustView },
  inputs: { all: InputsView, one: EventsView },
  audit: { all: AuditView },
  console: { all: ConsoleView },
  login: { all: Login },
};

/** Each section's view, name, and key after g. */
const SECTIONS = [['issues', 'Inbox', 'i'], ['fixes', 'Fixes', 'f'], ['jvms', 'JVMs', 'j'], ['trust', 'Trust', 'r'],
  ['cases', 'Memory', 'm'], ['inputs', 'Inputs', 'd'], ['audit', 'Audit', 'a'],
  ['console', 'Console', 'c']];

const FEED_TEXT = { connecting: 'connecting', live: 'live', lost: 'not connected' };

export function App() {
  const route = useRoute();
  const feed = useFeed();
  const { data: daemon, reload } = useLoad(() => call('status'), 'status');
  const [theme, nextTheme] = useTheme();
  const [helps, setHelps] = useState(false);
  const [asks, setAsks] = useState(false); // who they are
  const self = useSelf();
  const main = useRef(null);
  const address = `${route.name}/${route.id}`;
  useArrival(address, main);
  useKeys({
    ...Object.fromEntries(SECTIONS.map(([name, , key]) => [`g ${key}`, () => { location.hash = link(name); }])),
    '?': () => setHelps(true),
    t: nextTheme,
    '/': () => { document.querySelector('#search, #command')?.focus(); },
  });
  const views = VIEWS[route.name];
  const View = (route.id ? views?.one : views?.all) ?? Nowhere;
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current.focus(); }}>Skip to content</a>
      <header class="top">
        <a class="brand" href={link('issues')}><img src="/icon.svg" alt="" width="24" height="24" />Nexa</a>
        <nav aria-label="Sections">
          {SECTIONS.map(([name, text]) => (
            <a key={name} href={link(name)} aria-current={name === route.name ? 'page' : null}>
              {text}{name === 'fixes' && daemon?.fixesWaiting > 0 ? <Badge count={daemon.fixesWaiting} /> : null}
            </a>))}
        </nav>
        <div class="tools">
          <span id="live" class={feed} role="status">{FEED_TEXT[feed]}</span>
          <button type="button" id="theme" onClick={nextTheme} title="Light, dark, or as the system has it" aria-label={`Theme: ${theme}`}>◐ {theme}</button>
          <Self self={self} open={() => setAsks(true)} />
          <button type="button" id="keys" onClick={() => setHelps(true)} aria-label="Keys"><kbd>?</kbd></button>
        </div>
      </header>
      {daemon?.paused ? <Paused reload={reload} /> : null}
      <main id="main" tabindex="-1" ref={main}><View key={address} id={route.id} query={route.query} /></main>
      {asks && self ? <Who self={self} close={() => setAsks(false)} /> : null}
      {helps ? <Help close={() => setHelps(false)} /> : null}
    </>
  );
}

const Badge = ({ count }) => <span class="badge">{count}<span class="unseen"> waiting</span></span>;

/** After a move, whoever reads by ear or by keys starts at the view. */
function useArrival(address, main) {
  const shown = useRef(address);
  useEffect(() => {
    if (shown.current === address) return;
    shown.current = address;
    scrollTo(0, 0);
    main.current.focus({ preventScroll: true });
  }, [address]);
}

function Paused({ reload }) {
  const { busy, notice, act } = useAct(reload);
  return (
    <div class="banner" role="alert">
      <p><strong>Nexa is paused.</strong> No run begins, and nothing is carried out.{notice ? ` ${notice.text}` : null}</p>
      <button type="button" class="quiet" disabled={busy} onClick={() => act('resume')}>Resume</button>
    </div>
  );
}
