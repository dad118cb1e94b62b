'use client';

import { PageFailure } from './_components/page-failure';
import './globals.css';

/** The last resort, when even the page around every page failed. */
export default function GlobalError(props: {
  readonly error: unknown;
  readonly retry: () => void;
}) {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Something went wrong · CSM Routing</title>
        <main className="grid min-h-dvh place-items-center">
          <PageFailure {...props} />
        </main>
      </body>
    </html>
  );
}
