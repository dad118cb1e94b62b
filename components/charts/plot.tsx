import type {
  ChartSpec,
  DivergingBarSpec,
  HorizontalBarSpec,
  PlotProps,
  VerticalBarSpec,
} from './chart-spec';
import { HorizontalBarChart } from './horizontal-bar-chart';
import { MultiLineChart } from './line-chart';
import { VerticalBarChart } from './vertical-bar-chart';

/** Draws data by its mark. Brings Recharts along: load it with next/dynamic. */
export function Plot({ mark, ...rest }: PlotProps<ChartSpec>) {
  switch (mark.kind) {
    case 'bars':
      return <Bars {...rest} mark={mark} />;
    case 'diverging':
      return <Diverging {...rest} mark={mark} />;
    case 'lines':
      return <MultiLineChart {...rest} mark={mark} />;
    case 'columns':
      return <Columns {...rest} mark={mark} />;
  }
}

/** Bars with names, lying or standing, with or without a limit. */
function Bars(props: PlotProps<HorizontalBarSpec>) {
  return props.mark.horizontal === false ? (
    <VerticalBarChart {...props} />
  ) : (
    <HorizontalBarChart {...props} />
  );
}

/** Standing bars over time. */
function Columns(props: PlotProps<VerticalBarSpec>) {
  return <VerticalBarChart {...props} />;
}

/** Lying bars to both sides of zero. */
function Diverging(props: PlotProps<DivergingBarSpec>) {
  return <HorizontalBarChart {...props} />;
}
