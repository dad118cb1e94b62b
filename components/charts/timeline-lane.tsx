import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { formatDateTime } from '@/components/ui/format';
import { positionOf, type TimelineLane, type TimelineTone } from './timeline';

/** The colour of a stretch or moment. */
const timelineFill: Record<TimelineTone, string> = {
  accent: 'var(--chart-1)',
  warn: 'var(--chart-warn)',
  danger: 'var(--chart-danger)',
  neutral: 'var(--chart-neutral)',
};

/** Height besides colour tells the tones apart: what is bad stands taller. */
const timelineInset: Record<TimelineTone, string> = {
  accent: 'inset-y-1.5',
  warn: 'inset-y-1',
  danger: 'inset-y-0.5',
  neutral: 'inset-y-2.5',
};

/** One lane: its name, its stretches and its moments, each named on hover and when read out. */
export function TimelineLaneRow({
  lane,
  from,
  to,
  zone,
  className,
}: {
  readonly lane: TimelineLane;
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  readonly className: string;
}) {
  const left = (iso: string) => positionOf(Date.parse(iso), from, to) * 100;
  const time = (iso: string) => formatDateTime(new Date(iso), zone);
  return (
    <li className={classNames(className, 'border-b border-line')}>
      <span title={lane.title} className="truncate pr-2 text-right text-xs leading-7">
        <OptionalLink href={lane.href} className="hover:underline">
          {lane.title}
        </OptionalLink>
      </span>
      <span className="relative block h-7 overflow-hidden">
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
        {lane.marks?.map((mark) => (
          <TimelineMark
            key={`${mark.at} ${mark.title}`}
            text={`${mark.title}, ${time(mark.at)}`}
            href={mark.href}
            className="top-2 size-3 -translate-x-1/2 rotate-45 border border-surface"
            style={{ left: `${left(mark.at).toFixed(3)}%`, background: timelineFill[mark.tone] }}
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
  const look = classNames('absolute block', className);
  return href ? (
    <Link
      href={href}
      prefetch={false}
      // Keys reach it by the table; hundreds of stops would only be in the way.
      tabIndex={-1}
      title={text}
      data-mark
      className={look}
      style={style}
    >
      <span className="sr-only">{text}</span>
    </Link>
  ) : (
    <span title={text} data-mark className={look} style={style}>
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

/** Names the tones of a timeline, each at the height that it has in the lanes. */
export function TimelineLegend({
  tones,
}: {
  readonly tones: Partial<Record<TimelineTone, string>>;
}) {
  const named = toneOrder.filter((tone) => tones[tone]);
  if (named.length === 0) return null;
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 text-xs text-ink-muted">
      {named.map((tone) => (
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
