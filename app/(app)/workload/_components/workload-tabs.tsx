import Link from 'next/link';
import { type ScopeQuery, scopeHref } from '@/app/(app)/_shared/scope-params';
import { classNames } from '@/components/ui/class-names';

const tabs = [
  { key: 'books', path: '/workload', name: 'Books' },
  { key: 'ledger', path: '/workload/ledger', name: 'Effort ledger' },
] as const;

/** The two ways to look at who carries what; the period and the filters go along. */
export function WorkloadTabs({
  here,
  query,
}: {
  readonly here: (typeof tabs)[number]['key'];
  readonly query: ScopeQuery;
}) {
  return (
    <nav
      aria-label="Workload"
      data-print="none"
      className="mx-4 mb-3 flex gap-4 border-b border-line lg:mx-6"
    >
      {tabs.map(({ key, path, name }) => (
        <Link
          key={key}
          href={scopeHref(path, query)}
          prefetch={false}
          aria-current={key === here ? 'page' : undefined}
          className={classNames(
            '-mb-px border-b-2 px-1 py-1.5 text-sm',
            key === here
              ? 'border-accent font-medium text-ink'
              : 'border-transparent text-ink-muted hover:text-ink',
          )}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
}
