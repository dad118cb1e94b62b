'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useSyncExternalStore } from 'react';

/** The page that the person asked for while offline. */
let wantedHref: string | null = null;
const listeners = new Set<() => void>();

function want(href: string | null): void {
  if (href === wantedHref) return;
  wantedHref = href;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether a page opens as soon as the browser is back online. */
export function useIsPageWanted(): boolean {
  return useSyncExternalStore(
    subscribe,
    () => wantedHref !== null,
    () => false,
  );
}

/** Opens a page, or waits for the connection if the browser is offline. */
export function useNavigate(): (href: string) => void {
  const router = useRouter();
  return (href) => {
    if (navigator.onLine) router.push(href);
    // After the event that asks for it, which would otherwise take it back.
    else setTimeout(() => want(href));
  };
}

/**
 * Keeps the current page while the browser is offline: a link opens once it is back, unless the person
 * does something else first. Without this, the page would be replaced by a skeleton or an error page.
 */
export function OfflineNavigation() {
  const router = useRouter();
  useEffect(() => {
    const events = new AbortController();
    const onClick = (event: MouseEvent) => {
      want(null);
      const href = navigator.onLine ? null : internalHref(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      want(href);
    };
    const onKeyDown = () => want(null);
    const onOnline = () => {
      if (wantedHref !== null) router.push(wantedHref);
      want(null);
    };
    document.addEventListener('click', onClick, { capture: true, signal: events.signal });
    document.addEventListener('keydown', onKeyDown, { capture: true, signal: events.signal });
    window.addEventListener('online', onOnline, { signal: events.signal });
    return () => events.abort();
  }, [router]);
  return null;
}

/** The URL of a clicked link to another page of the app; null if the click does anything else. */
function internalHref(event: MouseEvent): string | null {
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || (link.target && link.target !== '_self')) return null;
  const { button, metaKey, ctrlKey, shiftKey, altKey } = event;
  if (button !== 0 || metaKey || ctrlKey || shiftKey || altKey || link.download) return null;
  const { origin, pathname, search } = new URL(link.href);
  if (origin !== window.location.origin || pathname === window.location.pathname) return null;
  return pathname + search;
}
