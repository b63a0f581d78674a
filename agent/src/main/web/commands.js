// The console's commands: the reading ones of the command line, by the same words, over the API. What changes something is
// not done here; it is said where it is.

import { call, segment } from './api.js';
import { matches } from './cases.jsx';
import * as reports from './reports.js';
import { LINES_MAX } from './scrollback.js';

const ISSUES_MAX = 50;
const AUDIT_MAX = 30;
const ANSWER_MILLIS = 15_000;
const STATUSES = ['open', 'resolved', 'ignored', 'all'];

/** Why a command has no answer, in words that name the next step. */
class Refused extends Error {
  constructor(message, links = []) {
    super(message);
    this.links = links;
  }
}

/** By its first word: how it is used, what it does, further words that Tab knows, and run(words, ask). */
const COMMANDS = {
  status: { does: 'the daemon in numbers', run: (words, ask) => none(words, 'status', () => ask('status').then(reports.status)) },
  issues: { usage: '[--status S] [--service S] [TEXT]', does: 'the issues, last seen first', words: ['--status', '--service'], run: issues },
  show: { usage: 'ID', does: 'one issue and its trace', run: show },
  fixes: { does: 'the fixes, newest first', run: (words, ask) => none(words, 'fixes', () => ask('fixes').then(reports.fixes)) },
  fix: { usage: '[show|diff] ID', does: 'one fix, or its diff', words: ['show', 'diff'], run: fix },
  jvms: { does: 'the connected JVMs', run: (words, ask) => none(words, 'jvms', () => ask('jvms').then(reports.jvms)) },
  inputs: { does: 'what came in, and what did not', run: (words, ask) => none(words, 'inputs', () => ask('inputs').then(reports.inputs)) },
  cases: { usage: '[search] TEXT', does: 'remembered cases', words: ['search'], run: cases },
  trust: { usage: '[get] [SERVICE]', does: 'how far which patches go', words: ['get'], run: trust },
  audit: { does: 'who decided what, newest first', run: (words, ask) => none(words, 'audit', () => ask(`audit?limit=${AUDIT_MAX}`).then(reports.audit)) },
  help: { does: 'this', run: async (words) => none(words, 'help', () => ({ lines: help() })) },
  clear: { does: 'an empty scrollback, for everybody', run: async (words) => none(words, 'clear', () => ({ clears: true, lines: [] })) },
};

const FIX_CHANGES = ['approve', 'reject', 'request-changes', 'apply', 'rollback', 'publish'];
const ISSUE_CHANGES = ['heal', 'resolve', 'ignore', 'reopen', 'classify', 'merge', 'split'];
const IN_TERMINAL = ['attach', 'completion', 'demo', 'doctor', 'down', 'export', 'import', 'init', 'learn', 'mcp', 'open', 'replay',
  'tail', 'token', 'tools', 'up', 'verify', 'version'];

const help = () => [
  ...reports.columns(Object.entries(COMMANDS).map(([name, { usage = '', does }]) => [`${name} ${usage}`.trim(), does])),
  'None of them changes what Nexa does. IDs lead to what they name; there it is decided.',
];

/**
 * What comes of a line: { command, lines, links, ok, clears }. It asks the daemon until the signal ends it; what fails is a line of
 * output.
 */
export async function run(line, signal) {
  const ask = (path, missing) => answer(path, missing, signal);
  try {
    const { lines, links = [], rest = '', clears = false } = await report(words(line), ask);
    return { command: line, lines: bounded(lines, rest), links, ok: true, clears };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { command: line, lines: [error.message], links: error.links, ok: false, clears: false };
  }
}

/** The words of a line; quotes hold one together. */
const words = (line) => (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"([^"]*)"$/, '$1'));

function report(all, ask) {
  const [first = '', ...rest] = all[0] === 'nexa' ? all.slice(1) : all;
  const name = first.toLowerCase();
  if (name === 'trust' && rest[0] === 'set') throw changes('trust set', 'How far patches go is set in Trust.', [['Trust', 'trust', '']]);
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name].run(rest, ask);
  const id = rest.find((word) => /^[\w.]+(-[\w.]+)+$/.test(word))?.toUpperCase();
  if (FIX_CHANGES.includes(name)) {
    throw id ? changes(name, `It is done in the fix’s review: ${id}`, [[id, 'fixes', id]])
      : changes(name, 'It is done in a fix’s review: see Fixes.', [['Fixes', 'fixes', '']]);
  }
  if (ISSUE_CHANGES.includes(name)) {
    throw id ? changes(name, `It is done on the issue’s page: ${id}`, [[id, 'issues', id]])
      : changes(name, 'It is done on an issue’s page: see the Inbox.', [['Inbox', 'issues', '']]);
  }
  if (name === 'pause') throw changes(name, 'Everything is paused in JVMs.', [['JVMs', 'jvms', '']]);
  if (name === 'resume') throw changes(name, 'A pause is ended in JVMs.', [['JVMs', 'jvms', '']]);
  if (IN_TERMINAL.includes(name)) throw new Refused(`${name} is a command of the terminal: nexa ${name} --help tells more.`);
  throw new Refused(`There is no command ${first}. help lists them.`);
}

const changes = (name, where, links) => new Refused(`${name} changes something, and this console only reads. ${where}`, links);

function none(found, name, then) {
  if (found.length > 0) throw new Refused(`${name} stands alone, without ${found[0]}.`);
  return then();
}

function issues(found, ask) {
  const wanted = new URLSearchParams({ limit: ISSUES_MAX });
  const text = [];
  for (let i = 0; i < found.length; i += 1) {
    const [option, value] = found[i].split(/=(.*)/, 2);
    if (option === '--status' || option === '--service') {
      wanted.set(option.slice(2), value ?? found[i += 1] ?? '');
    } else if (option.startsWith('-')) {
      throw new Refused(`issues has no option ${option}; it has --status and --service.`);
    } else {
      text.push(found[i]);
    }
  }
  if (wanted.get('service') === '') throw new Refused('--service needs the name of a service, such as issues --service shop.');
  if (wanted.has('status') && !STATUSES.includes(wanted.get('status'))) {
    throw new Refused(`--status needs one of ${STATUSES.join(', ')}, such as issues --status open.`);
  }
  if (wanted.get('status') === 'all') wanted.delete('status');
  if (text.length > 0) wanted.set('q', text.join(' '));
  return ask(`issues?${wanted}`).then(reports.issues);
}

async function show(found, ask) {
  const id = only(found, 'show needs the ID of an issue, such as show SHOP-1; issues lists them.');
  return reports.issue(await ask(`issues/${segment(id)}`, `There is no issue ${id}. issues lists them.`));
}

async function fix(found, ask) {
  const hasPart = ['show', 'diff', 'evidence', 'patch'].includes(found[0]);
  const part = hasPart ? found[0] : 'show';
  const id = only(hasPart ? found.slice(1) : found, 'fix needs the ID of a fix, such as fix F-SHOP-1; fixes lists them.');
  const path = `fixes/${segment(id)}`;
  const missing = `There is no fix ${id}. fixes lists them.`;
  const of = await ask(path, missing);
  if (part === 'evidence' || part === 'patch') {
    throw new Refused(`The ${part} is too long for here. nexa fix ${part} ${id} prints it; the review shows the evidence.`, [[id, 'fixes', id]]);
  }
  return part === 'diff' ? reports.diff(id, await ask(`${path}/diff`, missing)) : reports.fix(of);
}

/** The one ID that is named; all of Nexa's are in capitals. */
function only(found, usage) {
  if (found.length === 0) throw new Refused(usage);
  if (found.length > 1) throw new Refused(`One ID, not also ${found[1]}. ${usage}`);
  return found[0].toUpperCase();
}

function cases(found, ask) {
  const text = (found[0] === 'search' ? found.slice(1) : found).join(' ');
  return ask('cases').then((all) => reports.cases(all, (past) => matches(past, { q: text, outcome: 'all' })));
}

async function trust(found, ask) {
  const [service, ...more] = found[0] === 'get' ? found.slice(1) : found;
  if (more.length > 0) throw new Refused(`trust takes one service, not also ${more[0]}.`);
  const { services } = await ask('trust');
  const wanted = service === undefined ? services : services.filter((each) => each.service === service);
  if (service !== undefined && wanted.length === 0) throw new Refused(`There is no configured service ${service}. trust lists them.`);
  return reports.trust({ services: wanted });
}

async function answer(path, missing, signal) {
  const late = AbortSignal.timeout(ANSWER_MILLIS);
  try {
    return await call(path, { signal: AbortSignal.any([signal, late]) });
  } catch (error) {
    if (late.aborted) throw new Refused(`The daemon did not answer within ${ANSWER_MILLIS / 1000} s. Run it again; nexa doctor on its host tells more.`);
    if (error.status === undefined) throw new Refused('The daemon does not answer. Run it again when the page says live.');
    if (error.status === 401) throw new Refused('You are not logged in any more. On the daemon’s host, nexa open prints a link.');
    if (error.status === 404 && missing) throw new Refused(missing);
    throw new Refused(`${error.message} ${error.hint}`.trim());
  }
}

/** No more lines than an entry has, and where the others are. */
const bounded = (lines, rest) => (lines.length <= LINES_MAX ? lines
  : [...lines.slice(0, LINES_MAX - 1), `… ${lines.length - LINES_MAX + 1} more lines${rest ? `: ${rest}` : ''}.`]);

/** What Tab makes of a line, and the words that it could go on with; null where it knows none, or the word is whole. */
export function complete(line) {
  const start = line.lastIndexOf(' ') + 1;
  const word = line.slice(start);
  const first = line.slice(0, start).trim().split(' ')[0];
  const known = start === 0 ? Object.keys(COMMANDS) : Object.hasOwn(COMMANDS, first) ? COMMANDS[first].words ?? [] : [];
  const options = word === '' ? [] : known.filter((each) => each.startsWith(word)).sort();
  if (options.length === 0 || (options.length === 1 && options[0] === word)) return null;
  if (options.length === 1) return { line: `${line.slice(0, start)}${options[0]} `, options };
  const common = options.reduce((all, each) => {
    let length = 0;
    while (length < all.length && all[length] === each[length]) length += 1;
    return all.slice(0, length);
  });
  return { line: `${line.slice(0, start)}${common}`, options };
}
