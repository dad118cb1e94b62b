'use client';

import { useMemo, useSyncExternalStore } from 'react';
import { formatDateTime } from '@/components/ui/format';
import { useNow } from '@/components/ui/time';
import { type ChartProps, ChartWithTable } from './chart';
import {
  midnights,
  positionOf,
  type TimelineLane,
  type TimelineTone,
  timelineData,
} from './timeline';
import { TimelineLaneRow, TimelineLegend } from './timeline-lane';

/**
 * Stretches of time in lanes below each other, over days that begin at midnight in `zone`; with a
 * table and a download of the same, whose times are ISO instants.
 */
export function TimelineChart({
  from,
  to,
  zone,
  lanes,
  laneTitle,
  spanTitle,
  tones = {},
  ...rest
}: ChartProps & {
  /** ISO instants between which is drawn; what reaches beyond is cut there. */
  readonly from: string;
  readonly to: string;
  readonly zone: string;
  readonly lanes: readonly TimelineLane[];
  /** What a lane is, at the head of the table. */
  readonly laneTitle: string;
  /** What a span is, at the head of the table. */
  readonly spanTitle: string;
  /** What the tones mean, for the legend. */
  readonly tones?: Partial<Record<TimelineTone, string>> | undefined;
}) {
  const [data, table] = useMemo(() => {
    const titles = { lane: laneTitle, what: spanTitle };
    return [
      timelineData(lanes, titles, (iso) => new Date(iso).toISOString()),
      timelineData(lanes, titles, (iso) => formatDateTime(new Date(iso), zone)),
    ];
  }, [lanes, laneTitle, spanTitle, zone]);
  return (
    <ChartWithTable {...rest} data={data} table={table} drawn={lanes.length > 0}>
      <TimelineLegend tones={tones} />
      <TimelineLanes
        from={Date.parse(from)}
        to={Date.parse(to)}
        zone={zone}
        lanes={lanes}
        label={rest.question}
      />
    </ChartWithTable>
  );
}

const laneGridClass = 'grid grid-cols-[minmax(5.5rem,min(28%,14rem))_minmax(0,1fr)]';

// Lanes out of sight cost nothing; few are drawn at once, whoever looks.
const MAX_EAGER_LANES = 60;
const lazyLaneClass =
  '[contain-intrinsic-height:auto_1.75rem] [content-visibility:auto] print:[content-visibility:visible]';

/** The lanes with their days; they scroll under the days where there are many. */
function TimelineLanes({
  from,
  to,
  zone,
  lanes,
  label,
}: {
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  readonly lanes: readonly TimelineLane[];
  readonly label: string;
}) {
  const days = useMemo(() => midnights(from, to, zone), [from, to, zone]);
  const weekday = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short' });
  const number = new Intl.DateTimeFormat('en-GB', { timeZone: zone, day: 'numeric' });
  return (
    <section
      aria-label={`Chart: ${label}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys.
      tabIndex={0}
      data-print="flow"
      className="relative max-h-[32rem] overflow-y-auto -outline-offset-2"
    >
      <div className={`${laneGridClass} sticky top-0 z-20 bg-surface`} aria-hidden="true">
        <span />
        <div className="relative h-6 border-b border-line text-2xs text-ink-muted">
          {days.map((day, i) => (
            <span
              key={day}
              className="absolute top-0 truncate border-l border-line pl-1 leading-6"
              style={{
                left: percent(positionOf(day, from, to)),
                width: percent(positionOf(days[i + 1] ?? to, from, to) - positionOf(day, from, to)),
              }}
            >
              <span className="max-sm:hidden">{weekday.format(day)} </span>
              {number.format(day)}
            </span>
          ))}
        </div>
      </div>
      <div className="relative">
        <div className={`${laneGridClass} pointer-events-none absolute inset-0`} aria-hidden="true">
          <span />
          <div className="relative">
            {days.map((day) => (
              <span
                key={day}
                className="absolute inset-y-0 border-l border-line"
                style={{ left: percent(positionOf(day, from, to)) }}
              />
            ))}
            <TimelineNow from={from} to={to} />
          </div>
        </div>
        <ul>
          {lanes.map((lane) => (
            <TimelineLaneRow
              key={lane.id}
              lane={lane}
              from={from}
              to={to}
              zone={zone}
              className={
                lanes.length > MAX_EAGER_LANES ? `${laneGridClass} ${lazyLaneClass}` : laneGridClass
              }
            />
          ))}
        </ul>
      </div>
    </section>
  );
}

function percent(share: number): string {
  return `${(share * 100).toFixed(3)}%`;
}

const subscribeNever = () => () => {};

/** The present as a line across the lanes; not drawn before the browser's own clock is known. */
function TimelineNow({ from, to }: { readonly from: number; readonly to: number }) {
  const now = useNow();
  const inBrowser = useSyncExternalStore(
    subscribeNever,
    () => true,
    () => false,
  );
  if (!inBrowser || now < from || now > to) return null;
  return (
    <span
      data-mark
      className="absolute inset-y-0 z-10 w-0.5 bg-ink"
      style={{ left: `${(positionOf(now, from, to) * 100).toFixed(3)}%` }}
    />
  );
}
