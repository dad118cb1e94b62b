'use client';

import { useMemo, useState, useSyncExternalStore } from 'react';
import { createFormat } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { useNow } from '@/components/ui/time';
import { type ChartProps, ChartWithTable, GroupButton } from './chart';
import {
  midnights,
  positionOf,
  type TimelineLane,
  type TimelineTone,
  timelineData,
} from './timeline';
import { TimelineLaneRow, TimelineLegend } from './timeline-lane';

/**
 * Periods in lanes below each other, over days in a time zone, with a table view and a
 * CSV download. Times in the download are ISO instants.
 */
export function TimelineChart({
  from,
  to,
  timeZone,
  lanes: ungrouped,
  grouped,
  laneTitle,
  spanTitle,
  tones = {},
  ...rest
}: ChartProps & {
  /** ISO instants; spans are clipped to this range. */
  readonly from: string;
  readonly to: string;
  /** Where days begin. */
  readonly timeZone: string;
  readonly lanes: readonly TimelineLane[];
  /** The same lanes below a lane for each group, which a button shows instead. */
  readonly grouped?: GroupedLanes | undefined;
  /** Column title of the lanes in the table. */
  readonly laneTitle: string;
  /** Column title of the spans in the table. */
  readonly spanTitle: string;
  /** Tone labels for the legend. */
  readonly tones?: Partial<Record<TimelineTone, string>> | undefined;
}) {
  const format = useFormat();
  const [isGrouped, setGrouped] = useState(false);
  const lanes = isGrouped && grouped ? grouped.lanes : ungrouped;
  const groupTitle = grouped?.groupTitle;
  const [data, table] = useMemo(() => {
    const titles = { lane: laneTitle, what: spanTitle, group: groupTitle };
    return [
      timelineData(lanes, titles, (iso) => new Date(iso).toISOString()),
      timelineData(lanes, titles, (iso) => format.dateTime(new Date(iso))),
    ];
  }, [lanes, laneTitle, spanTitle, groupTitle, format]);
  return (
    <ChartWithTable
      {...rest}
      data={data}
      table={table}
      hasContent={lanes.length > 0}
      controls={
        grouped && (
          <GroupButton isGrouped={isGrouped} onChange={setGrouped}>
            {grouped.title}
          </GroupButton>
        )
      }
    >
      <TimelineLegend tones={tones} />
      <TimelineLanes
        from={Date.parse(from)}
        to={Date.parse(to)}
        timeZone={timeZone}
        lanes={lanes}
        label={rest.question}
      />
    </ChartWithTable>
  );
}

interface GroupedLanes {
  /** The button's text, such as "By team". */
  readonly title: string;
  /** Column title of the lanes' groups in the table. */
  readonly groupTitle: string;
  readonly lanes: readonly TimelineLane[];
}

const laneGridClass = 'grid grid-cols-[minmax(5.5rem,min(28%,14rem))_minmax(0,1fr)]';

// With many lanes, the browser skips rendering those outside the viewport.
const MAX_EAGER_LANES = 60;
const lazyLaneClass =
  '[contain-intrinsic-height:auto_1.75rem] [content-visibility:auto] print:[content-visibility:visible]';

/** The lanes, scrolling under a sticky header of days. */
function TimelineLanes({
  from,
  to,
  timeZone,
  lanes,
  label,
}: {
  readonly from: number;
  readonly to: number;
  readonly timeZone: string;
  readonly lanes: readonly TimelineLane[];
  readonly label: string;
}) {
  const { locale } = useFormat();
  const format = createFormat(locale, timeZone);
  const days = useMemo(() => midnights(from, to, timeZone), [from, to, timeZone]);
  return (
    <section
      aria-label={`Chart: ${label}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be focusable.
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
              <span className="max-sm:hidden">{format.day(new Date(day), 'weekday')}</span>
              <span className="sm:hidden">{format.day(new Date(day), 'number')}</span>
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

/** A line across the lanes at the current time; rendered only in the browser. */
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
