// Texts that several people edit: the smallest change between two, and where a caret is after a change.

const isHigh = (unit) => unit >= '\ud800' && unit <= '\udbff';
const isLow = (unit) => unit >= '\udc00' && unit <= '\udfff';

/** What was typed between two texts: { at, removed, inserted }. What stands behind the caret did not change. */
export function edit(before, after, caret) {
  const shorter = Math.min(before.length, after.length);
  let behind = 0;
  const most = Math.min(shorter, after.length - caret);
  while (behind < most && before.at(-1 - behind) === after.at(-1 - behind)) behind += 1;
  let at = 0;
  while (at < shorter - behind && before[at] === after[at]) at += 1;
  if (at > 0 && isHigh(before[at - 1])) at -= 1; // no character is cut in two
  if (behind > 0 && isLow(before.at(-behind))) behind -= 1;
  return { at, removed: before.length - behind - at, inserted: after.slice(at, after.length - behind) };
}

/** Where a position is after somebody else's change, as Yjs tells of it. */
export function moved(position, delta) {
  let index = 0;
  let to = position;
  for (const { retain = 0, insert = '', delete: gone = 0 } of delta) {
    if (insert && index < to) to += insert.length;
    if (gone && index < to) to -= Math.min(gone, to - index);
    index += retain + insert.length;
  }
  return to;
}
