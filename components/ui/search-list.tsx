'use client';

import { type ReactNode, useState } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { Input } from 'react-aria-components/Input';
import { Header, ListBox, ListBoxItem, ListBoxSection } from 'react-aria-components/ListBox';
import { TextField } from 'react-aria-components/TextField';
import { classNames } from './class-names';
import { SearchIcon } from './icons';
import { matchesAllWords } from './search-match';

export interface SearchItem {
  readonly id: string;
  readonly label: string;
  /** A line below the label. */
  readonly detail?: ReactNode;
  /** Content at the end of the line, such as a number or a shortcut. */
  readonly trailing?: ReactNode;
  /** A warning against this item. It is dimmed but can still be chosen. */
  readonly blocked?: string | undefined;
  /** Additional words to search by. */
  readonly keywords?: string;
}

export interface SearchSection {
  readonly id: string;
  readonly title: string;
  readonly items: readonly SearchItem[];
  /** True if the items are already filtered. */
  readonly searched?: boolean;
}

/**
 * A combobox with a list: type to filter, arrow keys to move, Enter to choose. It depends on React
 * Aria, which is large: load it with next/dynamic.
 */
export function SearchList({
  label,
  placeholder,
  sections,
  onChoose,
  onType,
  empty = 'No matches',
  status,
  className,
}: {
  readonly label: string;
  readonly placeholder?: string;
  readonly sections: readonly SearchSection[];
  readonly onChoose: (id: string) => void;
  readonly onType?: (text: string) => void;
  readonly empty?: ReactNode;
  /** Announced status of the search, such as "Searching…". */
  readonly status?: string;
  readonly className?: string;
}) {
  const [typed, setTyped] = useState('');
  const shown = sections
    .map((section) => ({
      ...section,
      items: section.searched ? section.items : filterItems(section.items, typed),
    }))
    .filter(({ items }) => items.length > 0);

  return (
    <div className={classNames('flex min-h-0 flex-col', className)}>
      <Autocomplete
        inputValue={typed}
        onInputChange={(text) => {
          setTyped(text);
          onType?.(text);
        }}
      >
        <TextField aria-label={label} autoFocus className="relative border-b border-line">
          <SearchIcon className="pointer-events-none absolute top-1/2 left-4 -translate-y-1/2 text-ink-faint" />
          <Input
            {...(placeholder && { placeholder })}
            role="combobox"
            aria-expanded="true"
            className="h-12 w-full bg-transparent pr-4 pl-11 text-base outline-none"
          />
        </TextField>
        <ListBox
          aria-label={label}
          selectionMode="none"
          onAction={(key) => onChoose(String(key))}
          renderEmptyState={() => <p className="px-3 py-8 text-center text-ink-muted">{empty}</p>}
          className="max-h-[min(24rem,60dvh)] scroll-py-2 overflow-y-auto p-2 outline-none"
        >
          {shown.map((section) => (
            <ListBoxSection key={section.id} id={section.id} className="not-first:mt-2">
              <Header className="px-2 py-1 text-xs font-medium text-ink-muted">
                {section.title}
              </Header>
              {section.items.map((item) => (
                <Option key={item.id} item={item} />
              ))}
            </ListBoxSection>
          ))}
        </ListBox>
      </Autocomplete>
      <p
        role="status"
        className={status ? 'border-t border-line px-4 py-2 text-xs text-ink-muted' : 'sr-only'}
      >
        {status}
      </p>
    </div>
  );
}

function Option({ item }: { readonly item: SearchItem }) {
  return (
    <ListBoxItem
      id={item.id}
      textValue={item.blocked ? `${item.label}, ${item.blocked}` : item.label}
      className="flex min-h-9 cursor-pointer scroll-my-2 items-center gap-3 rounded-md px-2 py-1.5 outline-none data-focused:bg-accent-soft data-hovered:bg-hover data-focused:data-hovered:bg-accent-soft"
    >
      <span className="min-w-0 flex-1">
        <span className={classNames('block truncate', item.blocked && 'text-ink-muted')}>
          {item.label}
        </span>
        {item.detail && <span className="block text-xs text-ink-muted">{item.detail}</span>}
        {item.blocked && <span className="block text-xs text-warn">{item.blocked}</span>}
      </span>
      {item.trailing && <span className="shrink-0 text-xs text-ink-muted">{item.trailing}</span>}
    </ListBoxItem>
  );
}

function filterItems(items: readonly SearchItem[], typed: string): readonly SearchItem[] {
  const text = typed.trim();
  if (!text) return items;
  return items.filter((item) => matchesAllWords(`${item.label} ${item.keywords ?? ''}`, text));
}
