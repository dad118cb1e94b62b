import { PageHeader } from '@/components/ui/page-header';

/** The head of the page, the same while it loads. */
export function CoolingHeader() {
  return (
    <PageHeader
      title="Cooling"
      description="Who waits before they receive another account, and whether that is kept."
    />
  );
}
