'use client';

import { useSyncExternalStore } from 'react';
import { parseTheme, type Theme, themeCookie } from './theme';

const listeners = new Set<() => void>();

/** Paints the page in a theme, keeps the choice for a year and tells whoever draws on its own. */
export function chooseTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser.
  document.cookie = `${themeCookie}=${theme};path=/;max-age=31536000;samesite=lax`;
  for (const listener of listeners) listener();
}

/** The theme in force, for parts that cannot follow the tokens by themselves. */
export function useTheme(initial: Theme = 'system'): Theme {
  return useSyncExternalStore(subscribe, chosen, () => initial);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function chosen(): Theme {
  return parseTheme(document.documentElement.dataset.theme);
}
