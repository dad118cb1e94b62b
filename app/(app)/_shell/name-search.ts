'use client';

import { useEffect, useState } from 'react';
import { accountHref, csmHref } from '@/app/(app)/_shared/links';
import { findByNameAction } from './actions';

/** What a search of the data found, each leading somewhere. */
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

/** Searches the data for what was typed; usually a server action. */
type SearchSource = (text: string) => Promise<readonly ResultSection[]>;

/** The accounts and CSMs of a name, each leading to its page. */
const searchByName: SearchSource = async (text) => {
  const result = await findByNameAction({ text });
  if (!result.ok) throw new Error(result.error.message);
  const { accounts, csms } = result.value;
  return [
    {
      id: 'accounts',
      title: 'Accounts',
      items: accounts.map(({ id, name, csm }) => ({
        id: `account:${id}`,
        label: name ?? id,
        detail: [name === null ? '' : id, csm ?? 'nobody’s'].filter(Boolean).join(' · '),
        href: accountHref(id),
      })),
    },
    {
      id: 'csms',
      title: 'CSMs',
      items: csms.map(({ name, active }) => ({
        id: `csm:${name}`,
        label: name,
        detail: active ? 'Active' : 'Not active',
        href: csmHref(name),
      })),
    },
  ];
};

const NO_RESULTS: readonly ResultSection[] = [];
const DEBOUNCE_MS = 180;
const MIN_LENGTH = 2;

/** Searches as somebody types: after a pause, and never showing an answer to an older question. */
export function useNameSearch() {
  const [text, search] = useState('');
  const [answer, setAnswer] = useState({ text: '', found: NO_RESULTS, failed: false });
  const asked = text.trim().length >= MIN_LENGTH ? text.trim() : '';

  useEffect(() => {
    if (!asked) return;
    let current = true;
    const timer = setTimeout(() => {
      searchByName(asked)
        .then((found) => ({ text: asked, found, failed: false }))
        .catch(() => ({ text: asked, found: NO_RESULTS, failed: true }))
        .then((next) => current && setAnswer(next));
    }, DEBOUNCE_MS);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [asked]);

  const settled = answer.text === asked;
  return {
    search,
    found: asked ? answer.found : NO_RESULTS,
    status: !asked
      ? undefined
      : !settled
        ? 'Searching…'
        : answer.failed
          ? 'The search did not work. Try again in a moment.'
          : undefined,
  };
}
