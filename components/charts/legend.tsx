import type { ReactNode } from 'react';
import type { Format } from '@/components/ui/format';
import { useFormat } from '@/components/ui/format-provider';
import { type ChartColumn, type ChartData, formatAxisLabel, formatCell } from './chart-data';
import {
  type ChartSpec,
  columnFor,
  hasFewCases,
  markerKey,
  markerShape,
  type Series,
  type SeriesTone,
  toneColor,
  type ValueZone,
} from './chart-spec';

/** Names the series, the marker, and the zones. Empty for a single series, which the heading names. */
export function Legend({
  data,
  spec,
  series,
  patterns,
}: {
  readonly data: ChartData;
  readonly spec: ChartSpec;
  readonly series: readonly Series[];
  readonly patterns: string;
}) {
  const format = useFormat();
  const marker = markerKey(spec);
  const zones = spec.kind === 'line' ? (spec.zones ?? []) : [];
  const [first] = series;
  const references = (spec.references ?? []).filter(({ value }) => value !== null);
  const fewCases = data.rows.some((row) => hasFewCases(row, spec));
  if (series.length < 2 && !marker && !fewCases && zones.length + references.length === 0) {
    return null;
  }
  return (
    <ul className="mb-3 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-muted">
      {series.map(({ key, column, tone }) => (
        <LegendItem key={key} title={column.title}>
          <SeriesSwatch tone={tone} patterns={patterns} line={spec.kind === 'line'} />
        </LegendItem>
      ))}
      {marker && (
        <LegendItem title={columnFor(data, marker).title}>
          <MarkerSwatch shape={markerShape(spec)} />
        </LegendItem>
      )}
      {first &&
        references.map(({ title, value }) => (
          <LegendItem key={title} title={`${title}: ${formatCell(value, first.column, format)}`}>
            <svg aria-hidden="true" data-mark viewBox="0 0 20 12" className="h-3 w-5 shrink-0">
              <path d="M10 0V12" stroke="var(--ink-muted)" strokeWidth="2" strokeDasharray="3 2" />
            </svg>
          </LegendItem>
        ))}
      {fewCases && first && (
        <LegendItem title={`Fewer than ${spec.cases?.min} cases`}>
          <span style={{ opacity: FEW_CASES_OPACITY }}>
            <SeriesSwatch tone={first.tone} patterns={patterns} line={spec.kind === 'line'} />
          </span>
        </LegendItem>
      )}
      {first &&
        zones.map((zone) => (
          <LegendItem
            key={zone.title}
            title={`${zone.title}: ${formatZoneRange(zone, first.column, format)}`}
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

/** How pale the bars of few cases are. */
export const FEW_CASES_OPACITY = 0.4;

function LegendItem({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <li className="inline-flex items-center gap-1.5">
      {children}
      {title}
    </li>
  );
}

function formatZoneRange({ from, to }: ValueZone, column: ChartColumn, format: Format): string {
  const text = (value: number) => formatAxisLabel(value, column, format);
  if (from === null) return to === null ? 'all' : `below ${text(to)}`;
  return to === null ? `${text(from)} and above` : `${text(from)} to ${text(to)}`;
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

/** The dash pattern of a line, so that tones differ by more than color. */
export function seriesDash(tone: SeriesTone): string | undefined {
  return dashes[tone];
}

/** A sample of a series, for a legend or a tooltip. */
export function SeriesSwatch({
  tone,
  patterns,
  line,
}: {
  readonly tone: SeriesTone;
  readonly patterns: string;
  /** Shows a line instead of a bar. */
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

/** A sample of a row's marker, for a legend or a tooltip. */
export function MarkerSwatch({ shape }: { readonly shape: 'limit' | 'diamond' }) {
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

const patternShapes: Partial<Record<SeriesTone, ReactNode>> = {
  2: <path d="M-1 1 1-1M0 6 6 0M5 7 7 5" />,
  3: <circle cx="3" cy="3" r="0.9" fill="var(--surface)" stroke="none" />,
  4: <path d="M-1 5 1 7M0 0 6 6M5-1 7 1" />,
  5: <path d="M0 3H6" />,
  6: <path d="M3 0V6" />,
  warn: <path d="M-1 1 1-1M0 6 6 0M5 7 7 5" />,
  danger: <path d="M0 0 6 6M0 6 6 0" />,
};

/** The fill of a bar: its tone's pattern, or a plain color without `patterns`. */
export function seriesFill(tone: SeriesTone, patterns: string): string {
  return patterns && patternShapes[tone] ? `url(#${patternId(tone, patterns)})` : toneColor(tone);
}

/** The SVG patterns of one chart, shared by its plot, legend, and tooltip. */
export function SeriesPatterns({
  id,
  series,
}: {
  readonly id: string;
  readonly series: readonly Series[];
}) {
  const tones = [...new Set(series.map(({ tone }) => tone))].filter((tone) => patternShapes[tone]);
  return (
    // With display: none, browsers would not render the patterns.
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
              {patternShapes[tone]}
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
