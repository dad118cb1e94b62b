import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { useFormat } from '@/components/ui/format-provider';
import { positionOf, type TimelineLane, type TimelineTone } from './timeline';

/** The color of a span. */
const timelineFill: Record<TimelineTone, string> = {
  accent: 'var(--chart-1)',
  warn: 'var(--chart-warn)',
  danger: 'var(--chart-danger)',
  neutral: 'var(--chart-neutral)',
};

/** Tones also differ in height; worse is taller. */
const timelineInset: Record<TimelineTone, string> = {
  accent: 'inset-y-1.5',
  warn: 'inset-y-1',
  danger: 'inset-y-0.5',
  neutral: 'inset-y-2.5',
};

/** One lane: its name and spans, each with a title for hover and screen readers, or its summary. */
export function TimelineLaneRow({
  lane,
  from,
  to,
  className,
}: {
  readonly lane: TimelineLane;
  readonly from: number;
  readonly to: number;
  readonly className: string;
}) {
  const format = useFormat();
  if (lane.summary !== undefined) {
    return (
      <li className="relative z-11 border-b border-line bg-sunken px-2 py-1 text-xs print:py-0">
        <span className="font-semibold">{lane.title}</span>
        {`: ${lane.summary}`}
      </li>
    );
  }
  const left = (iso: string) => positionOf(Date.parse(iso), from, to) * 100;
  const time = (iso: string) => format.dateTime(new Date(iso));
  return (
    <li className={classNames(className, 'border-b border-line')}>
      <span
        title={lane.title}
        className="truncate pr-2 text-right text-xs leading-7 print:leading-4"
      >
        <OptionalLink href={lane.href} className="hover:underline">
          {lane.title}
        </OptionalLink>
      </span>
      <span className="relative block h-7 overflow-hidden print:h-4">
        {lane.spans
          .filter((span) => Date.parse(span.to) > from && Date.parse(span.from) < to)
          .map((span) => (
            <TimelineMark
              key={`${span.from} ${span.to} ${span.title}`}
              text={`${span.title}, ${time(span.from)} to ${time(span.to)}`}
              href={span.href}
              className={classNames('min-w-[3px] rounded-sm', timelineInset[span.tone])}
              style={{
                left: `${left(span.from).toFixed(3)}%`,
                width: `${(left(span.to) - left(span.from)).toFixed(3)}%`,
                background: timelineFill[span.tone],
              }}
            />
          ))}
      </span>
    </li>
  );
}

function TimelineMark({
  text,
  href,
  className,
  style,
}: {
  readonly text: string;
  readonly href: string | undefined;
  readonly className: string;
  readonly style: React.CSSProperties;
}) {
  const markClass = classNames('absolute block', className);
  return href ? (
    <Link
      href={href}
      prefetch={false}
      // Reachable by keyboard through the table, without hundreds of tab stops.
      tabIndex={-1}
      title={text}
      data-mark
      className={markClass}
      style={style}
    >
      <span className="sr-only">{text}</span>
    </Link>
  ) : (
    <span title={text} data-mark className={markClass} style={style}>
      <span className="sr-only">{text}</span>
    </span>
  );
}

function OptionalLink({
  href,
  className,
  children,
}: {
  readonly href: string | undefined;
  readonly className: string;
  readonly children: ReactNode;
}) {
  return href ? (
    <Link href={href} prefetch={false} tabIndex={-1} className={className}>
      {children}
    </Link>
  ) : (
    children
  );
}

const toneOrder = ['accent', 'neutral', 'warn', 'danger'] as const;

/** Names the tones, each at its height in the lanes. */
export function TimelineLegend({
  tones,
}: {
  readonly tones: Partial<Record<TimelineTone, string>>;
}) {
  const shown = toneOrder.filter((tone) => tones[tone]);
  if (shown.length === 0) return null;
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 text-xs text-ink-muted">
      {shown.map((tone) => (
        <li key={tone} className="inline-flex items-center gap-1.5">
          <span className="relative h-7 w-5">
            <span
              data-mark
              className={classNames('absolute inset-x-0 rounded-sm', timelineInset[tone])}
              style={{ background: timelineFill[tone] }}
            />
          </span>
          {tones[tone]}
        </li>
      ))}
    </ul>
  );
}
