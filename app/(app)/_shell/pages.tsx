import {
  BalanceIcon,
  BellIcon,
  CalendarIcon,
  ChecksIcon,
  HistoryIcon,
  InboxIcon,
  PeopleIcon,
  PlayIcon,
  PulseIcon,
  ReviewIcon,
  SlidersIcon,
  TimerIcon,
} from '@/components/ui/icons';

/** A page in the navigation. */
export interface NavigationPage {
  readonly id: string;
  readonly href: string;
  readonly label: string;
  /** Its keyboard shortcut. */
  readonly keys: string;
  /** Whether it shares a period and filters with other pages in its URL. */
  readonly scoped: boolean;
}

const pages = [
  page('queue', 'Queue', 'g q', <InboxIcon />),
  page('runs', 'Runs', 'g r', <PlayIcon />),
  page('reviews', 'Reviews', 'g v', <ReviewIcon />),
  page('workload', 'Workload', 'g w', <BalanceIcon />, { scoped: true }),
  page('acceptance', 'Acceptance', 'g a', <ChecksIcon />, { scoped: true }),
  page('cooling', 'Cooling', 'g c', <TimerIcon />, { scoped: true }),
  page('diagnostics', 'Diagnostics', 'g d', <PulseIcon />),
  page('policy', 'Policy', 'g p', <SlidersIcon />),
  page('schedule', 'Schedule', 'g s', <CalendarIcon />),
];

/** The pages that only admins can use. */
const adminPages = [
  page('members', 'Members', 'g m', <PeopleIcon />),
  page('notifications', 'Notifications', 'g n', <BellIcon />),
  page('audit', 'Audit', 'g t', <HistoryIcon />),
];

/** The pages in the order of a person's navigation. */
export function pagesFor(isAdmin: boolean) {
  return isAdmin ? [...pages, ...adminPages] : pages;
}

function page(
  id: string,
  label: string,
  keys: string,
  icon: React.ReactNode,
  { scoped = false }: { readonly scoped?: boolean } = {},
) {
  return { id, href: `/${id}`, label, keys, scoped, icon };
}
