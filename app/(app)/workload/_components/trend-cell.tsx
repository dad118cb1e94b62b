import type { Format } from '@/components/ui/format';
import { changeOf, type Fullness, shareOf } from '@/lib/analytics/workload/fullness-history';

/** How the share of capacity changed over the period. */
export function TrendCell({
  history,
  format,
}: {
  readonly history: readonly (Fullness | null)[];
  readonly format: Format;
}) {
  const change = changeOf(history);
  if (change === null) return <span className="text-ink-muted">Not recorded</span>;
  const shares = history.map(shareOf);
  const known = shares.filter((share) => share !== null);
  const points = Math.round(100 * change);
  return (
    <span className="flex items-center gap-1.5">
      <Sparkline values={shares} />
      <span className="w-11 text-right whitespace-nowrap tabular-nums">
        <span aria-hidden="true" className="mr-1 text-ink-muted">
          {points > 0 ? '▲' : points < 0 ? '▼' : ''}
        </span>
        {format.signed(points)}
        <span className="sr-only">
          {` points, from ${format.percent(known[0])} to ${format.percent(known.at(-1))} of capacity`}
        </span>
      </span>
    </span>
  );
}

const SPARKLINE = { width: 56, height: 20 } as const;

/** The least range that fills a sparkline, so that small changes look small. */
const MIN_RANGE = 0.1;

function Sparkline({ values }: { readonly values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  const middle = (Math.min(...known) + Math.max(...known)) / 2;
  const range = Math.max(MIN_RANGE, Math.max(...known) - Math.min(...known));
  const { width, height } = SPARKLINE;
  const x = (index: number) => 2 + (index / Math.max(1, values.length - 1)) * (width - 4);
  const y = (value: number) => height / 2 - ((value - middle) / range) * (height - 6);
  const points = values.flatMap((value, index) =>
    value === null ? [] : [`${x(index).toFixed(1)},${y(value).toFixed(1)}`],
  );
  const [lastX, lastY] = (points.at(-1) ?? '0,0').split(',');
  return (
    <svg
      aria-hidden="true"
      data-mark
      viewBox={`0 0 ${width} ${height}`}
      className="h-5 w-14 shrink-0 text-accent"
    >
      <polyline points={points.join(' ')} fill="none" stroke="currentColor" strokeWidth="1.5" />
      <circle cx={lastX} cy={lastY} r="2" fill="currentColor" />
    </svg>
  );
}
