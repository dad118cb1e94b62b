import { LyingBars } from './lying-bars';
import type { BarsMark } from './mark';
import type { PlotProps } from './plot-props';
import { StandingBars } from './standing-bars';

/** Bars with names, lying or standing, with or without a limit. */
export function Bars(props: PlotProps<BarsMark>) {
  return props.mark.horizontal === false ? <StandingBars {...props} /> : <LyingBars {...props} />;
}
