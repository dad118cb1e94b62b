'use client';

import dynamic from 'next/dynamic';

/** Displays notifications; loaded after the page itself. */
export const LazyToaster = dynamic(() => import('./toaster').then(({ Toaster }) => Toaster), {
  ssr: false,
});
