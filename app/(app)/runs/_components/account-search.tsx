'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import { useDebouncedValue } from '@/app/(app)/_shared/use-debounced-value';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { type SearchItem, SearchList } from '@/components/ui/search-list';
import type { AccountRow } from '@/lib/accounts/search';

const DEBOUNCE_MS = 180;
const NO_ITEMS: readonly SearchItem[] = [];

/** Finds a routable account by part of its name or id, as the user types. */
export function AccountSearch({
  onChoose,
}: {
  readonly onChoose: (account: { readonly id: string; readonly name: string }) => void;
}) {
  const [text, setText] = useState('');
  const format = useFormat();
  const typed = text.trim();
  const searched = useDebouncedValue(typed, DEBOUNCE_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ['routable-accounts', searched],
    queryFn: ({ signal }) => searchAccounts(searched, signal),
    placeholderData: keepPreviousData,
  });
  const items = error || !data ? NO_ITEMS : data.map((account) => toSearchItem(account, format));
  const status = searched !== typed || isFetching ? 'Searching…' : error?.message;
  return (
    <SearchList
      label="Accounts that need a CSM"
      placeholder="Account name or id"
      sections={[{ id: 'accounts', title: 'Accounts that need a CSM', items, searched: true }]}
      onType={setText}
      empty={status ?? 'No matching account needs a CSM.'}
      {...(status && { status })}
      onChoose={(id) => {
        const chosen = items.find((item) => item.id === id);
        if (chosen) onChoose({ id, name: chosen.label });
      }}
    />
  );
}

async function searchAccounts(text: string, signal: AbortSignal): Promise<readonly AccountRow[]> {
  const path = `/api/accounts?q=${encodeURIComponent(text)}`;
  const { accounts } = await fetchJson<{ readonly accounts: readonly AccountRow[] }>(path, signal);
  return accounts;
}

function toSearchItem(
  { id, name, neediness, revenue, segment, level }: AccountRow,
  format: Format,
): SearchItem {
  return {
    id,
    label: name ?? id,
    detail: [id, segment, level].filter(Boolean).join(' · '),
    trailing: `Neediness ${format.fixed(neediness, 1)} · ${format.compactMoney(revenue)}`,
  };
}
