'use client';

import dynamic from 'next/dynamic';

/** Where messages appear, loaded after the page itself. */
export const LazyToaster = dynamic(() => import('./toaster').then((made) => made.Toaster), {
  ssr: false,
});
