'use client';

import Link from 'next/link';
import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useRef } from 'react';
import { scopeParams } from '@/app/(app)/_shared/scope-params';
import { classNames } from '@/components/ui/class-names';
import {
  BalanceIcon,
  ChecksIcon,
  InboxIcon,
  PlayIcon,
  PulseIcon,
  ReviewIcon,
  TimerIcon,
} from '@/components/ui/icons';
import { ShortcutKeys } from '@/components/ui/keyboard-shortcuts';

/** The pages of the desk, in the order of the rail. `scoped` are those of a period and filters. */
export const pages = [
  { id: 'queue', href: '/queue', label: 'Queue', keys: 'g q', Icon: InboxIcon, scoped: false },
  { id: 'runs', href: '/runs', label: 'Runs', keys: 'g r', Icon: PlayIcon, scoped: false },
  { id: 'review', href: '/reviews', label: 'Review', keys: 'g v', Icon: ReviewIcon, scoped: false },
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
] as const;

type PageId = (typeof pages)[number]['id'];

/** The pages: a rail at the side, a bar at the bottom where there is little room. */
export function MainNav({
  counts,
}: {
  /** What stands behind a page's name, such as how much waits there. */
  readonly counts?: Partial<Record<PageId, ReactNode>>;
}) {
  const path = usePathname();
  const hrefOf = usePageHref();
  const list = useRef<HTMLUListElement>(null);

  // Where the bar is too narrow for all of them, the page one is on is in its middle.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path says which page that is.
  useEffect(() => {
    const bar = list.current;
    const here = bar?.querySelector<HTMLElement>('[aria-current]');
    if (bar && here) bar.scrollLeft = here.offsetLeft + here.offsetWidth / 2 - bar.clientWidth / 2;
  }, [path]);
  return (
    <nav
      aria-label="Pages"
      data-print="none"
      className="fixed inset-x-0 bottom-0 z-30 h-(--bottom-bar) border-t border-line bg-surface lg:sticky lg:inset-auto lg:top-0 lg:h-dvh lg:border-t-0 lg:border-r lg:bg-canvas"
    >
      <p className="hidden h-(--top-bar) items-center gap-2 px-5 text-sm font-semibold lg:flex">
        <span aria-hidden="true" className="size-3 rounded-sm bg-accent" />
        CSM Routing
      </p>
      <ul
        ref={list}
        className="flex h-full justify-around overflow-x-auto lg:h-auto lg:flex-col lg:gap-0.5 lg:px-3 lg:py-1"
      >
        {pages.map((page) => {
          const { id, href, label, keys, Icon } = page;
          const here = path === href || path.startsWith(`${href}/`);
          return (
            <li key={id} className="flex-1 max-lg:min-w-20 lg:flex-none">
              <Link
                href={hrefOf(page)}
                aria-current={here ? 'page' : undefined}
                className={classNames(
                  'group flex h-full flex-col items-center justify-center gap-0.5 text-xs font-medium -outline-offset-2 lg:h-8 lg:flex-row lg:justify-start lg:gap-2.5 lg:rounded-md lg:px-2 lg:text-sm',
                  here
                    ? 'text-accent-ink lg:bg-hover lg:text-ink'
                    : 'text-ink-muted hover:text-ink lg:hover:bg-hover',
                )}
              >
                <Icon className={here ? 'text-accent-ink' : ''} />
                <span className="flex items-center gap-1.5 whitespace-nowrap lg:flex-1">
                  {label}
                  <span className="ml-auto hidden opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100 lg:block">
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
