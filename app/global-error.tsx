'use client';

import { HydrationMark } from '@/components/ui/hydration-mark';
import { PageError } from './_components/page-error';
import { typefaceClass } from './fonts';
import './globals.css';

/** Replaces the whole document if the root layout fails. */
export default function GlobalError(props: {
  readonly error: unknown;
  readonly retry: () => void;
}) {
  return (
    <html lang="en" className={typefaceClass}>
      <body className="font-sans">
        <title>Something went wrong · CSM Routing</title>
        <main className="grid min-h-dvh place-items-center">
          <PageError {...props} />
          <HydrationMark part="page" />
        </main>
      </body>
    </html>
  );
}
