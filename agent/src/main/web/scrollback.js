// The console's scrollback: what people ran and what came out, { by, at, command, lines, links, ok } each, in the room
// 'page', part 'console'. It is bounded by whoever adds to it; what others wrote is taken only in the shape that it should
// have. Where nothing can be shared there is one of this tab's own.

import { useEffect, useRef, useState } from 'preact/hooks';
import { useRoom } from './shared.js';

const ENTRIES_MAX = 200;
const BYTES_MAX = 200_000; // of all entries' texts; a room holds 1 MB
const COMMAND_MAX = 200;
const LINE_MAX = 160;
const LINKS_MAX = 80;
const NAME_MAX = 100;
const TIME_MAX = 8.64e15; // of a Date

/** How many lines of output an entry has at most. */
export const LINES_MAX = 60;

/** The views to which a word of the output may lead. */
const VIEWS = ['issues', 'fixes', 'jvms', 'trust', 'cases', 'inputs', 'audit'];

/** What nobody sees, but what can turn writing around or begin a line of its own. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const encoder = new TextEncoder();

/** A text as a part of one line. */
function fit(text, max) {
  const line = text.slice(0, max + 1).replace(INVISIBLE, ' ');
  return line.length <= max ? line : `${line.slice(0, max - 1).toWellFormed()}…`;
}

const isText = (value) => typeof value === 'string';
const isTime = (value) => Number.isSafeInteger(value) && value >= 0 && value <= TIME_MAX;
const isLink = (value) => Array.isArray(value) && value.length === 3 && value.every(isText) && VIEWS.includes(value[1]);

/** By what stands in the document, what is shown of it: the same object is drawn once. */
const shown = new WeakMap();
let lastKey = 0;

/** An entry within its bounds, with the bytes that it takes and a key; null for anything else. */
function read(raw) {
  if (raw === null || typeof raw !== 'object') return null;
  if (!shown.has(raw)) shown.set(raw, shaped(raw));
  return shown.get(raw);
}

function shaped(raw) {
  const { by, at, command, lines, links, ok } = raw;
  if (!isText(by) || !isTime(at) || !isText(command) || !Array.isArray(lines) || !lines.every(isText)) return null;
  lastKey += 1;
  const known = (Array.isArray(links) ? links : []).filter(isLink).slice(0, LINKS_MAX);
  return {
    key: lastKey,
    by: fit(by, NAME_MAX),
    at,
    command: fit(command, COMMAND_MAX),
    lines: lines.slice(0, LINES_MAX).map((line) => fit(line, LINE_MAX)),
    links: new Map(known.map(([word, view, id]) => [word, [view, id.slice(0, NAME_MAX)]])),
    ok: ok === true,
    bytes: encoder.encode([by, command, ...lines, ...known.flat()].join('\n')).length,
  };
}

/** What is written: within the same bounds. */
const written = (by, { command, lines, links, ok }) => ({
  by,
  at: Date.now(),
  command: fit(command, COMMAND_MAX),
  lines: lines.slice(0, LINES_MAX).map((line) => fit(line, LINE_MAX)),
  links: links.slice(0, LINKS_MAX),
  ok,
});

/** Adds to what everybody sees, and takes out the oldest for it, in one change. */
function append(list, entry) {
  list.doc.transact(() => {
    list.push([entry]);
    const all = list.toArray();
    let from = all.length;
    let bytes = 0;
    while (from > 0 && all.length - from < ENTRIES_MAX && bytes <= BYTES_MAX) {
      from -= 1;
      bytes += read(all[from])?.bytes ?? 0;
    }
    if (bytes > BYTES_MAX) from += 1;
    if (from > 0) list.delete(0, from);
  });
}

/** Of this tab alone. */
let own = [];

/** { entries, user, state, reason, add, clear }; user is null where what is run here stays in this tab. */
export function useScrollback() {
  const { room, state, reason } = useRoom('page');
  const list = room?.list('console') ?? null;
  const isShared = list !== null && state !== 'refused';
  const [shared, setShared] = useState([]);
  const [kept, setKept] = useState(own);
  useEffect(() => {
    if (!list) return undefined;
    const show = () => setShared(list.toArray().slice(-ENTRIES_MAX).map(read).filter(Boolean));
    list.observe(show);
    show();
    return () => list.unobserve(show);
  }, [list]);
  const keep = (entries) => {
    own = entries.slice(-ENTRIES_MAX);
    setKept(own);
  };
  // An answer may come when all of this has changed.
  const latest = useRef(null);
  latest.current = {
    add: (told) => {
      if (isShared) append(list, written(room.user, told));
      else keep([...own, read(written('you', told))]);
    },
    // First alone: a full room still takes deletions.
    clear: () => {
      if (isShared && list.length > 0) list.delete(0, list.length);
      keep([]);
    },
  };
  return {
    entries: [...shared, ...kept],
    user: isShared ? room.user : null,
    state,
    reason,
    add: (told) => latest.current.add(told),
    clear: () => latest.current.clear(),
  };
}
