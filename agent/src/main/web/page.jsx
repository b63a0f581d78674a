// The page's entry.

import { render } from 'preact';
import { App } from './app.jsx';
import './page.css';

render(<App />, document.body);
