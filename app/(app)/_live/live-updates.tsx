'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { invalidateTopics } from './query-topics';
import { followChanges } from './shared-changes';

/** Refetches what the page shows when it changes on the server. `changeNumber` is as rendered. */
export function LiveUpdates({ changeNumber }: { readonly changeNumber: number }) {
  const client = useQueryClient();
  // A refresh of the layout must not open another stream.
  const [renderedNumber] = useState(changeNumber);
  useEffect(
    () => followChanges(renderedNumber, (topics) => invalidateTopics(client, topics)),
    [renderedNumber, client],
  );
  return null;
}
