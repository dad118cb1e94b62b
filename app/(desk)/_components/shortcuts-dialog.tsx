'use client';

import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { type KeyBinding, setSingleKeys } from '@/components/ui/key-registry';
import { Shortcut } from '@/components/ui/shortcut';
import { useRegisteredKeys, useSingleKeysOn } from '@/components/ui/use-keys';

const own = 'This page';
const everywhere = 'Everywhere';

/** The shortcuts in force, those of the page first, and the switch that turns single keys off. */
export function ShortcutsDialog({
  open,
  onClose,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const groups = grouped(useRegisteredKeys());
  const on = useSingleKeysOn();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Shortcuts"
      description="They rest while you type."
      size="lg"
      footer={
        <Checkbox
          label="Keys without Ctrl or ⌘ work"
          checked={on}
          onChange={(event) => setSingleKeys(event.target.checked)}
          className="mr-auto"
        />
      }
    >
      <div className="grid gap-x-10 gap-y-6 sm:grid-cols-2">
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
                    <Shortcut keys={keys} />
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

function grouped(bindings: readonly KeyBinding[]): [string, KeyBinding[]][] {
  const groups = new Map<string, KeyBinding[]>();
  for (const binding of bindings) {
    const name = binding.group ?? own;
    groups.set(name, [...(groups.get(name) ?? []), binding]);
  }
  return [...groups].sort(([a], [b]) => Number(a === everywhere) - Number(b === everywhere));
}
