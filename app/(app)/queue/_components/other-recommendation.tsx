'use client';

import type { RecommendationDetailsJson } from '@/app/(app)/queue/queue-row';
import { Time } from '@/components/ui/time';

/** Another recommendation of the account, which this one replaces or is replaced by, to show it. */
export function OtherRecommendation({
  label,
  other: { id, csm, at },
  onShow,
}: {
  readonly label: string;
  readonly other: NonNullable<RecommendationDetailsJson['replaces']>;
  readonly onShow: (recommendationId: string) => void;
}) {
  return (
    <>
      {`${label} `}
      <button
        type="button"
        onClick={() => onShow(id)}
        className="text-accent-ink underline underline-offset-2"
      >
        <bdi>{csm}</bdi>
      </button>
      {', '}
      <Time at={at} />
    </>
  );
}
