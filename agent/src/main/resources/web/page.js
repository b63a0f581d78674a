// The page: a view a route, built from the API's JSON. Text from outside becomes text nodes only.

const main = document.getElementById('main');
const live = document.getElementById('live');

const FEED = ['issue.opened', 'issue.updated', 'issue.resolved', 'thought.added', 'run.ended',
  'fix.waiting', 'fix.approved', 'fix.rejected', 'fix.applied', 'fix.failed', 'fix.rolled_back',
  'swap.ordered', 'swap.provisional', 'swap.settled', 'swap.refused', 'swap.gone', 'swap.deployed', 'jvm.connected', 'jvm.lost',
  'input.rejected'];

const STEPS = {
  locate: 'Find the crash in the source',
  reproduce: 'Turn the crash into a failing test',
  recall: 'Recall similar cases',
  triage: 'Ask whether the code is to blame',
  propose: 'Propose patches',
  verify: 'Check the patches in a sandbox',
  plan: 'Write the plan',
  apply: 'Carry the plan out',
  swap: 'Swap it into the running JVMs',
  remember: 'Remember the case',
};

const LABELS = { redRuns: 'red runs', count: 'found' };

const OUTCOMES = {
  fixed: 'Fixed', declined: 'Declined', 'not-reproduced': 'Not reproduced',
  'no-patch': 'No patch found', 'not-code': 'Not the code', abstained: 'Stopped',
};

/** What a person typed or was told, kept when a view is drawn again. */
const kept = { reason: '', confirm: '', into: '', notice: null };

/** Makes an element; strings among the children become text. */
function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

// --- The API ---

class Refusal extends Error {
  constructor(status, problem) {
    super(problem.detail ?? `The daemon answered ${status}.`);
    this.status = status;
    this.hint = problem.hint ?? '';
  }
}

async function call(path, options) {
  const response = await fetch(`/api/v1/${path}`, options);
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const body = isJson ? JSON.parse(text) : text;
  if (!response.ok) {
    throw new Refusal(response.status, isJson ? body : {});
  }
  return body;
}

function post(path, body) {
  return call(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });
}

// --- Small parts ---

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

function time(iso) {
  const seconds = (new Date(iso).getTime() - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS.at(-1);
  return h('time', { datetime: iso, title: new Date(iso).toLocaleString() },
    relative.format(Math.round(seconds / size), unit));
}

function duration(millis) {
  if (millis < 1000) return `${millis} ms`;
  return millis < 60000 ? `${(millis / 1000).toFixed(1)} s` : `${Math.round(millis / 60000)} min`;
}

const chip = (text, kind = text) => h('span', { class: `chip ${kind}` }, text);
const code = (text) => h('code', {}, text);
const section = (title, ...children) => h('section', {}, h('h2', {}, title), ...children);

function facts(pairs) {
  return h('dl', { class: 'facts' }, pairs.filter(([, value]) => value !== null && value !== undefined && value !== '' && value.length !== 0)
    .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

function copyable(text) {
  const button = h('button', { class: 'quiet', onclick: async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = 'Copied';
  } }, 'Copy');
  return h('div', { class: 'copyable' }, h('pre', { tabindex: 0 }, text), button);
}

function empty(title, ...children) {
  return h('div', { class: 'empty' }, h('h2', {}, title), ...children);
}

const short = (type) => type.slice(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
const place = (frame) => `${short(frame.className)}.${frame.method}`;

// --- Issues ---

const URGENCIES = { now: 'look now', high: 'look next', normal: 'look today', low: 'can wait' };

async function issuesView(query) {
  const status = query.get('status') ?? 'open';
  const search = query.get('q') ?? '';
  const sort = query.get('sort') ?? 'seen';
  const wanted = new URLSearchParams({ q: search, sort });
  if (status !== 'all') wanted.set('status', status);
  const [found, fixes, daemon] = await Promise.all([call(`issues?${wanted}`), call('fixes'), call('status')]);
  return { data: [found, fixes.fixes.map((fix) => [fix.id, fix.status])], title: 'Issues',
    draw: () => drawIssues(found, fixes.fixes, daemon, { status, q: search, sort }) };
}

function drawIssues(found, fixes, daemon, shown) {
  const { status, q: search, sort } = shown;
  const link = (change) => `#/issues?${new URLSearchParams({ ...shown, ...change })}`;
  const tab = (text, change) => h('a', { href: link(change),
    'aria-current': Object.entries(change).every(([name, value]) => shown[name] === value) ? 'true' : null }, text);
  const filters = h('div', { class: 'filters' },
    h('div', { class: 'tabs' }, ['open', 'resolved', 'ignored', 'all'].map((to) => tab(to, { status: to }))),
    h('div', { class: 'tabs order', role: 'group', 'aria-label': 'Order' },
      tab('latest', { sort: 'seen' }), tab('most urgent', { sort: 'urgency' })),
    h('input', { type: 'search', id: 'search', value: search, placeholder: 'Search  /', 'aria-label': 'Search issues',
      onchange: (event) => { location.hash = link({ q: event.target.value }); } }));
  const rows = found.issues.map((issue) => {
    const fix = fixes.find((each) => each.issue === issue.id);
    return h('li', {}, h('a', { class: 'row', href: `#/issue/${encodeURIComponent(issue.id)}` },
      h('span', { class: 'what' }, h('strong', {}, issue.title),
        h('span', { class: 'dim' }, `${issue.id} · ${issue.service} · ${issue.topFrame}`)),
      h('span', { class: 'chips' },
        issue.urgency === 'now' || issue.urgency === 'high' ? chip(URGENCIES[issue.urgency], `urgency-${issue.urgency}`) : null,
        issue.priority === 'raised' ? chip('alert fires', 'waiting') : null,
        fix ? chip(fix.status === 'waiting' ? 'fix waits for you' : `fix ${fix.status}`, fix.status) : null,
        status === 'all' ? chip(issue.status) : null),
      h('span', { class: 'count', title: 'how often it was seen' }, `${issue.count}×`),
      h('span', { class: 'when dim' }, time(issue.lastSeen))));
  });
  return [h('h1', {}, 'Issues'), filters,
    rows.length > 0 ? h('ul', { class: 'list' }, rows) : noIssues(daemon, status, search)];
}

function noIssues(daemon, status, search) {
  if (search !== '' || status !== 'open') {
    return empty('Nothing matches', h('p', {}, 'No issue is like that. ', h('a', { href: '#/issues' }, 'Show the open ones.')));
  }
  if (daemon.jvms > 0) {
    return empty('No open issue', h('p', {}, `${daemon.jvms} ${daemon.jvms === 1 ? 'JVM is' : 'JVMs are'} watched. `
      + 'The next crash appears here by itself.'));
  }
  return empty('Nothing is watched yet',
    h('p', {}, 'Start a service with the javaagent; its crashes then appear here by themselves:'),
    copyable(agentArgument(daemon)));
}

const agentArgument = (daemon) => `-javaagent:nexa-agent.jar=daemon=${location.host},token=${daemon.home}/agent-token,service=shop`;

async function issueView(query, id) {
  const path = `issues/${encodeURIComponent(id)}`;
  const [issue, healing] = await Promise.all([call(path), call(`${path}/thoughts`)]);
  return { data: [issue, healing], title: issue.title, draw: () => drawIssue(issue, healing.thoughts) };
}

function drawIssue(issue, thoughts) {
  const act = (verb, label) => h('button', { class: 'quiet', onclick: () => change(`issues/${encodeURIComponent(issue.id)}/${verb}`) }, label);
  const busy = issue.runs.some((run) => run.status === 'running' || run.status === 'waiting');
  return [
    h('p', { class: 'crumbs' }, h('a', { href: '#/issues' }, 'Issues'), ` / ${issue.id}`),
    h('div', { class: 'head' }, h('h1', {}, issue.title), chip(issue.status),
      h('div', { class: 'actions' },
        busy ? null : act('heal', 'Heal'),
        issue.status === 'open' ? [act('resolve', 'Resolve'), act('ignore', 'Ignore')] : act('reopen', 'Reopen'))),
    notice(),
    facts([['Service', issue.service], ['Kind', h('span', { title: issue.classifiedBecause }, kind(issue))], ['Seen', `${issue.count}×`], ['Last', time(issue.lastSeen)],
      ['Urgency', h('span', { title: issue.urgentBecause.join(', ') }, `${URGENCIES[issue.urgency]} (${issue.urgencyScore})`)],
      ['Owner', owners(issue.route)],
      ['First', time(issue.firstSeen)], ['Release', issue.release ? code(issue.release.slice(0, 12)) : null],
      ['By', issue.inputs.join(', ')], ['Message', issue.templates.map(drawTemplate)], ['Logger', issue.logger], ['Thread', issue.threadName],
      ['Trace', issue.traceId ? code(issue.traceId) : null]]),
    issue.urgentBecause.length > 0 ? h('p', { class: 'dim' }, `Urgency: ${issue.urgentBecause.join(', ')}.`) : null,
    h('p', { class: 'dim' }, `${issue.route.ownedBecause} `, issue.route.path === 'heal' ? 'Can be healed: ' : 'Not to be healed: ',
      issue.route.because),
    h('p', { class: 'dim' }, issue.groupedBecause),
    issue.unauthenticated ? h('p', { class: 'dim' }, 'Only senders that showed no key told of it: a fix is proposed at most, never swapped in.') : null,
    issue.joined.map((because) => h('p', { class: 'dim' }, because)),
    issue.alerts.map(drawAlert),
    issue.fixes.map((fix) => h('a', { class: `callout ${fix.status}`, href: `#/fix/${encodeURIComponent(fix.id)}` },
      h('strong', {}, fix.status === 'waiting' ? 'A fix waits for your decision' : `The fix is ${fix.status}`),
      h('span', {}, `${fix.id} →`))),
    h('div', { class: 'columns' },
      h('div', {}, section('Stack trace', issue.traces.map(drawTrace)), capturedValues(issue)),
      h('div', {}, section('Healing', healing(issue, thoughts)), regrouping(issue))),
  ];
}

/** What the messages share, and how often such a one came, from whatever service. */
const drawTemplate = (template) => h('div', {}, code(template.text), h('span', { class: 'dim' }, ` seen ${template.count}×`));

/** Who is asked, and why in the title; a file that nobody owns says so. */
const owners = (route) => h('span', { title: route.ownedBecause }, route.owners.length > 0 ? route.owners.join(', ') : 'not known');

/** What the issue is made of, and what a person may say of it: another issue's, or not this one's. */
function regrouping(issue) {
  const path = `issues/${encodeURIComponent(issue.id)}`;
  const into = h('input', { id: 'into', autocomplete: 'off', placeholder: 'SHOP-1', oninput: () => { kept.into = into.value; } });
  into.value = kept.into;
  const merge = async () => {
    if (into.value.trim() === '') {
      kept.notice = { kind: 'bad', text: 'Name the issue that it is the same as.' };
      show(true).then(() => document.getElementById('into')?.focus());
      return;
    }
    const left = await change(`${path}/merge`, { into: into.value.trim() });
    if (left) location.hash = `#/issue/${encodeURIComponent(left.id)}`;
  };
  return section('One issue?',
    h('ul', { class: 'plain parts' }, issue.parts.map((part) => h('li', {}, `${part.events}× ${part.said} `,
      h('span', { class: 'dim' }, part.methods.map((method) => method.split('.').slice(-2).join('.')).join(' < '), ', last ', time(part.lastSeen)),
      part.splittable && issue.parts.length > 1
        ? [' ', h('button', { class: 'quiet split', title: part.because, onclick: () => change(`${path}/split`, { part: part.id }) }, 'Split off')]
        : null))),
    h('label', { for: 'into' }, 'The same as'), ' ', into, ' ',
    h('button', { class: 'quiet', id: 'merge', onclick: merge }, 'Merge into it'));
}

/** An alert is the monitoring system's: its address is opened only as a link. */
function drawAlert(alert) {
  const name = alert.link ? h('a', { href: alert.link, rel: 'noreferrer', target: '_blank' }, alert.name) : alert.name;
  return h('p', {}, chip(alert.ends ? 'alert resolved' : 'alert fires', alert.ends ? 'applied' : 'waiting'), ' ', name,
    alert.summary ? `: ${alert.summary} ` : ' ',
    h('span', { class: 'dim' }, `${alert.input}, since `, time(alert.starts), alert.ends ? [', until ', time(alert.ends)] : null));
}

/** What it is taken for; said as a guess where the classifier is not sure. */
function kind(issue) {
  const fault = { code: ', the code’s fault', outside: ', not the code’s fault', unsure: '' }[issue.fault];
  return `${issue.confidence < 0.5 ? 'perhaps ' : ''}${issue.category}${fault}`;
}

function drawTrace(trace, index) {
  const rows = [];
  let folded = [];
  const unfold = () => {
    if (folded.length > 0) {
      rows.push(h('details', { class: 'folded' },
        h('summary', {}, `${folded.length} library ${folded.length === 1 ? 'frame' : 'frames'}`), folded));
      folded = [];
    }
  };
  for (const frame of trace.frames) {
    if (frame.inApp) {
      unfold();
      rows.push(h('div', { class: 'frame own' }, frameLine(frame), frame.source ? excerpt(frame) : null));
    } else {
      folded.push(h('div', { class: 'frame' }, frameLine(frame)));
    }
  }
  unfold();
  return h('div', { class: 'trace' },
    h('p', { class: 'throwable' }, index > 0 ? 'Caused by ' : null, h('strong', {}, short(trace.exceptionType)),
      trace.message ? `: ${trace.message}` : null), rows);
}

function frameLine(frame) {
  return h('div', { class: 'at' }, code(place(frame)),
    h('span', { class: 'dim' }, frame.file ? `${frame.file}${frame.line > 0 ? `:${frame.line}` : ''}` : 'unknown source'));
}

function excerpt(frame) {
  const lines = frame.source.lines.map((text, i) => {
    const number = frame.source.firstLine + i;
    return h('div', { class: number === frame.line ? 'line hit' : 'line' },
      h('span', { class: 'number', 'aria-hidden': 'true' }, String(number)), h('span', { class: 'text' }, text || ' '));
  });
  return h('div', { class: 'source', tabindex: 0, role: 'group', 'aria-label': frame.source.file }, lines);
}

function capturedValues({ snapshot, capturedBecause }) {
  if (snapshot.length === 0) {
    return section('Captured values', h('p', { class: 'dim' }, capturedBecause));
  }
  return section('Captured values', snapshot.map((frame) => h('div', { class: 'captured' },
    h('div', { class: 'at' }, code(place(frame))),
    facts([['this', frame.receiver === null ? null : code(frame.receiver)],
      ...frame.arguments.map((argument) => [argument.name, code(argument.value)])]))));
}

function healing({ runs, route }, thoughts) {
  if (runs.length === 0) {
    return h('p', { class: 'dim' }, route.path === 'heal' ? 'No run yet. One begins by itself; Heal begins one now.' : `No run. ${route.because}`);
  }
  return [...runs].reverse().map((run) => h('div', { class: 'run' },
    h('p', {}, chip(run.outcome ? OUTCOMES[run.outcome] ?? run.outcome : run.status === 'waiting' ? 'waits for a decision' : run.status,
      run.outcome ?? run.status), run.reason ? h('span', { class: 'reason' }, run.reason) : null),
    h('ol', { class: 'steps', 'aria-live': 'polite' },
      thoughts.filter((thought) => thought.run === run.id).map((thought) => step(thought, run)))));
}

function step(thought, run) {
  const under = thought.ended === null ? (run.status === 'running' ? 'running' : 'cut short') : duration(thought.ended - thought.started);
  return h('li', { class: thought.ended === null ? 'open' : 'done' },
    h('div', { class: 'name' }, h('span', {}, STEPS[thought.name] ?? thought.name), h('span', { class: 'dim' }, under)),
    stepFacts(Object.entries(thought.facts)));
}

/** A step's facts; those named by a number are a list. */
function stepFacts(entries) {
  const isItem = ([name]) => Number.isInteger(Number(name));
  const items = entries.filter(isItem).sort(([a], [b]) => a - b);
  return [facts(entries.filter((entry) => !isItem(entry)).map(([name, value]) => [LABELS[name] ?? name, shortId(value)])),
    items.length > 0 ? h('ol', { class: 'items' }, items.map(([, value]) => h('li', {}, value))) : null];
}

/** A hash by its first digits; the rest is in its title. */
function shortId(text) {
  return /^[0-9a-f]{40,64}$/.test(text) ? h('code', { title: text }, text.slice(0, 12)) : text;
}

// --- Fixes ---

async function fixesView() {
  const { fixes } = await call('fixes');
  const rows = fixes.map((fix) => h('li', {}, h('a', { class: 'row', href: `#/fix/${encodeURIComponent(fix.id)}` },
    h('span', { class: 'what' }, h('strong', {}, fix.patch.rationale),
      h('span', { class: 'dim' }, `${fix.id} · ${fix.title} · ${origin(fix.patch.origin)}`)),
    h('span', { class: 'chips' }, chip(fix.status === 'waiting' ? 'waits for you' : fix.status, fix.status)))));
  return { data: fixes, title: 'Fixes', draw: () => [h('h1', {}, 'Fixes'),
    rows.length > 0 ? h('ul', { class: 'list' }, rows)
      : empty('No fix yet', h('p', {}, 'A fix appears here when a crash was reproduced as a failing test '
        + 'and a patch turned that test green.'))] };
}

const origin = ({ kind, name }) => (kind === 'operator' ? `operator ${name}` : `recalled, first by ${name}`);

async function fixView(query, id) {
  const path = `fixes/${encodeURIComponent(id)}`;
  const [fix, diff, evidence] = await Promise.all([call(path), call(`${path}/diff`), call(`${path}/evidence`)]);
  return { data: [fix, diff], title: `${fix.id}: ${fix.title}`, draw: () => drawFix(fix, diff, evidence) };
}

function drawFix(fix, diff, evidence) {
  return [
    h('p', { class: 'crumbs' }, h('a', { href: '#/fixes' }, 'Fixes'), ` / ${fix.id} / `,
      h('a', { href: `#/issue/${encodeURIComponent(fix.issue)}` }, fix.issue)),
    h('div', { class: 'head' }, h('h1', {}, fix.title), chip(fix.status === 'waiting' ? 'waits for you' : fix.status, fix.status)),
    h('p', { class: 'lead' }, fix.patch.rationale),
    decision(fix),
    liveSwaps(fix),
    h('div', { class: 'columns wide' },
      h('div', {}, section('Change', drawDiff(diff)), alternatives(fix.alternatives)),
      h('div', {}, proof(fix, evidence), provenance(fix))),
  ];
}

function decision(fix) {
  const plan = h('div', {}, h('h2', {}, 'Plan'), h('ol', { class: 'plan' }, fix.actions.map((action) => h('li', {}, action))),
    h('p', { class: 'dim' }, 'Digest ', code(fix.digest)));
  if (fix.status !== 'waiting') {
    return h('section', { class: `decision ${fix.status}` }, plan, notice(), decided(fix));
  }
  const reason = h('textarea', { id: 'reason', rows: 2, maxlength: 2000, placeholder: 'Needed to reject; it is remembered.',
    oninput: () => { kept.reason = reason.value; } });
  reason.value = kept.reason;
  const decide = (verb) => {
    if (verb === 'reject' && reason.value.trim() === '') {
      kept.notice = { kind: 'bad', text: 'Say why you reject it.' };
      show(true).then(() => document.getElementById('reason')?.focus());
      return;
    }
    if (verb === 'approve' && fix.confirm && kept.confirm.trim() !== fix.id) {
      kept.notice = { kind: 'bad', text: `It goes into running JVMs. Type ${fix.id} to approve it.` };
      show(true).then(() => document.getElementById('confirm')?.focus());
      return;
    }
    change(`fixes/${encodeURIComponent(fix.id)}/decision`,
      { decision: verb, digest: fix.digest, reason: reason.value, confirm: kept.confirm.trim() });
  };
  const confirm = h('input', { id: 'confirm', autocomplete: 'off', placeholder: fix.id,
    oninput: () => { kept.confirm = confirm.value; } });
  confirm.value = kept.confirm;
  return h('section', { class: 'decision waiting' }, plan, notice(),
    h('label', { for: 'reason' }, 'Reason'), reason,
    fix.confirm ? [h('label', { for: 'confirm' }, `To approve, type ${fix.id}: it goes into running JVMs`), confirm] : null,
    h('div', { class: 'buttons' },
      h('button', { class: 'approve', onclick: () => decide('approve') }, 'Approve'),
      h('button', { class: 'reject', onclick: () => decide('reject') }, 'Reject')));
}

const SWAPS = {
  ordered: 'Being swapped in', provisional: 'Swapped in, watched', settled: 'Swapped in', 'rolled-back': 'Rolled back',
  refused: 'Not swapped in', gone: 'The JVM ended', deployed: 'Deployed',
};

/** Where a fix runs, and how to take it out again. */
function liveSwaps(fix) {
  if (fix.swaps.length === 0) return null;
  const inside = fix.swaps.filter((swap) => swap.state === 'provisional' || swap.state === 'settled');
  const act = (verb, label, kind) => h('button', { class: kind, id: verb,
    onclick: () => change(`fixes/${encodeURIComponent(fix.id)}/${verb}`) }, label);
  return h('section', { class: 'swaps' }, h('h2', {}, 'Running JVMs'),
    h('p', { role: 'status' }, swapSummary(fix.swaps, inside)),
    h('ul', { class: 'plain' }, fix.swaps.map((swap) => h('li', {},
      chip(SWAPS[swap.state] ?? swap.state, swap.state), ` process ${swap.pid}`,
      swap.state === 'provisional' && swap.until ? [', the watch ends ', time(swap.until)] : null,
      swap.reason ? `: ${swap.reason}` : null,
      h('span', { class: 'dim' }, ` by ${swap.by}, `, time(swap.since))))),
    h('div', { class: 'buttons' },
      inside.length > 0 ? act('rollback', 'Roll back', 'reject') : null,
      fix.status === 'applied' ? act('apply', 'Swap in again', 'quiet') : null));
}

function swapSummary(swaps, inside) {
  const jvms = (list) => `${list.length} ${list.length === 1 ? 'JVM' : 'JVMs'}`;
  const watched = inside.filter((swap) => swap.state === 'provisional' && swap.until);
  const back = swaps.find((swap) => swap.state === 'rolled-back');
  if (inside.length > 0) {
    return [`Swapped into ${jvms(inside)}`, watched.length > 0 ? [', provisional until ', clock(watched[0].until)] : null, '.'];
  }
  return back ? `Rolled back: ${back.reason ?? 'no reason given'}` : 'In no running JVM.';
}

const clock = (iso) => h('time', { datetime: iso }, new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }));

function decided(fix) {
  const by = fix.decidedBy ? ` by ${fix.decidedBy}` : '';
  switch (fix.status) {
    case 'approved': return h('p', { role: 'status' }, `Approved${by}. It is being carried out.`);
    case 'applied': return h('p', { role: 'status' }, `Approved${by} and carried out: commit `,
      fix.change ? code(fix.change.commit.slice(0, 12)) : 'unknown', ' on ', code(fix.branch), '.');
    case 'rejected': return h('p', { role: 'status' }, `Rejected${by}: ${fix.reason || 'no reason given'}`);
    default: return h('p', { role: 'status' }, `Approved${by}, but carrying it out failed. The issue's run says why.`);
  }
}

function drawDiff(diff) {
  const kind = (line) => {
    if (line.startsWith('diff ') || line.startsWith('--- ') || line.startsWith('+++ ') || line.startsWith('index ')
      || line.startsWith('new file')) return 'file';
    if (line.startsWith('@@')) return 'hunk';
    return line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same';
  };
  return h('div', { class: 'diff', tabindex: 0, role: 'group', 'aria-label': 'Unified diff' },
    diff.replace(/\n$/, '').split('\n').map((line) => h('div', { class: kind(line) }, line || ' ')));
}

function alternatives(patches) {
  return patches.length === 0 ? null : section('Alternatives', h('ul', { class: 'plain' }, patches.map((patch) =>
    h('li', {}, patch.rationale, h('span', { class: 'dim' }, ` ${origin(patch.origin)}`), risks(patch.risks)))));
}

const risks = (list) => (list.length === 0 ? null : h('span', { class: 'chips' }, list.map((risk) => chip(risk, 'risk'))));

function proof(fix, evidence) {
  const suite = (name, counts) => h('tr', {}, h('th', { scope: 'row' }, name),
    [counts.passed, counts.failed, counts.skipped].map((count) => h('td', {}, String(count))));
  const log = (kind, title, text, open) => h('details', { class: `log ${kind}`, open },
    h('summary', {}, title), h('pre', { tabindex: 0 }, text));
  return section('Evidence',
    h('p', {}, 'The test ', code(fix.reproduction.testId), ` was red ${fix.reproduction.redRuns} times in a row on the deployed commit `,
      code(fix.commit.slice(0, 12)), fix.reproduction.from === 'snapshot' ? ', with the captured values,' : ', with values found by search,',
      ' and is green with the change.'),
    log('red', 'Red, before', evidence.redLog, true), log('green', 'Green, after', evidence.greenLog, false),
    log('', `The test, ${fix.reproduction.file}`, evidence.testSource, false),
    h('table', {}, h('caption', {}, 'Whole test suite'),
      h('thead', {}, h('tr', {}, ['', 'passed', 'failed', 'skipped'].map((name) => h('th', { scope: 'col' }, name)))),
      h('tbody', {}, suite('before', evidence.before), suite('after', evidence.after))),
    facts([['Sandbox', code(evidence.sandbox)]]));
}

function provenance(fix) {
  return section('Where it comes from', facts([['Origin', origin(fix.patch.origin)],
    ['Files', fix.patch.files.map((file) => h('div', {}, code(file)))],
    ['Branch', code(fix.branch)],
    ['Risks', fix.patch.risks.length > 0 ? risks(fix.patch.risks) : 'none known']]));
}

// --- JVMs and cases ---

async function jvmsView() {
  const [{ jvms }, daemon] = await Promise.all([call('jvms'), call('status')]);
  return { data: [daemon.paused, jvms.map((jvm) => [jvm.pid, jvm.armed, jvm.dropped, jvm.errors, jvm.paused,
    jvm.swaps.map((swap) => [swap.id, swap.state])])], title: 'JVMs', draw: () => [
    h('div', { class: 'head' }, h('h1', {}, 'JVMs'), daemon.paused ? chip('paused', 'waiting') : null,
      h('div', { class: 'actions' }, daemon.paused
        ? h('button', { class: 'quiet', id: 'resume', onclick: () => change('resume') }, 'Resume')
        : h('button', { class: 'quiet', id: 'pause', onclick: () => change('pause') }, 'Pause everything'))),
    notice(),
    jvms.length === 0 ? empty('No javaagent is connected', h('p', {}, 'Add this to the service’s command line:'), copyable(agentArgument(daemon)))
      : jvms.map(drawJvm)] };
}

function drawJvm(jvm) {
  const { cpuPercent, hookMicrosPerSecond } = jvm.overhead;
  return section(`${jvm.service} (process ${jvm.pid})`, facts([['Java', jvm.version], ['Main', code(jvm.main)],
    ['Release', jvm.release ? code(jvm.release.slice(0, 12)) : 'not named'], ['Connected', time(jvm.connected)],
    ['Events', `${jvm.sent} sent, ${jvm.dropped} dropped`], ['Errors', String(jvm.errors)],
    ['Overhead', `${cpuPercent.toFixed(3)} % of a core, ${hookMicrosPerSecond.toFixed(0)} µs/s in hooks`],
    ['Paused', jvm.paused], ['Hot-swap', jvm.swap],
    ['Refused orders', jvm.refusedOrders > 0 ? `${jvm.refusedOrders}, the last: ${jvm.lastRefusal ?? 'unknown'}` : null],
    ['Armed', jvm.armed.length > 0 ? jvm.armed.map((method) => h('div', {}, code(method))) : 'none'],
    ['Swapped', jvm.swaps.length > 0 ? jvm.swaps.map(drawSwap) : 'none']]));
}

function drawSwap(swap) {
  return h('div', {}, h('a', { href: `#/fix/${encodeURIComponent(swap.id)}` }, swap.id), ' ',
    chip(SWAPS[swap.state] ?? swap.state, swap.state), swap.reason ? `: ${swap.reason}` : null,
    h('span', { class: 'dim' }, ` ${swap.watch.calls} calls, ${swap.watch.thrown} thrown, ${swap.watch.failed} of ${swap.watch.requests} requests failed`),
    swap.methods.map((method) => h('div', {}, code(method))));
}

async function casesView() {
  const { cases } = await call('cases');
  return { data: cases, title: 'Cases', draw: () => [h('h1', {}, 'Cases'),
    cases.length === 0 ? empty('Nothing remembered yet', h('p', {}, 'Every decided fix becomes a case; the next crash of its kind is healed quicker.'))
      : h('ul', { class: 'list' }, cases.map((past) => h('li', { class: 'row' },
        h('span', { class: 'what' }, h('strong', {}, `${short(past.exceptionType)}, ${past.operator}`),
          h('span', { class: 'dim' }, `${past.id} · ${past.service}`)),
        h('span', { class: 'chips' }, chip(past.outcome.toLowerCase().replace('_', ' '), past.outcome.toLowerCase())),
        h('span', { class: 'when dim' }, time(past.closed)))))] };
}

// --- Audit ---

const DEEDS = { approved: 'approved', rejected: 'rejected', swap: 'swapped in', rollback: 'rolled back', 'rolled-back': 'rolled back by itself', paused: 'paused', resumed: 'resumed' };

async function auditView(query) {
  const older = query.get('cursor');
  const audit = await call(older ? `audit?cursor=${encodeURIComponent(older)}` : 'audit');
  return { data: audit, title: 'Audit', draw: () => [h('h1', {}, 'Audit'),
    audit.count === 0 ? empty('Nothing was decided yet', h('p', {}, 'Approvals, rejections, swaps, merges and pauses will stand here, each sealed with all before it.'))
      : [h('p', audit.intact ? {} : { role: 'alert', class: 'notice bad' }, audit.intact ? `Whole: each of ${audit.count} entries follows from the one before it. Head `
          : `Changed: entry ${audit.broken} does not follow from the one before it. Head `, shortId(audit.head)),
        h('ul', { class: 'list' }, audit.entries.map(drawDeed)),
        audit.cursor ? h('p', {}, h('a', { href: `#/audit?cursor=${audit.cursor}` }, 'Older')) : null]] };
}

function drawDeed(entry) {
  return h('li', { class: 'row' },
    h('span', { class: 'what' }, h('strong', {}, `${entry.actor}: ${DEEDS[entry.action] ?? entry.action}`), h('span', { class: 'dim' }, entry.subject)),
    h('span', { class: 'dim' }, shortId(entry.hash)),
    h('span', { class: 'when dim' }, time(entry.time)));
}

// --- Inputs ---

async function inputsView(query, name) {
  if (name !== '') return eventsView(name);
  const [{ inputs, ofNoIssue }, daemon] = await Promise.all([call('inputs'), call('status')]);
  return { data: [inputs, ofNoIssue], title: 'Inputs', draw: () => [h('h1', {}, 'Inputs'),
    h('p', { class: 'dim' }, 'Since the daemon started. What was refused or cut is counted here; nothing is in silence.'),
    Object.keys(ofNoIssue).length === 0 ? null : h('p', {}, 'Errors that are no crash, and so of no issue: ',
      Object.entries(ofNoIssue).map(([name, count]) => [h('a', { href: `#/inputs/${encodeURIComponent(name)}` }, `${count} by ${name}`), ' '])),
    inputs.length === 0 ? empty('Nothing came in yet', h('p', {}, 'Point what you have at this daemon:'), snippets(daemon))
      : [inputs.map(drawInput), section('One more', snippets(daemon))]] };
}

async function eventsView(name) {
  const { events, total } = await call(`inputs/${encodeURIComponent(name)}/events`);
  return { data: events, title: name, draw: () => [
    h('p', { class: 'crumbs' }, h('a', { href: '#/inputs' }, 'Inputs'), ` / ${name}`),
    h('h1', {}, 'Errors of no issue'),
    h('p', { class: 'dim' }, `The newest ${events.length} of ${total}. They came without a stack trace, and no crash shares their trace; nothing can be healed by them.`),
    h('ul', { class: 'list' }, events.map((event) => h('li', { class: 'row' },
      h('span', { class: 'what' }, h('strong', {}, event.message), h('span', { class: 'dim' }, [event.service, event.context?.logger,
        event.http ? `${event.http.method} ${event.http.path} ${event.http.status}` : null].filter(Boolean).join(' · '))),
      chip(event.severity.toLowerCase()), h('span', { class: 'when dim' }, time(event.time)))))] };
}

function drawInput(input) {
  const list = (counts) => Object.entries(counts).map(([name, count]) => `${count} ${name}`).join(', ');
  return section(input.name, facts([['Events', String(input.received)], ['Last', input.last ? time(input.last) : 'none'],
    ['From', input.client], ['Senders', input.senders], ['Told of no error', list(input.skipped)],
    ['Lines', list(input.layouts)]]),
    input.troubles.map((trouble) => h('p', {}, chip('cannot read', 'failed'), ' ', code(trouble.source), ` ${trouble.reason}. `,
      h('span', { class: 'dim' }, `${trouble.nextStep}.`))),
    drawLost(input.refused, 'refused', 'failed'), drawLost(input.cut, 'cut', 'waiting'));
}

/** What was not taken, or not whole: how often, why, and what the last one was. */
function drawLost(losses, what, kind) {
  return losses.length === 0 ? null : h('ul', { class: 'plain' }, losses.map((lost) => h('li', {},
    chip(`${lost.count} ${what}`, kind), ` ${lost.reason} `, h('span', { class: 'dim' }, time(lost.last)),
    lost.sample ? h('pre', { tabindex: 0 }, lost.sample) : null)));
}

const NGINX_LOG = `log_format nexa escape=json '{"time":"$time_iso8601","request_method":"$request_method",'
  '"request_uri":"$request_uri","status":"$status","traceparent":"$http_traceparent"}';
access_log /var/log/nginx/shop.json nexa;`;

/** What a person pastes elsewhere, for each road in. */
function snippets(daemon) {
  const here = `http://${location.host}`;
  return [['The javaagent', agentArgument(daemon)],
    ['OpenTelemetry', `OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf OTEL_EXPORTER_OTLP_ENDPOINT=${here}`],
    ['A Sentry SDK, any key while none is configured', `SENTRY_DSN=http://any@${location.host}/1`],
    ['Alertmanager', `webhook_configs: [{ url: '${here}/api/v1/webhooks/alertmanager' }]`],
    ['Log text', `curl --data-binary @shop.log '${here}/api/v1/ingest/logs?service=shop'`],
    ['Log files, in nexa.yaml', 'services: [{ name: shop, logs: [/var/log/shop/*.log] }]'],
    ['nginx’s access log, whose failed requests find their crash by the trace', NGINX_LOG],
  ].map(([name, text]) => h('div', {}, h('h3', {}, name), copyable(text)));
}

async function loginView() {
  return { data: 'login', title: 'Log in', draw: drawLogin };
}

function drawLogin() {
  return [empty('You are not logged in',
    h('p', {}, 'On the daemon’s host, this prints a link that opens the page. Each link works once:'), copyable('nexa open'))];
}

// --- Routes ---

const ROUTES = { issues: issuesView, issue: issueView, fixes: fixesView, fix: fixView, jvms: jvmsView, cases: casesView, inputs: inputsView, audit: auditView, login: loginView };

let shown = { address: '', data: '' };
let turn = 0;
let forced = false;

/** Draws what the address names; leaves the page alone when nothing changed, unless forced to. */
async function show(anyway) {
  const mine = ++turn;
  forced ||= anyway; // kept when a newer turn takes over
  const address = location.hash;
  const [path, query] = address.replace(/^#\/?/, '').split('?');
  const [name, id] = (path || 'issues').split('/');
  let view;
  try {
    view = await (ROUTES[name] ?? nowhere)(new URLSearchParams(query ?? ''), decodeURIComponent(id ?? ''));
  } catch (error) {
    view = { data: String(error), title: 'Nexa', draw: () => refusal(error) };
  }
  if (mine !== turn) return; // a newer address won
  const data = JSON.stringify(view.data);
  const moved = address !== shown.address;
  if (!moved && !forced && data === shown.data) return;
  forced = false;
  shown = { address, data };
  redraw(view, moved);
  document.querySelectorAll('nav a').forEach((link) => {
    if (link.getAttribute('href').startsWith(`#/${name}`)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  });
}

/** Keeps focus, open details and scroll when the same view is drawn again. */
function redraw(view, moved) {
  const focus = document.activeElement?.id;
  const open = [...main.querySelectorAll('details')].map((details) => details.open);
  main.replaceChildren(...view.draw().flat(Infinity).filter((child) => child !== null && child !== undefined));
  document.title = `${view.title} · Nexa`;
  if (moved) {
    scrollTo(0, 0);
    main.focus({ preventScroll: true });
    return;
  }
  [...main.querySelectorAll('details')].forEach((details, i) => { details.open = open[i] ?? details.open; });
  if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
}

function refusal(error) {
  if (error.status === 401) return drawLogin();
  return [empty(error.status === 404 ? 'Not here' : 'That did not work', h('p', {}, error.message),
    error.hint ? h('p', { class: 'dim' }, error.hint) : null, h('p', {}, h('a', { href: '#/issues' }, 'To the issues')))];
}

async function nowhere() {
  return { data: '', title: 'Not here', draw: () => refusal(new Refusal(404, { detail: 'This page has no such view.' })) };
}

/** Changes something and says what became of it: what the daemon answered, or null. */
async function change(path, body) {
  let answer = null;
  main.querySelectorAll('button').forEach((button) => { button.disabled = true; });
  try {
    answer = await post(path, body);
    kept.notice = null;
    kept.reason = '';
    kept.confirm = '';
    kept.into = '';
  } catch (error) {
    kept.notice = { kind: 'bad', text: `${error.message} ${error.hint ?? ''}` };
  }
  await show(true);
  return answer;
}

function notice() {
  return kept.notice ? h('p', { class: `notice ${kept.notice.kind}`, role: 'alert' }, kept.notice.text) : null;
}

// --- Live ---

let pending = null;

function changed() {
  pending ??= setTimeout(() => { pending = null; show(false); }, 200);
}

function connect() {
  const feed = new EventSource('/api/v1/events');
  feed.onopen = () => { live.textContent = 'live'; live.className = 'on'; changed(); };
  feed.onerror = () => { live.textContent = 'not connected'; live.className = 'off'; };
  FEED.forEach((name) => feed.addEventListener(name, changed));
}

function keyboard(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || /INPUT|TEXTAREA/.test(event.target.tagName)) return;
  const rows = [...main.querySelectorAll('a.row')];
  const at = rows.indexOf(document.activeElement);
  if (event.key === 'j') rows[Math.min(at + 1, rows.length - 1)]?.focus();
  else if (event.key === 'k') rows[Math.max(at - 1, 0)]?.focus();
  else if (event.key === '/') document.getElementById('search')?.focus();
  else return;
  event.preventDefault();
}

addEventListener('hashchange', () => { kept.notice = null; kept.reason = ''; kept.confirm = ''; kept.into = ''; show(true); });
addEventListener('keydown', keyboard);
setInterval(() => show(true), 60_000); // relative times grow old
show(true);
connect();
