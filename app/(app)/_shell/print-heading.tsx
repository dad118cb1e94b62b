'use client';

import { useFormat } from '@/components/ui/format-provider';
import { useNow } from '@/components/ui/time';

/** The first line of a printout: where it is from, and when and for whom it was printed. */
export function PrintHeading({ person }: { readonly person: string }) {
  const now = useNow();
  return (
    <p className="hidden px-4 text-xs text-ink-muted print:block lg:px-6" suppressHydrationWarning>
      {`CSM Routing · printed ${useFormat().dateTimeZone(new Date(now))} by ${person}`}
    </p>
  );
}
