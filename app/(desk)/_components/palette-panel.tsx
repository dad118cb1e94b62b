'use client';

import { useRouter } from 'next/navigation';
import { type KeyBinding, registeredKeys } from '@/components/ui/key-registry';
import { SearchList, type SearchSection } from '@/components/ui/search-list';
import { Shortcut } from '@/components/ui/shortcut';
import { type Theme, themes } from '@/components/ui/theme';
import { chooseTheme } from '@/components/ui/theme-state';
import type { PaletteSource } from './command-palette';
import { pages } from './pages';
import { useFound } from './use-found';

const themeNames: Record<Theme, string> = {
  system: 'Look as the system does',
  light: 'Look light',
  dark: 'Look dark',
};

/** The palette's search, its entries and what each does. */
export function PalettePanel({
  onClose,
  onShortcuts,
  source,
}: {
  readonly onClose: () => void;
  readonly onShortcuts: () => void;
  readonly source?: PaletteSource;
}) {
  const router = useRouter();
  const { found, status, search } = useFound(source);
  const actions = registeredKeys().filter(
    ({ group, enabled }) => group !== 'Everywhere' && enabled !== false,
  );
  const run = new Map<string, () => void>([
    ...pages.map(({ id, href }) => [`page:${id}`, () => router.push(href)] as const),
    ...actions.map((action) => [`key:${action.keys}`, action.run] as const),
    ...themes.map((theme) => [`theme:${theme}`, () => chooseTheme(theme)] as const),
    ...found.flatMap(({ items }) =>
      items.map(({ id, href }) => [`found:${id}`, () => router.push(href)] as const),
    ),
    ['shortcuts', onShortcuts],
  ]);

  return (
    <SearchList
      label="Search and commands"
      placeholder="Search or do…"
      sections={[pageSection, ...found.map(foundSection), actionSection(actions), deskSection]}
      onType={search}
      empty={status ?? 'Nothing by that name.'}
      {...(status && { status })}
      onChoose={(id) => {
        onClose();
        run.get(id)?.();
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
    aside: <Shortcut keys={keys} hint />,
  })),
};

const deskSection: SearchSection = {
  id: 'desk',
  title: 'Everywhere',
  items: [
    { id: 'shortcuts', label: 'Show the shortcuts', aside: <Shortcut keys="?" hint /> },
    ...themes.map((theme) => ({
      id: `theme:${theme}`,
      label: themeNames[theme],
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
      aside: <Shortcut keys={keys} hint />,
    })),
  };
}

function foundSection(section: Awaited<ReturnType<PaletteSource>>[number]): SearchSection {
  return {
    id: `found:${section.id}`,
    title: section.title,
    searched: true,
    items: section.items.map((item) => ({ ...item, id: `found:${item.id}` })),
  };
}
