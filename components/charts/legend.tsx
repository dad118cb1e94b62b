import type { ReactNode } from 'react';
import { type ChartColumn, type ChartData, formatAxisLabel } from './chart-data';
import {
  type ChartSpec,
  columnFor,
  markerKey,
  type Series,
  type SeriesTone,
  toneColor,
  type ValueZone,
} from './chart-spec';

/** Names what is drawn; nothing where one series alone is, since the question names that. */
export function Legend({
  data,
  mark,
  series,
  patterns,
}: {
  readonly data: ChartData;
  readonly mark: ChartSpec;
  readonly series: readonly Series[];
  readonly patterns: string;
}) {
  const extra = markerKey(mark);
  const zones = mark.kind === 'lines' ? (mark.zones ?? []) : [];
  const [first] = series;
  if (series.length < 2 && !extra && zones.length === 0) return null;
  return (
    <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-muted">
      {series.map(({ key, column, tone }) => (
        <LegendItem key={key} title={column.title}>
          <SeriesSwatch tone={tone} patterns={patterns} line={mark.kind === 'lines'} />
        </LegendItem>
      ))}
      {extra && (
        <LegendItem title={columnFor(data, extra).title}>
          <MarkerSwatch shape={mark.kind === 'bars' ? 'limit' : 'total'} />
        </LegendItem>
      )}
      {first &&
        zones.map((zone) => (
          <LegendItem
            key={zone.title}
            title={`${zone.title}: ${formatZoneRange(zone, first.column)}`}
          >
            <span
              data-mark
              className="h-3 w-4 rounded-sm border border-line-control"
              style={{ background: `var(--${zone.tone}-soft)` }}
            />
          </LegendItem>
        ))}
    </ul>
  );
}

function LegendItem({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <li className="inline-flex items-center gap-1.5">
      {children}
      {title}
    </li>
  );
}

function formatZoneRange({ from, to }: ValueZone, column: ChartColumn): string {
  if (from === null) return to === null ? 'all' : `below ${formatAxisLabel(to, column)}`;
  if (to === null) return `${formatAxisLabel(from, column)} and above`;
  return `${formatAxisLabel(from, column)} to ${formatAxisLabel(to, column)}`;
}

const dashes: Partial<Record<SeriesTone, string>> = {
  2: '7 4',
  3: '3 3',
  4: '9 3 2 3',
  5: '4 2',
  6: '1 4',
  warn: '7 4',
  danger: '3 3',
};

/** How a series strokes its line: each tone has its own dashes besides its colour. */
export function seriesDash(tone: SeriesTone): string | undefined {
  return dashes[tone];
}

/** What a series looks like, for a legend or a tooltip. */
export function SeriesSwatch({
  tone,
  patterns,
  line,
}: {
  readonly tone: SeriesTone;
  readonly patterns: string;
  /** A stroke of a line instead of a piece of a bar. */
  readonly line: boolean;
}) {
  return (
    <svg aria-hidden="true" data-mark viewBox="0 0 20 12" className="h-3 w-5 shrink-0">
      {line ? (
        <path
          d="M0 6H20"
          stroke={toneColor(tone)}
          strokeWidth="2.5"
          strokeDasharray={seriesDash(tone)}
        />
      ) : (
        <rect x="2" width="16" height="12" rx="2" fill={seriesFill(tone, patterns)} />
      )}
    </svg>
  );
}

/** What marks a limit or a total, for a legend or a tooltip. */
export function MarkerSwatch({ shape }: { readonly shape: 'limit' | 'total' }) {
  return (
    <svg aria-hidden="true" data-mark viewBox="0 0 20 12" className="h-3 w-5 shrink-0">
      <path
        d={shape === 'limit' ? 'M10 0V12' : 'M10 1 15 6 10 11 5 6Z'}
        stroke="var(--ink)"
        strokeWidth={shape === 'limit' ? 2 : 0}
        fill="var(--ink)"
      />
    </svg>
  );
}

const textures: Partial<Record<SeriesTone, ReactNode>> = {
  2: <path d="M-1 1 1-1M0 6 6 0M5 7 7 5" />,
  3: <circle cx="3" cy="3" r="0.9" fill="var(--surface)" stroke="none" />,
  4: <path d="M-1 5 1 7M0 0 6 6M5-1 7 1" />,
  5: <path d="M0 3H6" />,
  6: <path d="M3 0V6" />,
  warn: <path d="M-1 1 1-1M0 6 6 0M5 7 7 5" />,
  danger: <path d="M0 0 6 6M0 6 6 0" />,
};

/** How a series fills its bars: with its tone's texture, or plainly without the figure's id. */
export function seriesFill(tone: SeriesTone, patterns: string): string {
  return patterns && textures[tone] ? `url(#${patternId(tone, patterns)})` : toneColor(tone);
}

/** The textures of one figure, drawn once and used by its chart, its legend and its tooltip. */
export function SeriesPatterns({
  id,
  series,
}: {
  readonly id: string;
  readonly series: readonly Series[];
}) {
  const tones = [...new Set(series.map(({ tone }) => tone))].filter((tone) => textures[tone]);
  return (
    // Not display: none, which would take the textures from those who use them.
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        {tones.map((tone) => (
          <pattern
            key={tone}
            id={patternId(tone, id)}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
          >
            <rect width="6" height="6" fill={toneColor(tone)} />
            <g stroke="var(--surface)" strokeWidth="1.1" strokeOpacity="0.6" fill="none">
              {textures[tone]}
            </g>
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

function patternId(tone: SeriesTone, patterns: string): string {
  return `${patterns}-${tone}`;
}
