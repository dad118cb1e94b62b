import {
  BalanceIcon,
  ChecksIcon,
  InboxIcon,
  PlayIcon,
  PulseIcon,
  ReviewIcon,
  TimerIcon,
} from '@/components/ui/icons';

/** The pages of the desk, in the order of the rail. `scoped` are those of a period and filters. */
export const pages = [
  { id: 'queue', href: '/queue', label: 'Queue', keys: 'g q', Icon: InboxIcon, scoped: false },
  { id: 'runs', href: '/runs', label: 'Runs', keys: 'g r', Icon: PlayIcon, scoped: false },
  { id: 'review', href: '/review', label: 'Review', keys: 'g v', Icon: ReviewIcon, scoped: false },
  {
    ...{ id: 'workload', href: '/workload', label: 'Workload', keys: 'g w' },
    ...{ Icon: BalanceIcon, scoped: true },
  },
  {
    ...{ id: 'acceptance', href: '/acceptance', label: 'Acceptance', keys: 'g a' },
    ...{ Icon: ChecksIcon, scoped: true },
  },
  {
    ...{ id: 'cooling', href: '/cooling', label: 'Cooling', keys: 'g c' },
    ...{ Icon: TimerIcon, scoped: true },
  },
  {
    ...{ id: 'diagnostics', href: '/diagnostics', label: 'Diagnostics', keys: 'g d' },
    ...{ Icon: PulseIcon, scoped: false },
  },
] as const;

export type PageId = (typeof pages)[number]['id'];
