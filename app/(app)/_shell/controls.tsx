'use client';

import { Suspense, useState } from 'react';
import { useNavigate } from '@/app/(app)/_live/offline-navigation';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Dialog } from '@/components/ui/dialog';
import { Checkbox } from '@/components/ui/form-controls';
import { KeyboardIcon, SearchIcon } from '@/components/ui/icons';
import {
  type KeyBinding,
  ShortcutKeys,
  setSingleKeyShortcuts,
  useKeyboardShortcuts,
  useRegisteredShortcuts,
  useSingleKeyShortcutsEnabled,
} from '@/components/ui/keyboard-shortcuts';
import { lazyComponent } from '@/components/ui/lazy-component';
import { Skeleton } from '@/components/ui/skeleton';
import { GLOBAL_SHORTCUTS, pages, usePageHref } from './navigation';
import { useRecentDecisions } from './recent-decisions-provider';

const PalettePanel = lazyComponent(() =>
  import('./palette-panel').then(({ PalettePanel }) => PalettePanel),
);

function PanelSkeleton() {
  return (
    <div className="flex h-56 flex-col gap-3 p-4">
      <Skeleton className="h-5 w-1/2" />
      <Skeleton className="h-8" />
      <Skeleton className="h-8" />
    </div>
  );
}

/** The search and shortcut buttons, and the shortcuts that work on every page. */
export function ShellControls({ canDecide }: { readonly canDecide: boolean }) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const close = () => setOpen(null);
  const pageHref = usePageHref();
  const recentDecisions = useRecentDecisions();

  useKeyboardShortcuts([
    ...pages.map((page) => ({
      keys: page.keys,
      label: `Go to ${page.label}`,
      group: GLOBAL_SHORTCUTS,
      run: () => navigate(pageHref(page)),
    })),
    {
      keys: 'Mod+k',
      label: 'Search and commands',
      group: GLOBAL_SHORTCUTS,
      run: () => setOpen('palette'),
    },
    {
      keys: 'h',
      label: 'Recently decided',
      group: GLOBAL_SHORTCUTS,
      run: recentDecisions.open,
    },
    {
      keys: '?',
      label: 'Keyboard shortcuts',
      group: GLOBAL_SHORTCUTS,
      run: () => setOpen('shortcuts'),
    },
  ]);

  return (
    <>
      <button
        type="button"
        onClick={() => setOpen('palette')}
        aria-haspopup="dialog"
        className={buttonClass(
          'secondary',
          'md',
          'min-w-0 flex-1 justify-start! font-normal! text-ink-muted sm:max-w-84',
        )}
      >
        <SearchIcon />
        <span className="flex-1 truncate text-left">Search or run a command…</span>
        <span className="hidden sm:block">
          <ShortcutKeys keys="Mod+k" hint />
        </span>
      </button>
      <button
        type="button"
        onClick={() => setOpen('shortcuts')}
        aria-haspopup="dialog"
        aria-label="Keyboard shortcuts"
        title="Keyboard shortcuts (?)"
        className={buttonClass('ghost', 'icon', 'max-sm:hidden')}
      >
        <KeyboardIcon />
      </button>
      <Dialog open={open === 'palette'} onClose={close} title="Search and commands" bare>
        <Suspense fallback={<PanelSkeleton />}>
          <PalettePanel
            canDecide={canDecide}
            onClose={close}
            onShortcuts={() => setOpen('shortcuts')}
          />
        </Suspense>
      </Dialog>
      <ShortcutsDialog open={open === 'shortcuts'} onClose={close} />
    </>
  );
}

const PAGE_SHORTCUTS = 'This page';

/** Lists the shortcuts, those of the page first, with a switch for single-key shortcuts. */
function ShortcutsDialog({
  open,
  onClose,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const groups = groupBindings(useRegisteredShortcuts());
  const enabled = useSingleKeyShortcutsEnabled();
  return (
    <Dialog
      open={open}
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
