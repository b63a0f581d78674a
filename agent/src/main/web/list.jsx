// A list of rows that lead somewhere. It is one stop of Tab; j, k and the arrows go through it.

import { useRef, useState } from 'preact/hooks';
import { useKeys } from './keys.js';

/** Items as rows: children is a function of an item and of what its link needs, { tabindex, onFocus }. */
export function List({ items, label, children }) {
  const list = useRef(null);
  const [at, setAt] = useState(0);
  const links = () => [...list.current.querySelectorAll('a.row')];
  const isFocused = () => list.current.contains(document.activeElement);
  const go = (by) => () => { links()[isFocused() ? Math.min(Math.max(at + by, 0), items.length - 1) : at]?.focus(); };
  const inList = (act) => () => (isFocused() ? act() : false);
  useKeys({ j: go(1), k: go(-1), ArrowDown: inList(go(1)), ArrowUp: inList(go(-1)) });
  return (
    <ul class="list" ref={list} aria-label={label}>
      {items.map((item, i) => (
        <li key={item.id}>{children(item, { tabindex: i === Math.min(at, items.length - 1) ? 0 : -1, onFocus: () => setAt(i) })}</li>))}
    </ul>
  );
}
