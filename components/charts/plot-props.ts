import type { ChartData } from './chart-data';
import type { Mark } from './mark';
import type { Series } from './series';

/** What every drawing is given. */
export interface PlotProps<M extends Mark> {
  readonly data: ChartData;
  readonly mark: M;
  readonly series: readonly Series[];
  /** The id of the figure's textures; empty where they have no room. */
  readonly patterns: string;
  /** What the drawing is called when it is read out. */
  readonly question: string;
}
