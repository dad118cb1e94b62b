import { ReferenceArea } from 'recharts';
import type { Zone } from './mark';

const readable = 16;

/** Bands behind the lines, each with its name where there is room for it. */
export function zoneAreas(zones: readonly Zone[], ticks: readonly number[]) {
  const low = ticks[0] ?? 0;
  const high = ticks[ticks.length - 1] ?? 1;
  return zones.map(({ from, to, title, tone }) => (
    <ReferenceArea
      key={title}
      y1={Math.max(low, from ?? low)}
      y2={Math.min(high, to ?? high)}
      fill={`var(--${tone}-soft)`}
      fillOpacity={1}
      ifOverflow="hidden"
      label={({ viewBox }: { viewBox?: { x?: number; y?: number; height?: number } }) => {
        const { x = 0, y = 0, height = 0 } = viewBox ?? {};
        if (height < readable) return <g />;
        return (
          <text x={x + 6} y={y + 12} fontSize={10} fill={`var(--${tone})`}>
            {title}
          </text>
        );
      }}
    />
  ));
}
