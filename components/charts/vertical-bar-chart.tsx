import { useMemo } from 'react';
import { Bar, BarChart, Cell, LabelList, ReferenceLine, Tooltip } from 'recharts';
import { useFormat } from '@/components/ui/format-provider';
import { referenceLine, verticalChartAxes } from './axes';
import type { ChartRow } from './chart-data';
import { useChartKeyboardNavigation } from './chart-keyboard-navigation';
import {
  barTexts,
  columnFor,
  domainOf,
  hasFewCases,
  isStacked,
  type PlotProps,
  plotHeight,
  type VerticalBarSpec,
} from './chart-spec';
import { ChartTooltip } from './chart-tooltip';
import { FEW_CASES_OPACITY, seriesFill } from './legend';
import { niceTicks } from './nice-ticks';
import { useChartSize } from './print-size';

/** More bars are too narrow for their values. */
const MAX_LABELED_BARS = 14;

/** Vertical bars side by side, in order, with their values above them. */
export default function VerticalBarChart(props: PlotProps<VerticalBarSpec>) {
  const { data, spec, series, patterns, question } = props;
  const points = useChartKeyboardNavigation(spec);
  const column = series[0]?.column ?? columnFor(data, spec.label);
  const ticks = useMemo(() => niceTicks(domainOf(data, spec), column.kind), [data, spec, column]);
  const format = useFormat();
  const showsValues =
    data.rows.length <= MAX_LABELED_BARS && (isStacked(spec) || series.length === 1);
  // A stack's text is above its last part, because a part of zero has no bar to label.
  const valueTexts = new Map(
    data.rows.map((row) => {
      const last = series.findLast(({ read }) => (read(row) ?? 0) > 0);
      return [row.id, { key: last?.key, text: barTexts(row, spec, series, format).text }];
    }),
  );
  return (
    <div ref={points.box} className="min-w-0" {...points.handlers}>
      <BarChart
        {...useChartSize(plotHeight(data.rows.length, spec))}
        data={data.rows}
        aria-label={question}
        style={{ width: '100%', height: plotHeight(data.rows.length, spec) }}
        margin={{ top: 18, right: 8, bottom: 0, left: 0 }}
        stackOffset="sign"
        maxBarSize={40}
        barGap={0}
        barCategoryGap="18%"
      >
        {verticalChartAxes(data, spec.label, column, ticks, format)}
        <Tooltip content={() => null} cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} />
        {series.map(({ key, tone, read }) => (
          <Bar
            key={key}
            dataKey={read}
            {...(isStacked(spec) ? { stackId: 'row' } : {})}
            fill={seriesFill(tone, patterns)}
            stroke="var(--surface)"
            strokeWidth={data.rows.length > 60 ? 0 : 1}
            isAnimationActive={false}
            className={data.rows.some(({ hrefs }) => hrefs?.[key]) ? 'cursor-pointer' : ''}
            onClick={({ payload }, _, event) => {
              const row = payload as ChartRow;
              points.open(row.hrefs?.[key] ?? row.hrefs?.[spec.label], event);
            }}
          >
            {spec.cases &&
              data.rows.map((row) => (
                <Cell key={row.id} fillOpacity={hasFewCases(row, spec) ? FEW_CASES_OPACITY : 1} />
              ))}
            {showsValues && (
              <LabelList
                dataKey="id"
                position="top"
                fontSize={11}
                fill="var(--ink)"
                // Readable where a reference line crosses it.
                stroke="var(--surface)"
                strokeWidth={3}
                style={{ paintOrder: 'stroke' }}
                formatter={(id) => {
                  const value = valueTexts.get(String(id));
                  return value?.key === key ? value.text : '';
                }}
              />
            )}
          </Bar>
        ))}
        {spec.references?.map(({ title, value }) =>
          value === null ? null : <ReferenceLine key={title} y={value} {...referenceLine} />,
        )}
        <ReferenceLine y={0} stroke="var(--line-control)" zIndex={350} />
        <ChartTooltip {...props} points={points} />
      </BarChart>
    </div>
  );
}
