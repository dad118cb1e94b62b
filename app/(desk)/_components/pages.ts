import { InboxIcon, PlayIcon, ReviewIcon } from '@/components/ui/icons';

/** The pages of the desk, in the order of the rail. */
export const pages = [
  { id: 'queue', href: '/queue', label: 'Queue', keys: 'g q', Icon: InboxIcon },
  { id: 'runs', href: '/runs', label: 'Runs', keys: 'g r', Icon: PlayIcon },
  { id: 'review', href: '/review', label: 'Review', keys: 'g v', Icon: ReviewIcon },
] as const;

export type PageId = (typeof pages)[number]['id'];
