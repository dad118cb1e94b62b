import type { ColumnsMark } from './mark';
import type { PlotProps } from './plot-props';
import { StandingBars } from './standing-bars';

/** Standing bars over time. */
export function Columns(props: PlotProps<ColumnsMark>) {
  return <StandingBars {...props} />;
}
