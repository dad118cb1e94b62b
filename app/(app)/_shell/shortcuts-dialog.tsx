'use client';

import { classNames } from '@/components/ui/class-names';
import { Dialog } from '@/components/ui/dialog';
import { Checkbox } from '@/components/ui/form-controls';
import {
  type KeyBinding,
  ShortcutKeys,
  setSingleKeyShortcuts,
  useRegisteredShortcuts,
  useSingleKeyShortcutsEnabled,
} from '@/components/ui/keyboard-shortcuts';
import { GLOBAL_SHORTCUTS } from './navigation';

const PAGE_SHORTCUTS = 'This page';

/** Lists the shortcuts, those of the page first, with a switch for single-key shortcuts. */
export function ShortcutsDialog({ onClose }: { readonly onClose: () => void }) {
  const groups = groupBindings(useRegisteredShortcuts());
  const enabled = useSingleKeyShortcutsEnabled();
  return (
    <Dialog
      open
      onClose={onClose}
      title="Keyboard shortcuts"
      description="Off while you type."
      size="lg"
      footer={
        <Checkbox
          label="Single-key shortcuts (without Ctrl or ⌘)"
          checked={enabled}
          onChange={(event) => setSingleKeyShortcuts(event.target.checked)}
          className="mr-auto"
        />
      }
    >
      {/* biome-ignore lint/a11y/useSemanticElements: it is no fieldset. */}
      <div
        role="group"
        aria-label="Shortcuts"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: scrollable content must be reachable by keyboard.
        tabIndex={0}
        className={classNames(
          'grid gap-x-10 gap-y-6 outline-offset-4',
          groups.length > 1 && 'sm:grid-cols-2',
        )}
      >
        {groups.map(([name, bindings]) => (
          <section key={name} aria-label={name}>
            <h3 className="pb-1 text-xs font-medium text-ink-muted">{name}</h3>
            <dl>
              {bindings.map(({ keys, label }) => (
                <div
                  key={keys}
                  className="flex min-h-8 items-center justify-between gap-4 border-b border-line"
                >
                  <dt>{label}</dt>
                  <dd>
                    <ShortcutKeys keys={keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function groupBindings(bindings: readonly KeyBinding[]): [string, KeyBinding[]][] {
  const groups = new Map<string, KeyBinding[]>();
  for (const binding of bindings) {
    const name = binding.group ?? PAGE_SHORTCUTS;
    groups.set(name, [...(groups.get(name) ?? []), binding]);
  }
  return [...groups].sort(
    ([a], [b]) => Number(a === GLOBAL_SHORTCUTS) - Number(b === GLOBAL_SHORTCUTS),
  );
}
