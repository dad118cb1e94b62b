import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useActiveTooltipCoordinate, useActiveTooltipLabel, useIsTooltipActive } from 'recharts';
import { useFormat } from '@/components/ui/format-provider';
import { announce } from '@/components/ui/notifications';
import { type ChartRow, formatCell } from './chart-data';
import type { ChartNavigation } from './chart-keyboard-navigation';
import {
  type ChartSpec,
  columnFor,
  describePoint,
  formatPointValue,
  markerKey,
  markerShape,
  type PlotProps,
} from './chart-spec';
import { MarkerSwatch, SeriesSwatch } from './legend';

const gap = 12;
const edge = 8;

/** Shows the values of the focused point beside it, and announces them after keyboard navigation. */
export function ChartTooltip({
  data,
  spec,
  series,
  patterns,
  points,
  onFocusRow,
}: Omit<PlotProps<ChartSpec>, 'question'> & {
  readonly points: ChartNavigation;
  /** Called with the row that the keyboard moved to, to scroll it into view. */
  readonly onFocusRow?: ((row: ChartRow) => void) | undefined;
}) {
  const format = useFormat();
  const active = useIsTooltipActive();
  const id = useActiveTooltipLabel();
  const at = useActiveTooltipCoordinate();
  const panel = useRef<HTMLDivElement>(null);
  const [dismissed, setDismissed] = useState<ChartRow>();
  const row = active ? data.rows.find((one) => one.id === id) : undefined;
  const shown = row !== undefined && row !== dismissed && at !== undefined;

  useEffect(() => {
    points.current.current = row;
    if (!row) setDismissed(undefined);
    if (!row || !points.byKeyboard.current) return;
    onFocusRow?.(row);
    announce(describePoint(row, data, spec, series, format));
  }, [row, points, data, spec, series, format, onFocusRow]);

  useEffect(() => {
    if (!row) return;
    const onKey = ({ key }: KeyboardEvent) => key === 'Escape' && setDismissed(row);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [row]);

  const x = at?.x ?? 0;
  const y = at?.y ?? 0;
  useLayoutEffect(() => {
    if (!shown) return;
    const place = () => placeBeside(points.box.current, panel.current, x, y);
    place();
    window.addEventListener('scroll', place, { capture: true, passive: true });
    return () => window.removeEventListener('scroll', place, { capture: true });
  }, [shown, points, x, y]);

  if (!shown) return null;
  return createPortal(
    <div
      ref={panel}
      aria-hidden="true"
      data-print="none"
      className="pointer-events-none fixed top-0 left-0 z-50 w-max max-w-[min(20rem,calc(100vw-1rem))] rounded-md border border-line bg-surface px-3 py-2 text-xs text-ink shadow-overlay"
    >
      <TooltipContent row={row} data={data} spec={spec} series={series} patterns={patterns} />
    </div>,
    document.body,
  );
}

/** Places the panel right of the point, left of it, or above it, whichever fits in the window. */
function placeBeside(box: HTMLElement | null, panel: HTMLElement | null, x: number, y: number) {
  const frame = box?.querySelector('svg')?.getBoundingClientRect();
  if (!frame || !panel) return;
  const { offsetWidth: width, offsetHeight: height } = panel;
  const right = frame.left + x + gap;
  const left = frame.left + x - gap - width;
  const fits = right + width <= window.innerWidth - edge || left >= edge;
  const wanted = right + width <= window.innerWidth - edge ? right : left;
  const middle = frame.top + y - height / 2;
  const top = fits ? middle : frame.top + y - height - gap;
  panel.style.left = `${clamp(wanted, window.innerWidth - width)}px`;
  panel.style.top = `${clamp(top, window.innerHeight - height)}px`;
}

function clamp(value: number, size: number): number {
  return Math.max(edge, Math.min(value, size - edge));
}

function TooltipContent({
  row,
  data,
  spec,
  series,
  patterns,
}: Omit<PlotProps<ChartSpec>, 'question'> & { readonly row: ChartRow }) {
  const format = useFormat();
  const marker = markerKey(spec);
  return (
    <>
      <p className="mb-1 font-semibold">
        {formatCell(row.cells[spec.label], columnFor(data, spec.label), format)}
      </p>
      <ul className="space-y-0.5">
        {series.map(({ key, column, tone }) => (
          <TooltipRow
            key={key}
            title={column.title}
            text={formatPointValue(row, column, spec, format)}
          >
            <SeriesSwatch tone={tone} patterns={patterns} line={spec.kind === 'line'} />
          </TooltipRow>
        ))}
        {marker && (
          <TooltipRow
            title={columnFor(data, marker).title}
            text={formatCell(row.cells[marker], columnFor(data, marker), format)}
          >
            <MarkerSwatch shape={markerShape(spec)} />
          </TooltipRow>
        )}
      </ul>
    </>
  );
}

function TooltipRow({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <li className="flex items-center gap-2">
      {children}
      <span className="text-ink-muted">{title}</span>
      <span className="ml-auto pl-3 font-medium">{text}</span>
    </li>
  );
}
