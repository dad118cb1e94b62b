import type { ScopeQuery } from '@/app/(app)/_shared/scope-params';
import type { Format } from '@/components/ui/format';
import type { Acceptance } from '@/lib/analytics/acceptance/get-acceptance';
import { methodLabel } from '@/lib/runs/labels';

/** The result of the guide's "Assignment Success Rate", and why it differs from the page's rates. */
export function guideNote(
  { guide, byMethod, period }: Pick<Acceptance, 'guide' | 'byMethod' | 'period'>,
  { segment, level, team, from }: Pick<ScopeQuery, 'segment' | 'level' | 'team' | 'from'>,
  format: Format,
): string {
  const figures = guide.rows.map(
    ({ method, accepted, total, percentAccepted }) =>
      `${methodLabel(method)} ${format.percent(percentAccepted / 100, 2)} (${format.number(accepted)} of ${format.number(total)})`,
  );
  const result = `The data team’s “Assignment Success Rate” gives ${figures.length > 0 ? format.list(figures) : 'no rows'}.`;
  const isSame =
    guide.rows.length === byMethod.length &&
    guide.rows.every(({ method, accepted, total }) =>
      byMethod.some(
        (row) => row.method === method && row.accepted === accepted && row.total === total,
      ),
    );
  if (isSame) return `${result} That is the same.`;
  const zone = period.zone.replaceAll('_', ' ');
  const first = guide.from.toISOString().slice(0, 10);
  const reasons = [
    ...(period.from.getTime() !== guide.from.getTime() || from !== null
      ? [
          `it covers today and the 30 days before in UTC, from ${format.day(first)}, while this page covers ${format.count(period.days.length, 'day')} in ${zone}, from ${format.day(period.days[0] ?? '')}`,
        ]
      : []),
    ...(segment.length + level.length + team.length > 0 ? ['it has no filters'] : []),
  ];
  return `${result} It differs from this page because ${format.list(reasons)}.`;
}
