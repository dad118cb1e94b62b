import type { Metadata } from 'next';
import { Suspense } from 'react';
import { QueueSection } from './_components/queue-section';
import { QueueSkeleton } from './_components/queue-skeleton';

export const metadata: Metadata = { title: 'Queue' };

/** The recommendations that wait for a decision, and the record of the one in focus. */
export default function QueuePage({
  searchParams,
}: {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}) {
  return (
    <Suspense fallback={<QueueSkeleton />}>
      <QueueSection searchParams={searchParams} />
    </Suspense>
  );
}
