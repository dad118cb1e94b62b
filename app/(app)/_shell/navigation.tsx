'use client';

import Link from 'next/link';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { scopeParams } from '@/app/(app)/_shared/scope-params';
import { classNames } from '@/components/ui/class-names';
import { ShortcutKeys } from '@/components/ui/keyboard-shortcuts';
import type { NavigationPage } from './pages';

/** The group name of shortcuts that work on every page. */
export const GLOBAL_SHORTCUTS = 'All pages';

/** The navigation: a rail, narrow below 90rem, or a bar at the bottom of narrow screens. */
export function MainNav({
  pages,
  counts,
}: {
  /** With icons that the server renders, so that the browser needs no code for them. */
  readonly pages: readonly (NavigationPage & { readonly icon: ReactNode })[];
  /** Content after a page's name, such as a count. */
  readonly counts?: Readonly<Record<string, ReactNode>>;
}) {
  const path = usePathname();
  const pageHref = usePageHref(pages);
  const prefetch = usePrefetchOnce(pages);
  const list = useRef<HTMLUListElement>(null);

  // If the bar scrolls, center the current page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path determines the current page.
  useEffect(() => {
    const bar = list.current;
    const current = bar?.querySelector<HTMLElement>('[aria-current]');
    if (bar && current)
      bar.scrollLeft = current.offsetLeft + current.offsetWidth / 2 - bar.clientWidth / 2;
  }, [path]);
  return (
    <nav
      aria-label="Pages"
      data-print="none"
      className="fixed inset-x-0 bottom-0 z-30 h-(--bottom-bar) border-t border-line bg-surface lg:sticky lg:inset-auto lg:top-0 lg:h-dvh lg:border-t-0 lg:border-r lg:bg-canvas"
    >
      <p className="hidden h-(--top-bar) items-center justify-center gap-2 px-5 text-sm font-semibold lg:flex min-[90rem]:justify-start">
        <span aria-hidden="true" className="size-3 rounded-sm bg-accent" />
        <span className="sr-only min-[90rem]:not-sr-only">CSM Routing</span>
      </p>
      <ul
        ref={list}
        className="flex h-full justify-around overflow-x-auto lg:h-auto lg:flex-col lg:gap-0.5 lg:px-1.5 lg:py-1 min-[90rem]:px-3"
      >
        {pages.map((page) => {
          const { id, href, label, keys, icon } = page;
          const isCurrent = path === href || path.startsWith(`${href}/`);
          return (
            <li key={id} className="flex-1 max-lg:min-w-20 lg:flex-none">
              <Link
                href={pageHref(page)}
                prefetch={false}
                onPointerEnter={() => prefetch(pageHref(page))}
                onFocus={() => prefetch(pageHref(page))}
                aria-current={isCurrent ? 'page' : undefined}
                className={classNames(
                  'group flex h-full flex-col items-center justify-center gap-0.5 text-xs font-medium -outline-offset-2 lg:h-13 lg:rounded-md lg:text-2xs min-[90rem]:h-8 min-[90rem]:flex-row min-[90rem]:justify-start min-[90rem]:gap-2.5 min-[90rem]:px-2 min-[90rem]:text-sm',
                  isCurrent
                    ? 'text-accent-ink lg:bg-hover lg:text-ink'
                    : 'text-ink-muted hover:text-ink lg:hover:bg-hover',
                )}
              >
                <span className={isCurrent ? 'text-accent-ink' : ''}>{icon}</span>
                <span className="flex items-center gap-1.5 whitespace-nowrap lg:gap-1 min-[90rem]:flex-1 min-[90rem]:gap-1.5">
                  {label}
                  <span className="ml-auto hidden opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 min-[90rem]:block">
                    <ShortcutKeys keys={keys} hint />
                  </span>
                  {counts?.[id]}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

const prefetched = new Set<string>();
const PREFETCH_DELAY_MS = 2_000;

/**
 * Prefetches every page once per page load, when the browser has had time for the page itself. Links
 * that prefetch by themselves do it again each time the URL changes, which is at every row of the queue.
 * @returns a function that prefetches another URL, once
 */
function usePrefetchOnce(pages: readonly NavigationPage[]): (href: string) => void {
  const router = useRouter();
  const prefetch = useCallback(
    (href: string) => {
      if (prefetched.has(href) || !navigator.onLine) return;
      prefetched.add(href);
      router.prefetch(href);
    },
    [router],
  );
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const { href } of pages) prefetch(href);
    }, PREFETCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [pages, prefetch]);
  return prefetch;
}

/** Builds page links. Scoped pages keep the current period and filters. */
export function usePageHref(pages: readonly NavigationPage[]): (page: NavigationPage) => string {
  const path = usePathname();
  const params = useSearchParams();
  const scope = new URLSearchParams();
  if (pages.some(({ scoped, href }) => scoped && path.startsWith(href))) {
    for (const key of Object.keys(scopeParams)) {
      const value = params.get(key);
      if (value) scope.set(key, value);
    }
  }
  return ({ href, scoped }) => (scoped && scope.size > 0 ? `${href}?${scope}` : href);
}
