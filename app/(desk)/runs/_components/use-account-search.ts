'use client';

import { useEffect, useState } from 'react';
import { formatFixed, formatMoneyShort } from '@/components/ui/format';
import type { SearchItem } from '@/components/ui/search-list';
import type { AccountRow } from '@/lib/warehouse/sql/accounts';

const pause = 180;

/** Searches accounts as somebody types: after a pause, and never showing an older answer. */
export function useAccountSearch() {
  const [text, search] = useState('');
  const [answer, setAnswer] = useState<Answer>();

  useEffect(() => {
    const left = new AbortController();
    const timer = setTimeout(
      () => {
        ask(text.trim(), left.signal).then((next) => left.signal.aborted || setAnswer(next));
      },
      text ? pause : 0,
    );
    return () => {
      clearTimeout(timer);
      left.abort();
    };
  }, [text]);

  const settled = answer?.text === text.trim();
  return { search, items: answer?.items ?? [], status: settled ? answer.trouble : 'Searching…' };
}

interface Answer {
  readonly text: string;
  readonly items: readonly SearchItem[];
  readonly trouble?: string;
}

async function ask(text: string, signal: AbortSignal): Promise<Answer> {
  try {
    const response = await fetch(`/api/accounts?q=${encodeURIComponent(text)}`, { signal });
    const body = await response.json();
    if (!response.ok) return { text, items: [], trouble: String(body.error?.message) };
    return { text, items: body.accounts.map(itemOf) };
  } catch {
    return { text, items: [], trouble: 'The search did not work. Try again in a moment.' };
  }
}

function itemOf({ id, name, neediness, revenue, segment, level }: AccountRow): SearchItem {
  return {
    id,
    label: name,
    detail: [id, segment, level].filter(Boolean).join(' · '),
    aside: `Neediness ${formatFixed(neediness, 1)} · ${formatMoneyShort(revenue)}`,
  };
}
