import { formatMoney, formatMoneyShort, formatNumber, formatShare } from '@/components/ui/format';
import { formatDuration } from '@/components/ui/format-time';
import type { ChartCell, ChartColumn, ChartRow } from './chart-data';

const none = '–';
const day = 86_400_000;
const longDay = dayFormat({ day: 'numeric', month: 'short', year: 'numeric' });
const shortDay = dayFormat({ day: 'numeric', month: 'short' });
const compact = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  maximumFractionDigits: 1,
  signDisplay: 'negative',
});

/** A cell as a person reads it, by the kind of its column; a dash where there is none. */
export function cellText(cell: ChartCell | undefined, column: ChartColumn): string {
  if (cell === null || cell === undefined || cell === '') return none;
  if (column.kind === 'day') return dayText(cell, longDay);
  if (typeof cell === 'string') return cell;
  switch (column.kind) {
    case 'text':
      return String(cell);
    case 'count':
      return formatNumber(cell);
    case 'number':
      return formatNumber(cell, column.digits ?? 1);
    case 'share':
      return formatShare(cell, column.digits ?? 0);
    case 'money':
      return formatMoney(cell);
    case 'duration':
      return cell < 0 ? `-${formatDuration(-cell)}` : formatDuration(cell);
  }
}

/** The same where space is short, beside an axis. */
export function axisText(cell: ChartCell | undefined, column: ChartColumn): string {
  if (column.kind === 'day' && cell) return dayText(cell, shortDay);
  if (typeof cell !== 'number') return cellText(cell, column);
  if (column.kind === 'money') return formatMoneyShort(cell);
  if (column.kind === 'share') return formatShare(cell, 1);
  if (column.kind === 'count' || column.kind === 'number') {
    return Math.abs(cell) >= 10_000 ? compact.format(cell) : formatNumber(cell, 3);
  }
  if (column.kind === 'duration' && cell % day === 0) return cell === 0 ? '0' : `${cell / day} d`;
  return cellText(cell, column);
}

/** A row's figure in a column, or null where there is none to draw. */
export function figureOf(row: ChartRow, key: string): number | null {
  const cell = row.cells[key];
  return typeof cell === 'number' && Number.isFinite(cell) ? cell : null;
}

function dayFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
}

function dayText(cell: string | number, format: Intl.DateTimeFormat): string {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(String(cell)) ? new Date(`${cell}T00:00:00Z`) : null;
  return day && !Number.isNaN(day.getTime()) ? format.format(day) : String(cell);
}
