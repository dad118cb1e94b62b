import { useMemo } from 'react';
import { midnights, shareOf, type TimelineLane } from './timeline';
import { TimelineLaneRow } from './timeline-lane-row';
import { TimelineNow } from './timeline-now';

const columns = 'grid grid-cols-[minmax(5.5rem,min(28%,14rem))_minmax(0,1fr)]';

// Lanes out of sight cost nothing; few are drawn at once, whoever looks.
const many = 60;
const lazy =
  '[contain-intrinsic-height:auto_1.75rem] [content-visibility:auto] print:[content-visibility:visible]';

/** The lanes with their days; they scroll under the days where there are many. */
export function TimelineLanes({
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
      <div className={`${columns} sticky top-0 z-20 bg-surface`} aria-hidden="true">
        <span />
        <div className="relative h-6 border-b border-line text-2xs text-ink-muted">
          {days.map((day, i) => (
            <span
              key={day}
              className="absolute top-0 truncate border-l border-line pl-1 leading-6"
              style={{
                left: percent(shareOf(day, from, to)),
                width: percent(shareOf(days[i + 1] ?? to, from, to) - shareOf(day, from, to)),
              }}
            >
              <span className="max-sm:hidden">{weekday.format(day)} </span>
              {number.format(day)}
            </span>
          ))}
        </div>
      </div>
      <div className="relative">
        <div className={`${columns} pointer-events-none absolute inset-0`} aria-hidden="true">
          <span />
          <div className="relative">
            {days.map((day) => (
              <span
                key={day}
                className="absolute inset-y-0 border-l border-line"
                style={{ left: percent(shareOf(day, from, to)) }}
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
              className={lanes.length > many ? `${columns} ${lazy}` : columns}
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
