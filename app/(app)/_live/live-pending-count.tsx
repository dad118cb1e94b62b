'use client';

import { useQuery } from '@tanstack/react-query';
import { fetchJson } from '@/app/(app)/_shared/fetch-json';
import { FormattedNumber } from '@/components/ui/format-provider';

/** The number of pending recommendations: first as rendered by the server, then as it changes. */
export function LivePendingCount({ rendered }: { readonly rendered: number }) {
  const { data } = useQuery({
    queryKey: ['pending-count'],
    queryFn: ({ signal }) =>
      fetchJson<{ readonly pending: number }>('/api/queue/pending-count', signal),
    initialData: { pending: rendered },
    // Read it again at once: a change after the render may have come before this could follow it.
    initialDataUpdatedAt: 0,
  });
  return <FormattedNumber value={data.pending} />;
}
