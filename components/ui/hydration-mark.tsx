'use client';

import { useEffect } from 'react';

/**
 * Adds a part of the page to data-hydrated on <html>, so that browser tests do not click or press keys
 * before its hydration.
 */
export function HydrationMark({ part }: { readonly part: 'page' | 'queue' }) {
  useEffect(() => {
    const { dataset } = document.documentElement;
    const others = () =>
      (dataset.hydrated ?? '').split(' ').filter((name) => name && name !== part);
    dataset.hydrated = [...others(), part].join(' ');
    return () => {
      dataset.hydrated = others().join(' ');
    };
  }, [part]);
  return null;
}
