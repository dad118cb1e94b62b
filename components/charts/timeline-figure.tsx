'use client';

import { useMemo } from 'react';
import { formatDateTime } from '@/components/ui/format-time';
import { type FigureProps, FigureViews } from './figure-views';
import { type TimelineLane, type TimelineTone, timelineData } from './timeline';
import { TimelineLanes } from './timeline-lanes';
import { TimelineLegend } from './timeline-legend';

/**
 * Stretches of time in lanes below each other, over days that begin at midnight in `zone`; with a
 * table and a download of the same, whose times are ISO instants.
 */
export function TimelineFigure({
  from,
  to,
  zone,
  lanes,
  laneTitle,
  spanTitle,
  tones = {},
  ...rest
}: FigureProps & {
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
    <FigureViews {...rest} data={data} table={table} drawn={lanes.length > 0}>
      <TimelineLegend tones={tones} />
      <TimelineLanes
        from={Date.parse(from)}
        to={Date.parse(to)}
        zone={zone}
        lanes={lanes}
        label={rest.question}
      />
    </FigureViews>
  );
}
