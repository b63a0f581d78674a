// A unified diff as files, hunks and lines, with what changed within a line.

const ALIKE = 0.5; // of a line's text; below, two lines are strangers
const RUN_MAX = 60; // lines of one change that are compared with each other
const LENGTH_MAX = 2000; // of such a line

/** The files of a diff: { path, isNew, isGone, added, removed, hunks: [{ header, lines }] }. */
export function parse(text) {
  const files = [];
  let file = null;
  let hunk = null;
  let [before, after] = [0, 0];
  for (const line of text.replace(/\n$/, '').split('\n')) {
    const range = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/.exec(line);
    if (range) {
      [before, after] = [Number(range[1]), Number(range[2])];
      hunk = { header: range[3], lines: [] };
      file?.hunks.push(hunk);
    } else if (line.startsWith('diff ') || (line.startsWith('--- ') && (!file || file.hunks.length > 0))) {
      file = { path: '', isNew: false, isGone: false, added: 0, removed: 0, hunks: [] };
      hunk = null;
      files.push(file);
      name(file, line);
    } else if (hunk) {
      const kind = { '+': 'added', '-': 'removed', ' ': 'same', '': 'same' }[line[0] ?? ''];
      if (!kind) continue; // "\ No newline at end of file"
      if (kind !== 'same') file[kind]++;
      hunk.lines.push({
        kind, text: line.slice(1), marks: null,
        before: kind === 'added' ? null : before++, after: kind === 'removed' ? null : after++,
      });
    } else if (file) {
      name(file, line);
    }
  }
  files.forEach((each) => each.hunks.forEach((part) => mark(part.lines)));
  return files;
}

function name(file, line) {
  const path = line.slice(4).replace(/^[ab]\//, '').replace(/\t.*$/, '');
  if (line === '--- /dev/null') file.isNew = true;
  else if (line === '+++ /dev/null') file.isGone = true;
  else if (line.startsWith('+++ ') || (line.startsWith('--- ') && !file.path)) file.path = path;
}

/** The changes of a hunk, each as the lines that went and those that came. */
export function changes(lines) {
  const runs = [];
  for (const line of lines) {
    if (line.kind === 'same') {
      runs.push({ same: line });
      continue;
    }
    if (runs.length === 0 || runs.at(-1).same || (line.kind === 'removed' && runs.at(-1).added.length > 0)) {
      runs.push({ same: null, removed: [], added: [] });
    }
    runs.at(-1)[line.kind].push(line);
  }
  return runs;
}

/** Marks what changed within lines that are alike: each removed line with the added one that is most like it. */
function mark(lines) {
  for (const { same, removed, added } of changes(lines)) {
    if (same || removed.length > RUN_MAX || added.length > RUN_MAX) continue;
    let from = 0; // pairs do not cross
    for (const line of removed) {
      const found = added.map((other, i) => (i < from || line.text.length + other.text.length > LENGTH_MAX
        ? null : { i, ...common(line.text, other.text) }))
        .filter((each) => each && each.alike >= ALIKE)
        .sort((a, b) => b.alike - a.alike)[0];
      if (!found) continue;
      from = found.i + 1;
      line.marks = span(line.text, found);
      added[found.i].marks = span(added[found.i].text, found);
    }
  }
}

const span = (text, { head, tail }) => (text.length - head - tail > 0 ? [head, text.length - tail] : null);

/** How much two lines share at their beginning and end. */
function common(a, b) {
  const max = Math.min(a.length, b.length);
  let head = 0;
  while (head < max && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < max - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  while (head > 0 && isWord(a[head - 1]) && (isWord(a[head]) || isWord(b[head]))) head--; // whole words only
  while (tail > 0 && isWord(a[a.length - tail]) && (isWord(a[a.length - tail - 1]) || isWord(b[b.length - tail - 1]))) tail--;
  const indent = a.length - a.trimStart().length;
  const longest = Math.max(a.length, b.length) - indent;
  return { head, tail, alike: longest > 0 ? (Math.max(0, head - indent) + tail) / longest : 0 };
}

const isWord = (char) => char !== undefined && /[\p{L}\p{N}_$]/u.test(char);
