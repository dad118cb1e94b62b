'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const every = 20_000;

/** Reads a page anew now and then, as long as it shows something that waits. */
export function RefreshWhileWaiting() {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), every);
    return () => clearInterval(timer);
  }, [router]);
  return null;
}
