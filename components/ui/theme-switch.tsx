'use client';

import { useId } from 'react';
import { MoonIcon, ScreenIcon, SunIcon } from './icons';
import { type Theme, themes } from './theme';
import { chooseTheme, useTheme } from './theme-state';

const faces: Record<Theme, { readonly label: string; readonly Icon: typeof SunIcon }> = {
  system: { label: 'As the system', Icon: ScreenIcon },
  light: { label: 'Light', Icon: SunIcon },
  dark: { label: 'Dark', Icon: MoonIcon },
};

/** Three ways to look; the choice is kept in a cookie and takes effect at once. */
export function ThemeSwitch({ initial }: { readonly initial: Theme }) {
  const theme = useTheme(initial);
  const name = useId();
  return (
    <fieldset className="inline-flex rounded-md border border-line bg-sunken p-0.5">
      <legend className="sr-only">Appearance</legend>
      {themes.map((choice) => {
        const { label, Icon } = faces[choice];
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
              onChange={() => chooseTheme(choice)}
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
