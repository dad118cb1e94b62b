import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useActiveTooltipCoordinate, useActiveTooltipLabel, useIsTooltipActive } from 'recharts';
import { announce } from '@/components/ui/notifications';
import { type ChartRow, formatCell } from './chart-data';
import type { ChartNavigation } from './chart-keyboard-navigation';
import {
  type ChartSpec,
  columnFor,
  describePoint,
  formatPointValue,
  markerKey,
  type PlotProps,
} from './chart-spec';
import { MarkerSwatch, SeriesSwatch } from './legend';

const gap = 12;
const edge = 8;

/** Shows the figures of the point in focus beside it, and reads them out when keys brought it. */
export function ChartTooltip({
  data,
  mark,
  series,
  patterns,
  points,
  onPoint,
}: Omit<PlotProps<ChartSpec>, 'question'> & {
  readonly points: ChartNavigation;
  /** Told of the row that keys have moved to, so that it can be scrolled to. */
  readonly onPoint?: ((row: ChartRow) => void) | undefined;
}) {
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
    onPoint?.(row);
    announce(describePoint(row, data, mark, series));
  }, [row, points, data, mark, series, onPoint]);

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
      <TooltipContent row={row} data={data} mark={mark} series={series} patterns={patterns} />
    </div>,
    document.body,
  );
}

/** Puts the panel to the right of the point, or to its left, or above it, within the window. */
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

function clamp(value: number, room: number): number {
  return Math.max(edge, Math.min(value, room - edge));
}

/** The name of a row and its figures, as the tooltip lists them. */
function TooltipContent({
  row,
  data,
  mark,
  series,
  patterns,
}: Omit<PlotProps<ChartSpec>, 'question'> & { readonly row: ChartRow }) {
  const extra = markerKey(mark);
  return (
    <>
      <p className="mb-1 font-semibold">
        {formatCell(row.cells[mark.label], columnFor(data, mark.label))}
      </p>
      <ul className="space-y-0.5">
        {series.map(({ key, column, tone }) => (
          <TooltipRow key={key} title={column.title} text={formatPointValue(row, column, mark)}>
            <SeriesSwatch tone={tone} patterns={patterns} line={mark.kind === 'lines'} />
          </TooltipRow>
        ))}
        {extra && (
          <TooltipRow
            title={columnFor(data, extra).title}
            text={formatCell(row.cells[extra], columnFor(data, extra))}
          >
            <MarkerSwatch shape={mark.kind === 'bars' ? 'limit' : 'total'} />
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
