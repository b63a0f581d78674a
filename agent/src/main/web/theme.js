// Light, dark, or as the system has it.

import { useState } from 'preact/hooks';

const KEY = 'nexa.theme';
const THEMES = ['auto', 'light', 'dark'];

function put(theme) {
  if (theme === 'auto') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

/** What the person chose last. */
export const chosen = () => {
  const theme = localStorage.getItem(KEY);
  return THEMES.includes(theme) ? theme : 'auto';
};

export const dress = () => put(chosen());

/** [theme, next]: next goes on to the following one. */
export function useTheme() {
  const [theme, setTheme] = useState(chosen);
  const next = () => {
    const following = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
    localStorage.setItem(KEY, following);
    put(following);
    setTheme(following);
  };
  return [theme, next];
}
