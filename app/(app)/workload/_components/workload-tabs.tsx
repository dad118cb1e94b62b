import Link from 'next/link';
import { type ScopeQuery, scopeHref } from '@/app/(app)/_shared/scope-params';
import { classNames } from '@/components/ui/class-names';

const tabs = [
  { key: 'books', path: '/workload', label: 'Books' },
  { key: 'ledger', path: '/workload/ledger', label: 'Effort ledger' },
  { key: 'handover', path: '/handover', label: 'Handover' },
] as const;

/** Switches between the workload pages and keeps the date range and filters. */
export function WorkloadTabs({
  current,
  query,
}: {
  readonly current: (typeof tabs)[number]['key'];
  readonly query: ScopeQuery;
}) {
  return (
    <nav
      aria-label="Workload"
      data-print="none"
      className="mx-4 mb-3 flex gap-4 border-b border-line lg:mx-6"
    >
      {tabs.map(({ key, path, label }) => (
        <Link
          key={key}
          href={scopeHref(path, query)}
          prefetch={false}
          aria-current={key === current ? 'page' : undefined}
          className={classNames(
            '-mb-px border-b-2 px-1 py-1.5 text-sm',
            key === current
              ? 'border-accent font-medium text-ink'
              : 'border-transparent text-ink-muted hover:text-ink',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}
