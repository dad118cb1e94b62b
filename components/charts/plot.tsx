import { Bars } from './bars';
import { Columns } from './columns';
import { Diverging } from './diverging';
import { Lines } from './lines';
import type { Mark } from './mark';
import type { PlotProps } from './plot-props';

/** Draws data by its mark. Brings Recharts along: load it with next/dynamic. */
export function Plot({ mark, ...rest }: PlotProps<Mark>) {
  switch (mark.kind) {
    case 'bars':
      return <Bars {...rest} mark={mark} />;
    case 'diverging':
      return <Diverging {...rest} mark={mark} />;
    case 'lines':
      return <Lines {...rest} mark={mark} />;
    case 'columns':
      return <Columns {...rest} mark={mark} />;
  }
}
