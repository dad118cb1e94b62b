'use client';

import { useRouter } from 'next/navigation';
import {
  type KeyBinding,
  registeredShortcuts,
  ShortcutKeys,
} from '@/components/ui/keyboard-shortcuts';
import { type Theme, themes } from '@/components/ui/preference-cookies';
import { SearchList, type SearchSection } from '@/components/ui/search-list';
import { setTheme } from '@/components/ui/theme-switch';
import { type ResultSection, useNameSearch } from './name-search';
import { GLOBAL_SHORTCUTS, pages } from './navigation';

const themeLabels: Record<Theme, string> = {
  system: 'Theme: System',
  light: 'Theme: Light',
  dark: 'Theme: Dark',
};

/** The content of the command palette. */
export function PalettePanel({
  onClose,
  onShortcuts,
}: {
  readonly onClose: () => void;
  readonly onShortcuts: () => void;
}) {
  const router = useRouter();
  const { found, status, search } = useNameSearch();
  const actions = registeredShortcuts().filter(
    ({ group, enabled }) => group !== GLOBAL_SHORTCUTS && enabled !== false,
  );
  const commands = new Map<string, () => void>([
    ...pages.map(({ id, href }) => [`page:${id}`, () => router.push(href)] as const),
    ...actions.map((action) => [`key:${action.keys}`, action.run] as const),
    ...themes.map((theme) => [`theme:${theme}`, () => setTheme(theme)] as const),
    ...found.flatMap(({ items }) =>
      items.map(({ id, href }) => [`found:${id}`, () => router.push(href)] as const),
    ),
    ['shortcuts', onShortcuts],
  ]);

  return (
    <SearchList
      label="Search and commands"
      placeholder="Search or run a command…"
      sections={[pageSection, ...found.map(resultSection), actionSection(actions), globalSection]}
      onType={search}
      empty={status ?? 'No results'}
      {...(status && { status })}
      onChoose={(id) => {
        onClose();
        commands.get(id)?.();
      }}
    />
  );
}

const pageSection: SearchSection = {
  id: 'pages',
  title: 'Pages',
  items: pages.map(({ id, label, keys }) => ({
    id: `page:${id}`,
    label,
    keywords: 'go to page',
    trailing: <ShortcutKeys keys={keys} hint />,
  })),
};

const globalSection: SearchSection = {
  id: 'commands',
  title: 'Commands',
  items: [
    { id: 'shortcuts', label: 'Keyboard shortcuts', trailing: <ShortcutKeys keys="?" hint /> },
    ...themes.map((theme) => ({
      id: `theme:${theme}`,
      label: themeLabels[theme],
      keywords: 'theme appearance mode',
    })),
  ],
};

function actionSection(actions: readonly KeyBinding[]): SearchSection {
  return {
    id: 'actions',
    title: 'On this page',
    items: actions.map(({ keys, label }) => ({
      id: `key:${keys}`,
      label,
      trailing: <ShortcutKeys keys={keys} hint />,
    })),
  };
}

function resultSection(section: ResultSection): SearchSection {
  return {
    id: `found:${section.id}`,
    title: section.title,
    searched: true,
    items: section.items.map((item) => ({ ...item, id: `found:${item.id}` })),
  };
}
