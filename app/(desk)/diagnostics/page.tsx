import type { Metadata } from 'next';
import { PageHeader } from '@/components/ui/page-header';
import { pageContext } from '@/lib/request-context';

export const metadata: Metadata = { title: 'Diagnostics' };

export default async function DiagnosticsPage() {
  await pageContext();
  return <PageHeader title="Diagnostics" />;
}
