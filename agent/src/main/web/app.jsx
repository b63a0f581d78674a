// The frame around the views: header, sections, and the view that the address names.

import { useEffect, useRef } from 'preact/hooks';
import { AuditView } from './audit.jsx';
import { CasesView } from './cases.jsx';
import { FixesView } from './fixes.jsx';
import { FixView } from './fix.jsx';
import { InboxView } from './inbox.jsx';
import { InputsView } from './inputs.jsx';
import { IssueView } from './issue.jsx';
import { JvmsView } from './jvms.jsx';
import { useFeed } from './live.js';
import { Login, Nowhere } from './nowhere.jsx';
import { link, useRoute } from './router.js';

/** The views by the name in the address: of all, and of one. */
const VIEWS = {
  issues: { all: InboxView, one: IssueView },
  fixes: { all: FixesView, one: FixView },
  jvms: { all: JvmsView },
  cases: { all: CasesView },
  inputs: { all: InputsView },
  audit: { all: AuditView },
  login: { all: Login },
};

const SECTIONS = [['issues', 'Issues'], ['fixes', 'Fixes'], ['jvms', 'JVMs'], ['cases', 'Cases'], ['inputs', 'Inputs'], ['audit', 'Audit']];

const FEED_TEXT = { connecting: 'connecting', live: 'live', lost: 'not connected' };

export function App() {
  const route = useRoute();
  const feed = useFeed();
  const main = useRef(null);
  const address = `${route.name}/${route.id}`;
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) {
      scrollTo(0, 0);
      main.current.focus({ preventScroll: true });
    }
    first.current = false;
  }, [address]);
  const views = VIEWS[route.name];
  const View = (route.id ? views?.one : views?.all) ?? Nowhere;
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current.focus(); }}>Skip to content</a>
      <header>
        <a class="brand" href={link('issues')}><img src="/icon.svg" alt="" width="24" height="24" />Nexa</a>
        <nav aria-label="Sections">
          {SECTIONS.map(([name, text]) => (
            <a key={name} href={link(name)} aria-current={name === route.name ? 'page' : null}>{text}</a>))}
        </nav>
        <span id="live" class={feed} role="status">{FEED_TEXT[feed]}</span>
      </header>
      <main id="main" tabindex="-1" ref={main}><View key={address} id={route.id} query={route.query} /></main>
    </>
  );
}
