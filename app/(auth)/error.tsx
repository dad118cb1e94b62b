'use client';

import { PageError } from '@/app/_components/page-error';

export default function ErrorPage(props: { readonly error: unknown; readonly retry: () => void }) {
  return (
    <main className="grid min-h-[70dvh] place-items-center">
      <PageError {...props} />
    </main>
  );
}
