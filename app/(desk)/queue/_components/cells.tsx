'use client';

import { Dot } from '@/components/ui/dot';
import { formatNumber } from '@/components/ui/format';
import { formatDateTimeZone, formatRelative } from '@/components/ui/format-time';
import type { Tone } from '@/components/ui/tone';
import { useNow } from '@/components/ui/use-now';
import { useZone } from '@/components/ui/zone';
import { flagWords } from '@/lib/decisions/flag-words';
import type { QueueRow } from '../queue-row';

const healthTones: Readonly<Record<NonNullable<QueueRow['color']>, Tone>> = {
  red: 'danger',
  yellow: 'warn',
  green: 'ok',
};

/** An account's health: a mark and a number, for colour alone says nothing to some. */
export function Health({
  health,
  color,
}: {
  readonly health: number | null;
  readonly color: QueueRow['color'];
}) {
  if (color === null) return formatNumber(health);
  return (
    <Dot tone={healthTones[color]} label={`Health ${color}`}>
      {formatNumber(health)}
    </Dot>
  );
}

/** How long ago in as few letters as can be: the column's name says the rest. */
export function Age({ at }: { readonly at: Date }) {
  const now = useNow();
  const zone = useZone();
  return (
    <time dateTime={at.toISOString()} title={formatDateTimeZone(at, zone)} suppressHydrationWarning>
      {formatRelative(at, now).replace(/ ago$/, '').replace('just now', 'now')}
    </time>
  );
}

/** That something speaks against a row, where there is no room to say what. */
export function FlagMark({
  flags,
  className,
}: {
  readonly flags: QueueRow['flags'];
  readonly className: string;
}) {
  if (flags.length === 0) return null;
  const label = flags.map((flag) => flagWords[flag].name).join(', ');
  return <Dot tone="warn" label={label} className={className} />;
}
