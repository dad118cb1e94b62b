import type { ReactNode } from 'react';
import type { SeriesTone } from './mark';
import { type Series, toneColour } from './series';

const textures: Partial<Record<SeriesTone, ReactNode>> = {
  2: <path d="M-1 1 1-1M0 6 6 0M5 7 7 5" />,
  3: <circle cx="3" cy="3" r="0.9" fill="var(--surface)" stroke="none" />,
  4: <path d="M-1 5 1 7M0 0 6 6M5-1 7 1" />,
  5: <path d="M0 3H6" />,
  6: <path d="M3 0V6" />,
  warn: <path d="M-1 1 1-1M0 6 6 0M5 7 7 5" />,
  danger: <path d="M0 0 6 6M0 6 6 0" />,
};

/** How a series fills its bars: with its tone's texture, or plainly without the figure's id. */
export function seriesFill(tone: SeriesTone, patterns: string): string {
  return patterns && textures[tone] ? `url(#${patternId(tone, patterns)})` : toneColour(tone);
}

/** The textures of one figure, drawn once and used by its chart, its legend and its tooltip. */
export function SeriesPatterns({
  id,
  series,
}: {
  readonly id: string;
  readonly series: readonly Series[];
}) {
  const tones = [...new Set(series.map(({ tone }) => tone))].filter((tone) => textures[tone]);
  return (
    // Not display: none, which would take the textures from those who use them.
    <svg aria-hidden="true" width="0" height="0" className="absolute">
      <defs>
        {tones.map((tone) => (
          <pattern
            key={tone}
            id={patternId(tone, id)}
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
          >
            <rect width="6" height="6" fill={toneColour(tone)} />
            <g stroke="var(--surface)" strokeWidth="1.1" strokeOpacity="0.6" fill="none">
              {textures[tone]}
            </g>
          </pattern>
        ))}
      </defs>
    </svg>
  );
}

function patternId(tone: SeriesTone, patterns: string): string {
  return `${patterns}-${tone}`;
}
