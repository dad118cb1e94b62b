import { evennessZones } from '@/app/(app)/_shared/evenness';
import { runHref } from '@/app/(app)/_shared/links';
import { Chart } from '@/components/charts/chart';
import type { ChartColumn, ChartData } from '@/components/charts/chart-data';
import type { Format } from '@/components/ui/format';
import type { Workload } from '@/lib/analytics/workload/get-workload';
import { fullnessDimensions } from '@/lib/engine/types';
import { dimensionLabels, fullnessLabels } from '@/lib/runs/labels';

/** How evenly CSMs were filled on each day of the last 90 days. */
export function EvennessTrendChart({
  workload: { trend, trendPeriod },
  format,
}: {
  readonly workload: Workload;
  readonly format: Format;
}) {
  const lastRaw = trend.findLast(({ measure }) => measure === 'raw_amounts');
  return (
    <Chart
      question="Are CSMs getting more evenly filled?"
      description={`CV within the classes, over all active CSMs, when the day’s last run started. Always the last 90 days and the whole company. Lines break on days without a run; dry runs don’t count.${
        lastRaw
          ? ` Until ${format.day(lastRaw.day)}, runs measured raw amounts over all classes, which can’t be compared: these are only in the table.`
          : ''
      }`}
      data={trendData(trend, trendPeriod.days)}
      spec={{ kind: 'line', label: 'day', values: fullnessDimensions, zones: evennessZones }}
      file="fairness-over-90-days"
      empty="No runs in the last 90 days."
    />
  );
}

function trendData(trend: Workload['trend'], days: readonly string[]): ChartData {
  const byDay = new Map(trend.map((entry) => [entry.day, entry]));
  const firstDay = trend[0]?.day;
  const hasRaw = trend.some(({ measure }) => measure === 'raw_amounts');
  return {
    columns: [
      { key: 'day', title: 'Day', kind: 'day' },
      ...fullnessDimensions.map((key) => cvColumn(key, fullnessLabels[key])),
      ...(hasRaw
        ? fullnessDimensions.map((key) => cvColumn(rawKey(key), `${dimensionLabels[key]} (raw)`))
        : []),
    ],
    rows: days
      .filter((day) => firstDay !== undefined && day >= firstDay)
      .map((day) => {
        const entry = byDay.get(day);
        if (!entry) return { id: day, cells: { day } };
        const { measure, cv, runId } = entry;
        const figures = fullnessDimensions.map((key) => {
          const value = cv[key];
          return [measure === 'raw_amounts' ? rawKey(key) : key, value && value / 100];
        });
        return {
          id: day,
          cells: { day, ...Object.fromEntries(figures) },
          hrefs: { day: runHref(runId) },
        };
      }),
  };
}

function cvColumn(key: string, title: string): ChartColumn {
  return { key, title, kind: 'share', digits: 1 };
}

function rawKey(key: string): string {
  return `raw-${key}`;
}
