'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { buttonStyle } from '@/components/ui/button-style';
import { KeyboardIcon, SearchIcon } from '@/components/ui/icons';
import { Shortcut } from '@/components/ui/shortcut';
import { useKeys } from '@/components/ui/use-keys';
import { CommandPalette } from './command-palette';
import { foundByName } from './found-by-name';
import { pages } from './pages';
import { ShortcutsDialog } from './shortcuts-dialog';
import { usePageHref } from './use-page-href';

/** The search and the list of shortcuts, with the keys that work on every page. */
export function DeskControls() {
  const router = useRouter();
  const [open, setOpen] = useState<'palette' | 'shortcuts' | null>(null);
  const close = () => setOpen(null);
  const hrefOf = usePageHref();

  useKeys([
    ...pages.map((page) => ({
      keys: page.keys,
      label: `Go to ${page.label}`,
      group: 'Everywhere',
      run: () => router.push(hrefOf(page)),
    })),
    {
      keys: 'Mod+k',
      label: 'Search and commands',
      group: 'Everywhere',
      run: () => setOpen('palette'),
    },
    {
      keys: '?',
      label: 'Shortcuts of this page',
      group: 'Everywhere',
      run: () => setOpen('shortcuts'),
    },
  ]);

  return (
    <>
      <button
        type="button"
        onClick={() => setOpen('palette')}
        aria-haspopup="dialog"
        className={buttonStyle(
          'secondary',
          'md',
          'min-w-0 flex-1 justify-start! font-normal! text-ink-muted sm:max-w-72',
        )}
      >
        <SearchIcon />
        <span className="flex-1 truncate text-left">Search or do…</span>
        <span className="hidden sm:block">
          <Shortcut keys="Mod+k" hint />
        </span>
      </button>
      <button
        type="button"
        onClick={() => setOpen('shortcuts')}
        aria-haspopup="dialog"
        aria-label="Shortcuts of this page"
        title="Shortcuts of this page (?)"
        className={buttonStyle('ghost', 'icon', 'max-sm:hidden')}
      >
        <KeyboardIcon />
      </button>
      <CommandPalette
        open={open === 'palette'}
        onClose={close}
        onShortcuts={() => setOpen('shortcuts')}
        source={foundByName}
      />
      <ShortcutsDialog open={open === 'shortcuts'} onClose={close} />
    </>
  );
}
