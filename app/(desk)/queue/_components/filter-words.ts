import { formatNumber } from '@/components/ui/format';
import { flagWords } from '@/lib/decisions/flag-words';
import { verdictWords } from '@/lib/review/words';
import type { Flag } from '../queue-row';
import type { flagChoices, QueueQuery, verdictChoices } from '../search-params';

export const methodNames: Readonly<Record<string, string>> = {
  single_optimized: 'Single',
  batch_optimized: 'Batch',
};

export const colorNames = { red: 'Red', yellow: 'Yellow', green: 'Green' } as const;

export const flagNames = {
  any: 'Any flag',
  none: 'No flag',
  ...(Object.fromEntries(
    Object.entries(flagWords).map(([flag, { name }]) => [flag, name]),
  ) as Record<Flag, string>),
} satisfies Record<(typeof flagChoices)[number], string>;

export const verdictNames = {
  reassign: verdictWords.reassign.name,
  caution: verdictWords.caution.name,
  approve: verdictWords.approve.name,
  none: 'No verdict',
} satisfies Record<(typeof verdictChoices)[number], string>;

/** A filter in force: in words, and the change that takes it off. */
export interface ActiveFilter {
  readonly key: string;
  readonly label: string;
  readonly off: Partial<QueueQuery>;
}

/** The filters in force, apart from the search, which shows itself. */
export function activeFilters(query: QueueQuery): ActiveFilter[] {
  const each = <Key extends 'method' | 'csm' | 'segment' | 'level' | 'health' | 'flag' | 'verdict'>(
    key: Key,
    label: (value: QueueQuery[Key][number]) => string,
  ): ActiveFilter[] =>
    query[key].map((value) => ({
      key: `${key} ${value}`,
      label: label(value),
      off: { [key]: (query[key] as readonly string[]).filter((other) => other !== value) },
    }));
  const { run, min, max } = query;
  return [
    ...each('flag', (flag) => flagNames[flag]),
    ...each('verdict', (verdict) => `Claude: ${verdictNames[verdict]}`),
    ...each('csm', (csm) => csm),
    ...(run === null ? [] : [{ key: 'run', label: `Run ${run}`, off: { run: null } }]),
    ...each('method', (method) => methodNames[method] ?? method),
    ...each('segment', (segment) => segment),
    ...each('level', (level) => level),
    ...each('health', (color) => `Health ${color}`),
    ...(min === null
      ? []
      : [{ key: 'min', label: `Score from ${formatNumber(min, 1)}`, off: { min: null } }]),
    ...(max === null
      ? []
      : [{ key: 'max', label: `Score to ${formatNumber(max, 1)}`, off: { max: null } }]),
  ];
}
