// Which rows of a long list are in sight, and the pages of the API that hold them.

import { useEffect, useRef, useState } from 'preact/hooks';
import { call } from './api.js';
import { useLoad } from './live.js';

const PAGE = 100;
const AROUND = 15; // rows drawn above and below what is in sight
const STEP = 5; // rows to scroll before others are drawn

/** The rows to draw, [from, to), as the list scrolls with the page. Every row is as high as --row says. */
export function useSight(list, total) {
  const [sight, setSight] = useState({ from: 0, to: 2 * AROUND });
  useEffect(() => {
    let frame = null;
    const look = () => {
      frame = null;
      if (!list.current || total === 0) return;
      const height = rowHeight(list.current, total);
      const top = Math.max(0, -list.current.getBoundingClientRect().top / height);
      const from = Math.max(0, Math.floor(Math.min(top, total) / STEP) * STEP - AROUND);
      const to = Math.min(total, Math.ceil((top + innerHeight / height) / STEP) * STEP + AROUND);
      setSight((old) => (old.from === from && old.to === to ? old : { from, to }));
    };
    const moved = () => { frame ??= requestAnimationFrame(look); };
    look();
    addEventListener('scroll', moved, { passive: true });
    addEventListener('resize', moved);
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('scroll', moved);
      removeEventListener('resize', moved);
    };
  }, [total]);
  return sight;
}

export const rowHeight = (list, total) => list.clientHeight / total;

/** The issues that a query finds, as far as they were in sight: { total, at: index → issue, error }. */
export function useIssues(wanted, sight) {
  const first = Math.floor(sight.from / PAGE);
  const last = Math.max(first, Math.floor((sight.to - 1) / PAGE));
  const known = useRef({ wanted: null });
  if (known.current.wanted !== wanted) known.current = { wanted, total: null, pages: new Map() };
  const load = () => Promise.all(Array.from({ length: last - first + 1 }, async (_, i) => {
    const page = first + i;
    return { page, ...await call(`issues?${wanted}&limit=${PAGE}&cursor=${page * PAGE}`) };
  }));
  const { data, error, reload } = useLoad(load, `${wanted} ${first} ${last}`);
  for (const { page, issues, total } of data ?? []) {
    known.current.pages.set(page, issues);
    known.current.total = total;
  }
  const { total, pages } = known.current;
  return { total, error, reload, at: (index) => pages.get(Math.floor(index / PAGE))?.[index % PAGE] };
}
