'use client';

import { useEffect, useRef, useState } from 'react';
import { SearchIcon } from '@/components/ui/icons';
import { Input } from '@/components/ui/input';

const pause = 250;

/** Searches as somebody types, once they pause. */
export function QueueSearch({
  text,
  onSearch,
}: {
  readonly text: string;
  readonly onSearch: (text: string) => void;
}) {
  const [typed, setTyped] = useState(text);
  const [seen, setSeen] = useState(text);
  const [sent, setSent] = useState(text);
  const latest = useRef(onSearch);
  useEffect(() => {
    latest.current = onSearch;
  });

  // The address moved on without the typing, as when all filters are cleared.
  if (seen !== text) {
    setSeen(text);
    if (text !== sent) {
      setTyped(text);
      setSent(text);
    }
  }

  useEffect(() => {
    if (typed.trim() === sent) return;
    const timer = setTimeout(() => {
      setSent(typed.trim());
      latest.current(typed.trim());
    }, pause);
    return () => clearTimeout(timer);
  }, [typed, sent]);

  return (
    <span className="relative min-w-0 flex-1 sm:max-w-72">
      <SearchIcon className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-faint" />
      <Input
        compact
        id="queue-search"
        type="search"
        aria-label="Search accounts, CSMs and feedback"
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
