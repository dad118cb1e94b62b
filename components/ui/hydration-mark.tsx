'use client';

import { useEffect } from 'react';

/** Sets data-hydrated on <html>, so that browser tests do not click before hydration. */
export function HydrationMark() {
  useEffect(() => {
    document.documentElement.dataset.hydrated = 'true';
  }, []);
  return null;
}
