// Every state of the page has an address: #/view/id?query.

import { useEffect, useState } from 'preact/hooks';

/** Names by which other programs may link to a view. */
const ALIASES = { '': 'issues', issue: 'issues', fix: 'fixes' };

/** What an address names. */
export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [name, id = ''] = path.split('/');
  return { name: ALIASES[name] ?? name, id: decoded(id), query: new URLSearchParams(query) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a link that somebody cut
  }
}

/** The address of a view; what is empty is left out. */
export function link(name, id = '', query = {}) {
  const kept = Object.entries(query).filter(([, value]) => value);
  const asked = kept.length > 0 ? `?${new URLSearchParams(kept)}` : '';
  return `#/${name}${id ? `/${encodeURIComponent(id)}` : ''}${asked}`;
}

export function useRoute() {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const moved = () => setHash(location.hash);
    addEventListener('hashchange', moved);
    return () => removeEventListener('hashchange', moved);
  }, []);
  return parse(hash);
}
