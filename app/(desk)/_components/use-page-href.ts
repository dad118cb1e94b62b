'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { scopeParams } from '../_scope/scope-params';
import { pages } from './pages';

/** The address of a page: those of a period and filters keep them when going from one to another. */
export function usePageHref(): (page: (typeof pages)[number]) => string {
  const path = usePathname();
  const params = useSearchParams();
  const kept = new URLSearchParams();
  if (pages.some(({ scoped, href }) => scoped && path.startsWith(href))) {
    for (const key of Object.keys(scopeParams)) {
      const value = params.get(key);
      if (value) kept.set(key, value);
    }
  }
  return ({ href, scoped }) => (scoped && kept.size > 0 ? `${href}?${kept}` : href);
}
