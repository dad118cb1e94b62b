'use client';

import Link from 'next/link';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { scopeParams } from '@/app/(app)/_shared/scope-params';
import { classNames } from '@/components/ui/class-names';
import {
  BalanceIcon,
  ChecksIcon,
  HistoryIcon,
  InboxIcon,
  PeopleIcon,
  PlayIcon,
  PulseIcon,
  ReviewIcon,
  SlidersIcon,
  TimerIcon,
} from '@/components/ui/icons';
import { ShortcutKeys } from '@/components/ui/keyboard-shortcuts';

/** The group name of shortcuts that work on every page. */
export const GLOBAL_SHORTCUTS = 'All pages';

/** The pages in navigation order. `scoped` pages share a period and filters in their URLs. */
const pages = [
  { id: 'queue', href: '/queue', label: 'Queue', keys: 'g q', Icon: InboxIcon, scoped: false },
  { id: 'runs', href: '/runs', label: 'Runs', keys: 'g r', Icon: PlayIcon, scoped: false },
  {
    id: 'reviews',
    href: '/reviews',
    label: 'Reviews',
    keys: 'g v',
    Icon: ReviewIcon,
    scoped: false,
  },
  {
    ...{ id: 'workload', href: '/workload', label: 'Workload', keys: 'g w' },
    ...{ Icon: BalanceIcon, scoped: true },
  },
  {
    ...{ id: 'acceptance', href: '/acceptance', label: 'Acceptance', keys: 'g a' },
    ...{ Icon: ChecksIcon, scoped: true },
  },
  {
    ...{ id: 'cooling', href: '/cooling', label: 'Cooling', keys: 'g c' },
    ...{ Icon: TimerIcon, scoped: true },
  },
  {
    ...{ id: 'diagnostics', href: '/diagnostics', label: 'Diagnostics', keys: 'g d' },
    ...{ Icon: PulseIcon, scoped: false },
  },
  { id: 'policy', href: '/policy', label: 'Policy', keys: 'g p', Icon: SlidersIcon, scoped: false },
] as const;

/** The pages that only admins can use, after the others. */
const adminPages = [
  {
    ...{ id: 'members', href: '/members', label: 'Members', keys: 'g m' },
    ...{ Icon: PeopleIcon, scoped: false },
  },
  { id: 'audit', href: '/audit', label: 'Audit', keys: 'g t', Icon: HistoryIcon, scoped: false },
] as const;

/** A page in the navigation. */
type NavigationPage = (typeof pages | typeof adminPages)[number];

/** The pages in the order of a person's navigation. */
export function pagesFor(isAdmin: boolean): readonly NavigationPage[] {
  return isAdmin ? [...pages, ...adminPages] : pages;
}

/** The navigation: a rail, narrow below 90rem, or a bar at the bottom of narrow screens. */
export function MainNav({
  isAdmin,
  counts,
}: {
  readonly isAdmin: boolean;
  /** Content after a page's name, such as a count. */
  readonly counts?: Partial<Record<NavigationPage['id'], ReactNode>>;
}) {
  const path = usePathname();
  const pageHref = usePageHref();
  const prefetch = usePrefetchOnce();
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
        {pagesFor(isAdmin).map((page) => {
          const { id, href, label, keys, Icon } = page;
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
                <Icon className={isCurrent ? 'text-accent-ink' : ''} />
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
function usePrefetchOnce(): (href: string) => void {
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
  }, [prefetch]);
  return prefetch;
}

/** Builds page links. Scoped pages keep the current period and filters. */
export function usePageHref(): (page: NavigationPage) => string {
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
