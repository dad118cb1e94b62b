import type { Metadata } from 'next';
import type { SearchParams } from 'nuqs/server';
import { PageHeader } from '@/components/ui/page-header';
import { getScopeChoices } from '@/lib/analytics/get-scope-choices';
import { pageContext } from '@/lib/request-context';
import { readScope } from '../_scope/read-scope';
import { ScopeBar } from '../_scope/scope-bar';

export const metadata: Metadata = { title: 'Cooling' };

/** Cooling. */
export default async function CoolingPage({
  searchParams,
}: {
  readonly searchParams: Promise<SearchParams>;
}) {
  const ctx = await pageContext();
  const { query, asked } = await readScope(searchParams);
  return (
    <>
      <PageHeader title="Cooling" />
      <ScopeBar query={query} zone={asked.zone} choices={getScopeChoices(ctx)} />
    </>
  );
}
