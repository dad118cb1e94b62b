import type { Flag } from '@/app/(app)/queue/queue-row';
import type {
  flagChoices,
  QueueQuery,
  readinessChoices,
  verdictChoices,
} from '@/app/(app)/queue/search-params';
import type { Format } from '@/components/ui/format';
import { flagLabels } from '@/lib/decisions/labels';
import { verdictLabels } from '@/lib/reviews/labels';
import { methodLabel } from '@/lib/runs/labels';

export const readinessLabels = {
  ready: 'Ready',
  later: 'Ready later',
  blocked: 'Not ready',
} satisfies Record<(typeof readinessChoices)[number], string>;

export const flagFilterLabels = {
  any: 'Any flag',
  none: 'No flag',
  ...(Object.fromEntries(
    Object.entries(flagLabels).map(([flag, { name }]) => [flag, name]),
  ) as Record<Flag, string>),
} satisfies Record<(typeof flagChoices)[number], string>;

export const verdictFilterLabels = {
  reassign: verdictLabels.reassign.name,
  caution: verdictLabels.caution.name,
  approve: verdictLabels.approve.name,
  none: 'No verdict',
} satisfies Record<(typeof verdictChoices)[number], string>;

/** An active filter: its label, and the change that removes it. */
export interface ActiveFilter {
  readonly key: string;
  readonly label: string;
  readonly removal: Partial<QueueQuery>;
}

/** The active filters, without the search text. */
export function activeFilters(query: QueueQuery, format: Format): ActiveFilter[] {
  const perValue = <
    Key extends 'ready' | 'method' | 'csm' | 'segment' | 'level' | 'health' | 'flag' | 'verdict',
  >(
    key: Key,
    label: (value: QueueQuery[Key][number]) => string,
  ): ActiveFilter[] =>
    query[key].map((value) => ({
      key: `${key} ${value}`,
      label: label(value),
      removal: { [key]: (query[key] as readonly string[]).filter((other) => other !== value) },
    }));
  const { run, min, max, overdue, snoozed } = query;
  return [
    ...(snoozed ? [{ key: 'snoozed', label: 'Snoozed', removal: { snoozed: false } }] : []),
    ...(overdue ? [{ key: 'overdue', label: 'Overdue', removal: { overdue: false } }] : []),
    ...perValue('ready', (kind) => readinessLabels[kind]),
    ...perValue('flag', (flag) => flagFilterLabels[flag]),
    ...perValue('verdict', (verdict) => `Claude: ${verdictFilterLabels[verdict]}`),
    ...perValue('csm', (csm) => csm),
    ...(run === null ? [] : [{ key: 'run', label: `Run ${run}`, removal: { run: null } }]),
    ...perValue('method', methodLabel),
    ...perValue('segment', (segment) => segment),
    ...perValue('level', (level) => level),
    ...perValue('health', (color) => `Health: ${color}`),
    ...(min === null
      ? []
      : [{ key: 'min', label: `Score at least ${format.number(min, 1)}`, removal: { min: null } }]),
    ...(max === null
      ? []
      : [{ key: 'max', label: `Score at most ${format.number(max, 1)}`, removal: { max: null } }]),
  ];
}
