'use client';

import { Suspense, useState } from 'react';
import { useNavigate } from '@/app/(app)/_live/offline-navigation';
import { buttonClass } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { KeyboardIcon, SearchIcon } from '@/components/ui/icons';
import { ShortcutKeys, useKeyboardShortcuts } from '@/components/ui/keyboard-shortcuts';
import { lazyComponent } from '@/components/ui/lazy-component';
import { Skeleton } from '@/components/ui/skeleton';
import { GLOBAL_SHORTCUTS, usePageHref } from './navigation';
import type { NavigationPage } from './pages';
import { useRecentDecisions } from './recent-decisions-provider';

const PalettePanel = lazyComponent(() =>
  import('./palette-panel').then(({ PalettePanel }) => PalettePanel),
);

const ShortcutsDialog = lazyComponent(() =>
  import('./shortcuts-dialog').then(({ ShortcutsDialog }) => ShortcutsDialog),
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
export function ShellControls({
  pages,
  canDecide,
  isAdmin,
}: {
  readonly pages: readonly NavigationPage[];
  readonly canDecide: boolean;
  readonly isAdmin: boolean;
}) {
  const navigate = useNavigate();
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const close = () => setOpen(null);
  const pageHref = usePageHref(pages);
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
            pages={pages}
            canDecide={canDecide}
            isAdmin={isAdmin}
            onClose={close}
            onShortcuts={() => setOpen('shortcuts')}
          />
        </Suspense>
      </Dialog>
      <Suspense>{open === 'shortcuts' && <ShortcutsDialog onClose={close} />}</Suspense>
    </>
  );
}
