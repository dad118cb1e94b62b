import {
  loadQueueParams,
  type QueueParams,
  queueHref,
  unfiltered,
} from '@/app/(app)/queue/search-params';

type QueueFilter = Partial<
  Pick<QueueParams, 'health' | 'flag' | 'verdict' | 'ready' | 'overdue' | 'snoozed'>
>;

/** The filters of the queue that the command palette offers. */
const filters: readonly {
  readonly label: string;
  readonly aliases?: readonly string[];
  readonly filter: QueueFilter;
}[] = [
  { label: 'ready to decide', aliases: ['ready'], filter: { ready: ['ready'] } },
  { label: 'ready later', filter: { ready: ['later'] } },
  { label: 'stale or blocked', aliases: ['stale', 'blocked'], filter: { ready: ['blocked'] } },
  { label: 'overdue', filter: { overdue: true } },
  { label: 'snoozed', filter: { snoozed: true } },
  { label: 'red accounts', aliases: ['red', 'red health'], filter: { health: ['red'] } },
  { label: 'yellow accounts', aliases: ['yellow'], filter: { health: ['yellow'] } },
  { label: 'green accounts', aliases: ['green'], filter: { health: ['green'] } },
  { label: 'flagged', aliases: ['flags'], filter: { flag: ['any'] } },
  { label: 'not flagged', aliases: ['no flags'], filter: { flag: ['none'] } },
  { label: 'reassign', aliases: ['Claude: reassign'], filter: { verdict: ['reassign'] } },
  { label: 'caution', aliases: ['Claude: caution'], filter: { verdict: ['caution'] } },
  { label: 'approve', aliases: ['Claude: approve'], filter: { verdict: ['approve'] } },
  { label: 'no review by Claude', aliases: ['not reviewed'], filter: { verdict: ['none'] } },
];

export interface QueueFilterCommand {
  readonly id: string;
  readonly label: string;
  readonly aliases: readonly string[];
  /** Whether the queue on the screen has this filter. Choosing it again removes it. */
  readonly isOn: boolean;
  readonly href: string;
}

/**
 * Commands that filter the queue. On the queue, they keep its other filters.
 * @param location the current page
 */
export function queueFilterCommands(location: {
  readonly pathname: string;
  readonly search: string;
}): readonly QueueFilterCommand[] {
  const shown = location.pathname === '/queue' ? loadQueueParams(location.search) : null;
  const hrefWith = (change: Partial<QueueParams>) =>
    queueHref('/queue', { ...shown, page: 1, row: null, ...change });
  return [
    ...filters.map(({ label, aliases = [], filter }) => {
      const isOn = shown !== null && hasFilter(shown, filter);
      return {
        id: `filter:${label}`,
        label: `Filter: ${label}`,
        aliases: [label, ...aliases],
        isOn,
        href: hrefWith(isOn ? withoutFilter(filter) : filter),
      };
    }),
    {
      id: 'filter:clear',
      label: 'Clear filters',
      aliases: ['Filter: none', 'show all'],
      isOn: false,
      href: hrefWith(unfiltered),
    },
  ];
}

function hasFilter(query: QueueParams, filter: QueueFilter): boolean {
  return Object.entries(filter).every(
    ([key, value]) => String(query[key as keyof QueueFilter]) === String(value),
  );
}

function withoutFilter(filter: QueueFilter): QueueFilter {
  return Object.fromEntries(
    Object.keys(filter).map((key) => [key, unfiltered[key as keyof QueueFilter]]),
  );
}
