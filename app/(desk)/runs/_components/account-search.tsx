'use client';

import { SearchList } from '@/components/ui/search-list';
import { useAccountSearch } from './use-account-search';

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
