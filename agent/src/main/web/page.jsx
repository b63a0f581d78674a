// The page's entry.

import { render } from 'preact';
import { App } from './app.jsx';
import { dress } from './theme.js';
import './style/page.css';

dress();
render(<App />, document.body);
