'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { useNow } from '@/components/ui/time';

/** Refreshes the page when one of the times has passed. Times that pass together refresh it once. */
export function RefreshAtTimes({ times }: { readonly times: readonly Date[] }) {
  const router = useRouter();
  const now = useNow();
  const checkedUntil = useRef(now);
  useEffect(() => {
    const passed = times.some((time) => {
      const at = time.getTime();
      return at > checkedUntil.current && at <= now;
    });
    checkedUntil.current = Math.max(checkedUntil.current, now);
    if (passed) router.refresh();
  }, [times, now, router]);
  return null;
}
