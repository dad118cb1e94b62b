'use client';

import { PageFailure } from './_components/page-failure';

export default function ErrorPage(props: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <PageFailure {...props} />
    </main>
  );
}
