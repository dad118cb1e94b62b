'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { invalidateTopics } from './query-topics';
import { followChanges } from './shared-changes';

/**
 * Refetches what the page shows when it changes on the server, and tells the server that the person is
 * active. `changeNumber` is as rendered.
 */
export function LiveUpdates({ changeNumber }: { readonly changeNumber: number }) {
  const client = useQueryClient();
  // A refresh of the layout must not open another stream.
  const [renderedNumber] = useState(changeNumber);
  useEffect(
    () => followChanges(renderedNumber, (topics) => invalidateTopics(client, topics)),
    [renderedNumber, client],
  );
  useEffect(() => {
    const left = new AbortController();
    void import('./report-activity').then(({ reportActivity }) => reportActivity(left.signal));
    return () => left.abort();
  }, []);
  return null;
}
