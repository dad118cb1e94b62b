'use client';

import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { classNames } from './class-names';
import { SearchIcon } from './icons';
import { rankedMatches } from './search-match';

export interface SearchItem {
  readonly id: string;
  readonly label: string;
  /** A line below the label. */
  readonly detail?: ReactNode;
  /** Content at the end of the line, such as a number or a shortcut. */
  readonly trailing?: ReactNode;
  /** A warning against this item. It is dimmed but can still be chosen. */
  readonly blocked?: string | undefined;
  /** Other names to search by. */
  readonly aliases?: readonly string[];
}

export interface SearchSection {
  readonly id: string;
  readonly title: string;
  readonly items: readonly SearchItem[];
  /** True if the items are already filtered. */
  readonly searched?: boolean;
}

const PAGE_OPTIONS = 8;

/**
 * A combobox with a list: type to filter, arrow keys to move, Enter to choose. The first option is
 * active until the user moves.
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
  const id = useId();
  const [typed, setTyped] = useState('');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => input.current?.focus(), []);

  const shown = sections
    .map((section) => ({
      ...section,
      items: section.searched ? section.items : filterItems(section.items, typed),
    }))
    .filter(({ items }) => items.length > 0);
  const items = shown.flatMap((section) => section.items);
  const activeIndex = Math.max(
    0,
    items.findIndex((item) => item.id === chosenId),
  );
  const active = items[activeIndex];
  const optionId = (item: SearchItem) => `${id}-${encodeURIComponent(item.id)}`;
  const hasMoved = activeIndex > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the active option determines the position.
  useEffect(() => {
    const element = list.current?.querySelector('[aria-selected="true"]');
    // At the top, the title of the first section is visible, too.
    if (hasMoved) element?.scrollIntoView({ block: 'nearest' });
    else list.current?.scrollTo({ top: 0 });
  }, [active?.id, hasMoved]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      // Ignore a key that is still held down from before the list opened.
      if (active && !event.repeat) onChoose(active.id);
      return;
    }
    const last = items.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: activeIndex === last ? 0 : activeIndex + 1,
      ArrowUp: activeIndex === 0 ? last : activeIndex - 1,
      PageDown: Math.min(last, activeIndex + PAGE_OPTIONS),
      PageUp: Math.max(0, activeIndex - PAGE_OPTIONS),
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    setChosenId(items[target]?.id ?? null);
  }

  return (
    <div className={classNames('flex min-h-0 flex-col', className)}>
      <div className="relative border-b border-line">
        <SearchIcon className="pointer-events-none absolute top-1/2 left-4 -translate-y-1/2 text-ink-faint" />
        <input
          ref={input}
          role="combobox"
          aria-label={label}
          aria-expanded={items.length > 0}
          aria-controls={items.length > 0 ? id : undefined}
          aria-autocomplete="list"
          aria-activedescendant={active && optionId(active)}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          value={typed}
          onChange={({ target: { value } }) => {
            setTyped(value);
            setChosenId(null);
            onType?.(value);
          }}
          onKeyDown={onKeyDown}
          className="h-12 w-full bg-transparent pr-4 pl-11 text-base outline-none"
        />
      </div>
      {items.length === 0 && <div className="px-5 py-10 text-center text-ink-muted">{empty}</div>}
      {items.length > 0 && (
        <div
          ref={list}
          role="listbox"
          id={id}
          aria-label={label}
          className="max-h-[min(24rem,60dvh)] scroll-py-2 overflow-y-auto overscroll-contain p-2"
        >
          {shown.map((section) => (
            // biome-ignore lint/a11y/useSemanticElements: a listbox contains groups, not fieldsets.
            <div
              key={section.id}
              role="group"
              aria-labelledby={`${id}-${section.id}`}
              className="not-first:mt-2"
            >
              <div
                id={`${id}-${section.id}`}
                className="px-2 py-1 text-xs font-medium text-ink-muted"
              >
                {section.title}
              </div>
              {section.items.map((item) => (
                <Option
                  key={item.id}
                  id={optionId(item)}
                  item={item}
                  isActive={item === active}
                  onChoose={() => onChoose(item.id)}
                />
              ))}
            </div>
          ))}
        </div>
      )}
      <p
        role="status"
        className={status ? 'border-t border-line px-4 py-2 text-xs text-ink-muted' : 'sr-only'}
      >
        {status}
      </p>
    </div>
  );
}

function Option({
  id,
  item: { label, detail, trailing, blocked },
  isActive,
  onChoose,
}: {
  readonly id: string;
  readonly item: SearchItem;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the input has the focus and handles keys.
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      // Keeps the focus in the input.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      className={classNames(
        'flex min-h-9 cursor-pointer scroll-my-2 items-center gap-3 rounded-md px-2 py-1.5',
        isActive ? 'bg-accent-soft' : 'hover:bg-hover',
      )}
    >
      <span className="min-w-0 flex-1">
        <span className={classNames('block truncate', blocked && 'text-ink-muted')}>{label}</span>
        {detail && <span className="block text-xs text-ink-muted">{detail}</span>}
        {blocked && <span className="block text-xs text-warn">{blocked}</span>}
      </span>
      {trailing && <span className="shrink-0 text-xs text-ink-muted">{trailing}</span>}
    </div>
  );
}

function filterItems(items: readonly SearchItem[], typed: string): readonly SearchItem[] {
  return rankedMatches(items, typed, ({ label, aliases = [] }) => [label, ...aliases]).map(
    ({ item }) => item,
  );
}
