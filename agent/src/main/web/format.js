// How values read.

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const UNITS = [['day', 86400], ['hour', 3600], ['minute', 60], ['second', 1]];

/** Such as "3 min. ago". */
export function ago(iso) {
  const seconds = (new Date(iso).getTime() - Date.now()) / 1000;
  const [unit, size] = UNITS.find(([, each]) => Math.abs(seconds) >= each) ?? UNITS.at(-1);
  return relative.format(Math.round(seconds / size), unit);
}

/** A time for those who read it later, and elsewhere: such as "2026-11-27 14:03Z". */
export const utc = (iso) => `${iso.slice(0, 16).replace('T', ' ')}Z`;

/** The time of day, and the day where it is another one, for who reads it here. */
export function moment(millis) {
  const isToday = new Date(millis).toDateString() === new Date().toDateString();
  return new Date(millis).toLocaleString([], { ...(isToday ? {} : { dateStyle: 'medium' }), timeStyle: 'short' });
}

export function duration(millis) {
  if (millis < 1000) return `${millis} ms`;
  return millis < 60000 ? `${(millis / 1000).toFixed(1)} s` : `${Math.round(millis / 60000)} min`;
}

/** A class without its package. */
export const short = (type) => type.slice(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);

/** Where a frame stands, such as Cart.total. */
export const place = (frame) => `${short(frame.className)}.${frame.method}`;

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** Where a patch comes from. */
export function origin({ kind, name }) {
  switch (kind) {
    case 'operator': return `operator ${name}`;
    case 'recalled': return `recalled, first by ${name}`;
    case 'revert': return `revert of ${name}`;
    default: return `${kind} ${name}`;
  }
}

/** Whether an address from outside leads to a web page, and so may be a link. */
export const isWeb = (address) => /^https?:/.test(address ?? '');
