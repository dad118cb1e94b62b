import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { PageHeader } from '@/components/ui/page-header';
import { getScopeChoices } from '@/lib/analytics/get-scope-choices';
import { pageContext } from '@/lib/request-context';
import { readScope } from '../_scope/read-scope';
import { ScopeBar } from '../_scope/scope-bar';

export const metadata: Metadata = { title: 'Acceptance' };

/** Acceptance. */
export default async function AcceptancePage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const { query, asked } = await readScope(searchParams);
  return (
    <>
      <PageHeader title="Acceptance" />
      <ScopeBar query={query} zone={asked.zone} choices={getScopeChoices(ctx)} />
    </>
  );
}
