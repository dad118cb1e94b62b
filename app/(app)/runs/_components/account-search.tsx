'use client';

import { useEffect, useState } from 'react';
import { formatCompactMoney, formatFixed } from '@/components/ui/format';
import { type SearchItem, SearchList } from '@/components/ui/search-list';
import type { AccountRow } from '@/lib/accounts/search';

/** The accounts that a run may place, by a part of their name or id. */
export function AccountSearch({
  onChoose,
}: {
  readonly onChoose: (account: { readonly id: string; readonly name: string }) => void;
}) {
  const { search, items, status } = useAccountSearch();
  return (
    <SearchList
      label="Accounts that can be placed"
      placeholder="Name or id of an account"
      sections={[{ id: 'accounts', title: 'Accounts that can be placed', items, searched: true }]}
      onType={search}
      empty={status ?? 'No account that can be placed has this in its name or id.'}
      {...(status && { status })}
      onChoose={(id) => {
        const chosen = items.find((item) => item.id === id);
        if (chosen) onChoose({ id, name: chosen.label });
      }}
    />
  );
}

const DEBOUNCE_MS = 180;

/** Searches accounts as somebody types: after a pause, and never showing an older answer. */
function useAccountSearch() {
  const [text, search] = useState('');
  const [answer, setAnswer] = useState<AccountSearchResult>();

  useEffect(() => {
    const left = new AbortController();
    const timer = setTimeout(
      () => {
        fetchAccounts(text.trim(), left.signal).then(
          (next) => left.signal.aborted || setAnswer(next),
        );
      },
      text ? DEBOUNCE_MS : 0,
    );
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [text]);

  const settled = answer?.text === text.trim();
  return { search, items: answer?.items ?? [], status: settled ? answer.trouble : 'Searching…' };
}

interface AccountSearchResult {
  readonly text: string;
  readonly items: readonly SearchItem[];
  readonly trouble?: string;
}

async function fetchAccounts(text: string, signal: AbortSignal): Promise<AccountSearchResult> {
  try {
    const response = await fetch(`/api/accounts?q=${encodeURIComponent(text)}`, { signal });
    const body = await response.json();
    if (!response.ok) return { text, items: [], trouble: String(body.error?.message) };
    return { text, items: body.accounts.map(toSearchItem) };
  } catch {
    return { text, items: [], trouble: 'The search did not work. Try again in a moment.' };
  }
}

function toSearchItem({ id, name, neediness, revenue, segment, level }: AccountRow): SearchItem {
  return {
    id,
    label: name,
    detail: [id, segment, level].filter(Boolean).join(' · '),
    aside: `Neediness ${formatFixed(neediness, 1)} · ${formatCompactMoney(revenue)}`,
  };
}
