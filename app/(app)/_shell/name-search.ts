'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { noResponse } from '@/app/(app)/_shared/fetch-json';
import { accountHref, csmHref } from '@/app/(app)/_shared/links';
import { useDebouncedValue } from '@/app/(app)/_shared/use-debounced-value';
import { AppError } from '@/lib/server/errors';
import { findByNameAction } from './actions';

/** A group of search results, each linking to a page. */
export interface ResultSection {
  readonly id: string;
  readonly title: string;
  readonly items: readonly {
    readonly id: string;
    readonly label: string;
    readonly detail?: string;
    readonly href: string;
  }[];
}

const NO_RESULTS: readonly ResultSection[] = [];
const DEBOUNCE_MS = 180;
const MIN_LENGTH = 2;

/** Finds accounts and CSMs by name as the user types. */
export function useNameSearch() {
  const [text, search] = useState('');
  const typed = text.trim().length >= MIN_LENGTH ? text.trim() : '';
  const searched = useDebouncedValue(typed, DEBOUNCE_MS);
  const { data, error, isFetching } = useQuery({
    queryKey: ['name-search', searched],
    queryFn: () => searchByName(searched),
    enabled: searched !== '',
    placeholderData: keepPreviousData,
  });
  if (!typed) return { search, found: NO_RESULTS, status: undefined };
  const searching = searched !== typed || isFetching;
  const found = error ? NO_RESULTS : (data ?? NO_RESULTS);
  return { search, found, status: searching ? 'Searching…' : error?.message };
}

async function searchByName(text: string): Promise<readonly ResultSection[]> {
  const result = await findByNameAction({ text }).catch((cause: unknown) => {
    throw noResponse(cause);
  });
  if (!result.ok) throw new AppError(result.error.code, result.error.message);
  const { accounts, csms } = result.value;
  return [
    {
      id: 'accounts',
      title: 'Accounts',
      items: accounts.map(({ id, name, csm }) => ({
        id: `account:${id}`,
        label: name ?? id,
        detail: [name === null ? '' : id, csm ?? 'no CSM'].filter(Boolean).join(' · '),
        href: accountHref(id),
      })),
    },
    {
      id: 'csms',
      title: 'CSMs',
      items: csms.map(({ name, active }) => ({
        id: `csm:${name}`,
        label: name,
        detail: active ? 'Active' : 'Inactive',
        href: csmHref(name),
      })),
    },
  ];
}
