'use client';

import { useId, useSyncExternalStore } from 'react';
import { MoonIcon, ScreenIcon, SunIcon } from './icons';
import {
  parseTheme,
  setPreferenceCookie,
  type Theme,
  themeCookie,
  themes,
} from './preference-cookies';

const themeOptions: Record<Theme, { readonly label: string; readonly Icon: typeof SunIcon }> = {
  system: { label: 'System', Icon: ScreenIcon },
  light: { label: 'Light', Icon: SunIcon },
  dark: { label: 'Dark', Icon: MoonIcon },
};

/** Chooses the theme; applies at once and is kept in a cookie. */
export function ThemeSwitch({ initial }: { readonly initial: Theme }) {
  const theme = useTheme(initial);
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-md border border-line bg-sunken p-0.5">
      <legend className="sr-only">Theme</legend>
      {themes.map((choice) => {
        const { label, Icon } = themeOptions[choice];
        return (
          <label
            key={choice}
            title={label}
            className="relative grid size-6.5 cursor-pointer place-items-center rounded-sm text-ink-muted hover:text-ink has-checked:bg-accent-soft has-checked:text-accent-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={choice}
              checked={theme === choice}
              onChange={() => setTheme(choice)}
              className="sr-only"
            />
            <Icon />
            <span className="sr-only">{label}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

const listeners = new Set<() => void>();

/** Applies a theme and keeps it for the next visit. */
export function setTheme(theme: Theme): void {
  const root = document.documentElement;
  if (theme === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme;
  setPreferenceCookie(themeCookie, theme);
  for (const listener of listeners) listener();
}

/** The current theme, for components that cannot use the CSS tokens. */
export function useTheme(initial: Theme = 'system'): Theme {
  return useSyncExternalStore(subscribe, currentTheme, () => initial);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function currentTheme(): Theme {
  return parseTheme(document.documentElement.dataset.theme);
}
