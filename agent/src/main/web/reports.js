// What the API answers as lines of text, in columns as the command line prints it. A report is { lines, links, rest }:
// links are words of the lines that lead somewhere, [word, view, id]; rest says where lines are that are too many.
// Others read it later and elsewhere, so times are whole ones.

import { origin, plural, short, utc } from './format.js';
import { standing } from './healing.jsx';
import { kind } from './issue.jsx';
import { DEEDS, URGENCIES } from './words.js';

const FRAMES_MAX = 12;
const WIDTH_MAX = 40; // of a column that is not the last

/** Rows as lines whose columns stand below each other; the last is as wide as it likes. */
export function columns(rows) {
  const texts = rows.map((row) => row.map((value) => String(value ?? '-')));
  const widths = texts.reduce((all, row) => row.map((text, i) => Math.min(WIDTH_MAX, Math.max(all[i] ?? 0, text.length))), []);
  return texts.map((row) => row.map((text, i) => (i === row.length - 1 ? text : text.padEnd(widths[i]))).join('  '));
}

/** Named values; those that are empty are left out. */
const facts = (named) => columns(named.filter(([, value]) => value !== null && value !== undefined && value !== ''));

/** The words that lead to one thing of a view each. */
const to = (view, ids) => ids.map((id) => [id, view, id]);

export const status = (daemon) => ({
  lines: facts([
    ['Nexa', daemon.version],
    ['up since', utc(daemon.started)],
    ['home', daemon.home],
    ['open', plural(daemon.issuesOpen, 'issue')],
    ['waiting', plural(daemon.fixesWaiting, 'fix', 'fixes')],
    ['watched', plural(daemon.jvms, 'JVM')],
    ['remembered', plural(daemon.cases, 'case')],
    ['paused', daemon.paused ? 'yes: no run begins, and nothing is carried out' : 'no'],
  ]),
});

export function issues({ issues: found, total }) {
  if (total === 0) return { lines: ['No issue is like that. issues alone lists all.'] };
  return {
    lines: [
      ...columns(found.map((issue) => [issue.id, issue.status, `${issue.count}×`, utc(issue.lastSeen), issue.title])),
      ...(total > found.length ? [`… ${total - found.length} more: name --status, --service or TEXT, or look at the Inbox.`] : []),
    ],
    links: [...to('issues', found.map(({ id }) => id)), ['Inbox', 'issues', '']],
  };
}

export const issue = (of) => ({
  lines: [
    ...facts([
      [of.id, of.title],
      ['status', of.status],
      ['service', of.service],
      ['seen', `${plural(of.count, 'time')}, first ${utc(of.firstSeen)}, last ${utc(of.lastSeen)}`],
      ['release', of.release],
      ['urgency', [URGENCIES[of.urgency], ...of.urgentBecause].join(', ')],
      ['kind', kind(of)],
      ['owner', of.route.owners.join(', ') || 'not known'],
      ['told by', `${of.inputs.join(', ')}${of.unauthenticated ? ', by senders that showed no key' : ''}`],
      ['values', of.captured ? 'captured' : 'not captured'],
      ...of.alerts.map((alert) => ['alert', `${alert.name}${alert.ends ? ', resolved' : ', fires'}`]),
      ...of.runs.map((run) => ['healing', `${standing(run)}${run.reason ? `: ${run.reason}` : ''}`]),
      ...of.fixes.map((fix) => ['fix', `${fix.id} ${fix.status}`]),
    ]),
    ...of.traces.flatMap(trace),
  ],
  links: [...to('issues', [of.id]), ...to('fixes', of.fixes.map(({ id }) => id))],
  rest: `${of.id} has them`,
});

/** As the command line prints it; the service's own frames are marked. */
const trace = ({ exceptionType, message, frames }, i) => [
  '',
  `${i > 0 ? 'Caused by: ' : ''}${exceptionType}${message ? `: ${message}` : ''}`,
  ...frames.slice(0, FRAMES_MAX).map((frame) => (
    `  ${frame.inApp ? '>' : ' '} ${frame.className}.${frame.method}(${frame.file ?? '?'}:${frame.line})`)),
  ...(frames.length > FRAMES_MAX ? [`    … ${plural(frames.length - FRAMES_MAX, 'more frame')}`] : []),
];

/** Where a fix stands. */
const decided = ({ status: word, approvals }) => (word === 'waiting' && approvals.first ? 'approved by 1 of 2' : word);

export function fixes({ fixes: all }) {
  if (all.length === 0) return { lines: ['There is no fix yet.'] };
  return {
    lines: columns(all.map((fix) => [fix.id, decided(fix), fix.issue, fix.patch.rationale])),
    links: all.flatMap((fix) => [...to('fixes', [fix.id]), ...to('issues', [fix.issue])]).concat([['Fixes', 'fixes', '']]),
    rest: 'see Fixes',
  };
}

export const fix = (of) => ({
  lines: facts([
    [of.id, of.patch.rationale],
    ['status', `${decided(of)}${of.decidedBy ? `, by ${of.decidedBy}` : ''}${of.reason ? `: ${of.reason}` : ''}`],
    ['issue', `${of.issue} ${of.title}`],
    ['service', of.service],
    ['origin', origin(of.patch.origin)],
    ['test', `${of.reproduction.testId}, red ${plural(of.reproduction.redRuns, 'time')}`],
    ...of.patch.files.map((file) => ['changes', file]),
    ...of.patch.risks.map((risk) => ['risk', risk]),
    ...of.actions.map((action) => ['plan', action]),
    ['persons', of.approvals.needed > 1 ? `two must approve: ${of.approvals.because.join('; ')}` : null],
    ['made on', of.commit.slice(0, 12)],
    ['branch', of.branch],
    ['effect', of.effect ? `${of.effect.state}: ${of.effect.reason}` : null],
  ]),
  links: [...to('fixes', [of.id]), ...to('issues', [of.issue])],
  rest: `${of.id} has them`,
});

export const diff = (id, text) => ({
  lines: text.trimEnd().split('\n').map((line) => line.replaceAll('\t', '    ')),
  links: to('fixes', [id]),
  rest: `${id} has them`,
});

export function jvms({ jvms: all }) {
  if (all.length === 0) return { lines: ['No javaagent is connected. JVMs has the argument that connects one.'], links: [['JVMs', 'jvms', '']] };
  return {
    lines: columns([
      ['SERVICE', 'PID', 'JAVA', 'RELEASE', 'ARMED', 'CPU %', 'SENT', 'DROPPED', 'ERRORS', 'SWAPS'],
      ...all.map((jvm) => [jvm.service, jvm.pid, jvm.version, jvm.release?.slice(0, 8), jvm.armed.length, jvm.overhead.cpuPercent.toFixed(3),
        jvm.sent, jvm.dropped, jvm.errors, swaps(jvm)]),
    ]),
    links: to('fixes', all.flatMap((jvm) => jvm.swaps.map(({ id }) => id))),
  };
}

/** What is swapped in, or why nothing can be. */
const swaps = (jvm) => [
  jvm.swap,
  ...(jvm.paused ? [`paused (${jvm.paused})`] : []),
  ...jvm.swaps.map((swap) => `${swap.id} ${swap.state}${swap.reason ? ` (${swap.reason})` : ''}`),
].join(', ');

const sum = (losses) => losses.reduce((all, lost) => all + lost.count, 0);

export function inputs({ inputs: all }) {
  const links = [['Inputs', 'inputs', '']];
  if (all.length === 0) return { lines: ['Nothing came in yet. Inputs has the line for each way in.'], links };
  return {
    lines: [
      ...columns([
        ['INPUT', 'EVENTS', 'LAST', 'REFUSED', 'CUT'],
        ...all.map((input) => [input.name, input.received, input.last ? utc(input.last) : 'none', sum(input.refused), sum(input.cut)]),
      ]),
      ...all.flatMap((input) => [
        ...input.troubles.map((trouble) => `${input.name} cannot read ${trouble.source}: ${trouble.reason}. ${trouble.nextStep}.`),
        ...input.refused.map((lost) => `${input.name} refused ${lost.count}: ${lost.reason}`),
      ]),
    ],
    links,
    rest: 'see Inputs',
  };
}

/** @param isWanted whether a case is like what was asked for */
export function cases({ cases: all }, isWanted) {
  const links = [['Memory', 'cases', '']];
  const found = all.filter(isWanted);
  if (found.length === 0) return { lines: [`None of ${plural(all.length, 'case')} is like that. Memory shows them.`], links };
  return {
    lines: columns(found.map((past) => [
      past.id, past.outcome.toLowerCase().replaceAll('_', ' '), short(past.exceptionType), past.operator, past.service, utc(past.closed)])),
    links,
    rest: 'see Memory',
  };
}

export function trust({ services }) {
  const links = [['Trust', 'trust', '']];
  if (services.length === 0) return { lines: ['No service is configured. Name one under services in nexa.yaml.'], links };
  return {
    lines: services.flatMap((each) => [
      `${each.service}  ${each.level} (nexa.yaml: ${each.configured})`,
      ...each.set.map((grant) => (
        `  ${grant.level} for ${[grant.origin, grant.inPackage].filter(Boolean).join(' ') || 'all patches'}, by ${grant.by} ${grant.reason}`)),
      ...each.record.map((record) => (
        `  ${record.origin}: ${record.approved} approved, ${record.unasked} without asking, ${record.rejected} rejected, ${record.harmed} did harm${
          record.raise ? `; that speaks for ${record.raise}` : ''}`)),
    ]),
    links,
    rest: 'see Trust',
  };
}

export const audit = (log) => ({
  lines: [
    log.intact ? `Whole: ${plural(log.count, 'entry', 'entries')} in an unbroken chain.`
      : `CHANGED: entry ${log.broken} does not follow from the one before it. See Audit.`,
    ...columns(log.entries.map((entry) => [utc(entry.time), entry.actor, DEEDS[entry.action] ?? entry.action, entry.subject])),
    ...(log.cursor ? [`… ${log.count - log.entries.length} older: see Audit.`] : []),
  ],
  links: [...to('fixes', log.entries.map(({ subject }) => subject).filter((subject) => /^F-[\w.-]+$/.test(subject))), ['Audit', 'audit', '']],
});
