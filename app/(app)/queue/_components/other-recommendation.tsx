'use client';

import Link from 'next/link';
import type { RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { Time } from '@/components/ui/time';

/** Another recommendation of the account, which this one replaces or is replaced by. */
export function OtherRecommendation({
  label,
  other: { id, csm, at },
}: {
  readonly label: string;
  readonly other: NonNullable<RecommendationDetailsJson['replaces']>;
}) {
  return (
    <>
      {`${label} `}
      <Link
        href={`/queue?row=${encodeURIComponent(id)}`}
        prefetch={false}
        className="text-accent-ink underline underline-offset-2"
      >
        <bdi>{csm}</bdi>
      </Link>
      {', '}
      <Time at={at} />
    </>
  );
}
