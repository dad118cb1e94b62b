'use client';

import { useState } from 'react';
import { useNavigate } from '@/app/(app)/_live/offline-navigation';
import { ShortcutKeys } from '@/components/ui/keyboard-shortcuts';
import { type SearchItem, SearchList, type SearchSection } from '@/components/ui/search-list';
import { type ResultSection, useNameSearch } from './name-search';
import type { NavigationPage } from './pages';
import { type Command, type CommandGroup, useCommands } from './palette-commands';
import { rankCommands } from './rank-commands';

/** The content of the command palette. */
export function PalettePanel({
  pages,
  canDecide,
  isAdmin,
  onClose,
  onShortcuts,
}: {
  readonly pages: readonly NavigationPage[];
  readonly canDecide: boolean;
  readonly isAdmin: boolean;
  readonly onClose: () => void;
  readonly onShortcuts: () => void;
}) {
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const { found, status, search } = useNameSearch();
  const groups = useCommands(pages, { canDecide, isAdmin }, onShortcuts);

  function choose(id: string) {
    onClose();
    const command = groups.flatMap(({ commands }) => commands).find((one) => one.id === id);
    if (command) return command.run();
    const result = found.flatMap(({ items }) => items).find((item) => item.id === id);
    if (result) navigate(result.href);
  }

  return (
    <SearchList
      label="Search and commands"
      placeholder="Search or run a command…"
      sections={[...rankCommands(groups, typed).map(commandSection), ...found.map(resultSection)]}
      onType={(text) => {
        setTyped(text);
        search(text);
      }}
      empty={status ?? 'No results'}
      {...(status && { status })}
      onChoose={choose}
    />
  );
}

function commandSection({ id, title, commands }: CommandGroup): SearchSection {
  return { id, title, searched: true, items: commands.map(toItem) };
}

function toItem({ id, label, keys, state }: Command): SearchItem {
  const trailing = state ?? (keys && <ShortcutKeys keys={keys} hint />);
  return { id, label, trailing };
}

function resultSection(section: ResultSection): SearchSection {
  return { ...section, searched: true };
}
