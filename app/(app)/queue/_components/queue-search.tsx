'use client';

import { useEffect, useRef, useState } from 'react';
import { Input } from '@/components/ui/form-controls';
import { SearchIcon } from '@/components/ui/icons';

const SEARCH_DEBOUNCE_MS = 250;

/** Searches as the user types, debounced. */
export function QueueSearch({
  text,
  onSearch,
}: {
  readonly text: string;
  readonly onSearch: (text: string) => void;
}) {
  const [typed, setTyped] = useState(text);
  const [previousText, setPreviousText] = useState(text);
  const [sent, setSent] = useState(text);
  const latestOnSearch = useRef(onSearch);
  useEffect(() => {
    latestOnSearch.current = onSearch;
  });

  // The URL changed without typing, for example because all filters were cleared.
  if (previousText !== text) {
    setPreviousText(text);
    if (text !== sent) {
      setTyped(text);
      setSent(text);
    }
  }

  useEffect(() => {
    if (typed.trim() === sent) return;
    const timer = setTimeout(() => {
      setSent(typed.trim());
      latestOnSearch.current(typed.trim());
    }, SEARCH_DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [typed, sent]);

  return (
    <span className="relative min-w-0 flex-1 @max-[640px]:-order-1 @max-[640px]:basis-full sm:max-w-72">
      <SearchIcon className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-faint" />
      <Input
        compact
        id="queue-search"
        type="search"
        aria-label="Search accounts, CSMs, and feedback"
        aria-keyshortcuts="/"
        placeholder="Search the queue"
        autoComplete="off"
        maxLength={200}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && !typed) event.currentTarget.blur();
        }}
        className="pl-8"
      />
    </span>
  );
}
