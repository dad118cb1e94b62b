'use client';

import { useEffect } from 'react';

/** Marks <html data-hydrated> once the page listens, for those who must not click too early. */
export function HydrationMark() {
  useEffect(() => {
    document.documentElement.dataset.hydrated = 'true';
  }, []);
  return null;
}
