'use client';

import { useSyncExternalStore } from 'react';
import { Kbd } from './kbd';

const names: Record<string, string> = { Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', Shift: '⇧' };

/** A shortcut drawn as keys: `g q` as two, `Mod+k` with the platform's own modifier. */
export function Shortcut({ keys, hint }: { readonly keys: string; readonly hint?: boolean }) {
  const modifier = useModifier();
  return (
    <span className="inline-flex items-center gap-1">
      {keys.split(/[ +]/).map((key) => (
        <Kbd key={key} hint={hint ?? false}>
          {key === 'Mod' ? modifier : (names[key] ?? (key.length === 1 ? key.toUpperCase() : key))}
        </Kbd>
      ))}
    </span>
  );
}

function useModifier(): string {
  return useSyncExternalStore(
    () => () => {},
    () => (/Mac|iPhone|iPad/.test(navigator.platform) ? '⌘' : 'Ctrl'),
    () => 'Ctrl',
  );
}
