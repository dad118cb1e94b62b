'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { followChanges } from '@/app/(app)/_live/shared-changes';

/** Renders the page again when CSMs or books change on the server. `changeNumber` is as rendered. */
export function RefreshOnChange({ changeNumber }: { readonly changeNumber: number }) {
  const router = useRouter();
  const [renderedNumber] = useState(changeNumber);
  useEffect(
    () =>
      followChanges(renderedNumber, (topics) => {
        if (topics.includes('company')) router.refresh();
      }),
    [renderedNumber, router],
  );
  return null;
}
