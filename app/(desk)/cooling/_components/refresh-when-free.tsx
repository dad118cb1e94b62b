'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useNow } from '@/components/ui/use-now';

/** Reads the page anew, once for each moment that passes while it is looked at. */
export function RefreshWhenFree({ moments }: { readonly moments: readonly Date[] }) {
  const router = useRouter();
  const now = useNow();
  const looked = useRef(now);
  useEffect(() => {
    const passed = moments.some((moment) => {
      const at = moment.getTime();
      return at > looked.current && at <= now;
    });
    looked.current = Math.max(looked.current, now);
    if (passed) router.refresh();
  }, [moments, now, router]);
  return null;
}
