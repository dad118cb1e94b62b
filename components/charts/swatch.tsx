import type { SeriesTone } from './mark';
import { toneColour } from './series';
import { seriesFill } from './series-patterns';

const dashes: Partial<Record<SeriesTone, string>> = {
  2: '7 4',
  3: '3 3',
  4: '9 3 2 3',
  5: '4 2',
  6: '1 4',
  warn: '7 4',
  danger: '3 3',
};

/** How a series strokes its line: each tone has its own dashes besides its colour. */
export function seriesDash(tone: SeriesTone): string | undefined {
  return dashes[tone];
}

/** What a series looks like, for a legend or a tooltip. */
export function Swatch({
  tone,
  patterns,
  line,
}: {
  readonly tone: SeriesTone;
  readonly patterns: string;
  /** A stroke of a line instead of a piece of a bar. */
  readonly line: boolean;
}) {
  return (
    <svg aria-hidden="true" data-mark viewBox="0 0 20 12" className="h-3 w-5 shrink-0">
      {line ? (
        <path
          d="M0 6H20"
          stroke={toneColour(tone)}
          strokeWidth="2.5"
          strokeDasharray={seriesDash(tone)}
        />
      ) : (
        <rect x="2" width="16" height="12" rx="2" fill={seriesFill(tone, patterns)} />
      )}
    </svg>
  );
}

/** What marks a limit or a total, for a legend or a tooltip. */
export function MarkSwatch({ shape }: { readonly shape: 'limit' | 'total' }) {
  return (
    <svg aria-hidden="true" data-mark viewBox="0 0 20 12" className="h-3 w-5 shrink-0">
      <path
        d={shape === 'limit' ? 'M10 0V12' : 'M10 1 15 6 10 11 5 6Z'}
        stroke="var(--ink)"
        strokeWidth={shape === 'limit' ? 2 : 0}
        fill="var(--ink)"
      />
    </svg>
  );
}
