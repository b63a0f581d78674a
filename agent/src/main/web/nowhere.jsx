// Where there is nothing to see: a wrong address, or nobody logged in.

import { useEffect } from 'preact/hooks';
import { Copyable, Empty } from './parts.jsx';
import { link } from './router.js';

export function Login() {
  useEffect(() => { document.title = 'Not logged in · Nexa'; }, []);
  return (
    <Empty title="You are not logged in">
      <p>On the daemon’s host, this prints a link that opens the page. Each link works once:</p>
      <Copyable text="nexa open" label="Command" />
    </Empty>
  );
}

export const Nowhere = () => (
  <Empty title="Not here">
    <p>This page has no such view.</p>
    <p><a href={link('issues')}>To the issues</a></p>
  </Empty>
);
