import { LyingBars } from './lying-bars';
import type { DivergingMark } from './mark';
import type { PlotProps } from './plot-props';

/** Lying bars to both sides of zero. */
export function Diverging(props: PlotProps<DivergingMark>) {
  return <LyingBars {...props} />;
}
